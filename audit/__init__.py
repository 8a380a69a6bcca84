"""Who did and who saw what. Insert only; knows nobody: actors and subjects are text."""
