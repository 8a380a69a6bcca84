"""The reads of the pages about meetings."""
