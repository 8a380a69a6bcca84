"""Wishes for a meeting from other employers and from caseworkers, who have no account."""
