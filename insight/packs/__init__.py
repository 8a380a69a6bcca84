"""Lists and packs: what is made up each month and quarter, kept as it was, and handed to those who meet about it."""
