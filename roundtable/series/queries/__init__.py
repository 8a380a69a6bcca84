"""What the pages of series show."""
