"""Fast track: the referral, its window, and what it waits for."""
