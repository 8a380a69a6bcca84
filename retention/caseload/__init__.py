"""Who has which referred matter: referral, inbox, board, and the consultants' time."""
