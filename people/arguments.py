"""What commands are given, read from words."""

from argparse import ArgumentTypeError
from datetime import date

from people.extracts import read_date


def day(text: str) -> date:
    """A date as an argument of a command."""
    found = read_date(text)
    if found is None:
        raise ArgumentTypeError(f"Datoen {text} kan ikke læses. Skriv den som 2026-01-31 eller 31-01-2026.")
    return found
