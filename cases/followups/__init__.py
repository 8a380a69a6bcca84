"""Follow-ups: everything that somebody owes somebody by a date."""
