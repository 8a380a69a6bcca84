"""Targets of units, plans to reach them, and the span of their leaders."""
