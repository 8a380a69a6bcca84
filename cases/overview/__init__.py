"""HR's overview: who owes whom something, one row a person, and the handing over of it."""
