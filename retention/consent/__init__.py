"""Consent: what may be passed on, and what was."""
