"""Possible and absent day's-works, spells and their lengths, of any window and by any two divisions, from the rows."""
