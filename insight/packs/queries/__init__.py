"""The reads of lists and packs: what goes into them, and what is kept of them."""
