"""Guides to the schemes: a drawing of how it goes, and what to know."""
