"""What the pages of initiatives show."""
