"""The rules of insight: pure."""
