"""What an audit row may say."""

from enum import StrEnum
from typing import Protocol


class Event(StrEnum):
    """Reads. What the flows do has its events in the rules of the app that does it."""

    OPENED = "opened"
    LISTED = "listed"
    EXPORTED = "exported"
    REFUSED = "refused"


class Actor(Protocol):
    """Who did something, as the row will show it. `audit` knows no users: they are numbers and names here."""

    @property
    def actor_id(self) -> int | None: ...
    @property
    def actor_name(self) -> str: ...
