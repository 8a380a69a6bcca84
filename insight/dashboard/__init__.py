"""Sickness absence in figures: of a unit with all below it, over the last twelve whole months."""
