"""The list of meetings, one meeting's page, and planning it."""
