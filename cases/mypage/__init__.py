"""The page that everybody has about themselves."""
