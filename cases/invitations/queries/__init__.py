"""Reads of a talk that several are called to."""
