"""At the table: what each side prepares, the placements that are shown together, and what is written on the wall."""
