"""The rules of the round table. Pure."""
