"""Tokens by which the municipality's other programs read figures: their shape, what they open, how long. Pure.

A token is 32 random bytes behind a name by which a leaked one is recognised. Kept is its digest alone, by which it is
looked up: nothing is compared that could tell how much of it was right.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from people.rules import CapacityKind, RuleViolation, insist

KEEPER: Final = CapacityKind.HR
BEGINS: Final = "tilbage_"
RANDOM_BYTES: Final = 32
# How much of the random part is kept to recognise a token by: 48 of its 256 bits.
MARK_LENGTH: Final = 8
MOST_RUNNING: Final = 30
SHAPE: Final = re.compile(rf"{BEGINS}[A-Za-z0-9_-]{{43}}", re.ASCII)


class Scope(StrEnum):
    """What a token opens."""

    UNITS = "units"  # which units there are
    FIGURES = "figures"  # their figures


class Event(StrEnum):
    """In the audit."""

    MADE = "api_token_made"
    ENDED = "api_token_ended"


class State(StrEnum):
    RUNNING = "running"
    EXPIRED = "expired"
    ENDED = "ended"


def is_token(text: str) -> bool:
    return SHAPE.fullmatch(text) is not None


def written(random: str) -> str:
    """The token of a random part."""
    return f"{BEGINS}{random}"


def mark_of(token: str) -> str:
    return token.removeprefix(BEGINS)[:MARK_LENGTH]


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def state_of(*, ended: bool, last_day: date, today: date) -> State:
    """On its last day it still runs."""
    if ended:
        return State.ENDED
    return State.RUNNING if today <= last_day else State.EXPIRED


def latest_day(today: date, most_days: int) -> date:
    return today + timedelta(days=most_days)


def check_token(*, name: str, scopes: Collection[str], last_day: date, today: date, most_days: int) -> None:
    """`RuleViolation` with `name_missing`, `no_scope`, `day_is_past` or `too_long`."""
    insist(bool(name.strip()), "name_missing")
    if not scopes or not set(scopes) <= set(Scope):
        raise RuleViolation("no_scope")
    insist(last_day >= today, "day_is_past")
    insist(last_day <= latest_day(today, most_days), "too_long")
