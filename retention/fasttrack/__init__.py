"""Fast track: from draft to outcome, its window, and what it waits for."""
