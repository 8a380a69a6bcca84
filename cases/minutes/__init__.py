"""Minutes of a talk, as each party gets them."""
