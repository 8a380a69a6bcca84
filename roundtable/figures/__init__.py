"""What the meetings amount to, for the consultants' team and each of them."""
