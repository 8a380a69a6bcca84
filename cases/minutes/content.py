"""What the minutes of a talk hold, and the same as plain JSON: kept as it was sent. Pure.

Which parts there are, and in which order, is the talk's own: a round table has a staircase, a plan and agreements,
another talk perhaps paragraphs alone. All words are Danish, as the paper is.
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints


class Party(StrEnum):
    """Each has a shape of its own on screen and paper: a filled circle, an outlined square, a grey diamond."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    CONSULTANT = "consultant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """`role` in words: `medarbejder`, `bisidder`, `tolk`. Others than the three parties have no shape."""

    name: str
    role: str
    party: Party | None = None
    attended: bool = True


# --- Parts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs:
    """Text. Without a heading it goes on from the part before."""

    heading: str = ""
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Questions and answers, or what else has a name and a value."""

    heading: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    number: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """On which step somebody sees the employee."""

    name: str
    party: Party
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stair:
    """The ladder of steps, drawn with the lowest number on top, and who stands where.

    `in_words` says the same in a sentence or two; it is printed, and read aloud for the drawing.
    """

    heading: str
    in_words: str
    steps: tuple[Step, ...]
    standings: tuple[Standing, ...]
    agreed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    begins: date
    hours: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`note` stands small beneath: `Prøvet i oktober: hjalp`."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way back: hours a week, drawn as a curve of steps, and what can be begun with, waits and changes.

    `in_words` as for the staircase.
    """

    heading: str
    in_words: str
    full_hours: Decimal
    weeks: tuple[Week, ...]
    evaluated_on: date | None = None
    lists: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`when` in words; `note` stands small beneath it: `første gang om 10 dage`."""

    who: str
    what: str
    when: str
    party: Party | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    heading: str
    rows: tuple[Agreement, ...]


Section = Paragraphs | Facts | Stair | Plan | Agreements


# --- The whole -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Why there is another version than the first, and since when."""

    made_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesContent:
    """`title` says what talk it was (`Referat af rundbordsmøde`), `whose_work` the title and the workplace."""

    municipality: str
    title: str
    whose: str
    whose_work: str = ""
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    participants: tuple[Participant, ...]
    sections: tuple[Section, ...]
    version: int = 1
    correction: Correction | None = None
    made_by: str
    made_at: datetime


# --- JSON ------------------------------------------------------------------------------------------------

_KINDS: dict[str, type[Section]] = {cls.__name__.lower(): cls for cls in get_args(Section)}
_KIND = "kind"

T = TypeVar("T")


def to_json(content: MinutesContent | Section) -> dict[str, Any]:
    """Strings, numbers, lists and objects only; `from_json` makes the same minutes of it."""
    return cast("dict[str, Any]", _plain(content))


def from_json(kept: dict[str, Any]) -> MinutesContent:
    """What is missing has its default: minutes that were kept before a field was invented stay readable."""
    return _made(MinutesContent, kept)


def _plain(value: object) -> object:
    if is_dataclass(value):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        kind = type(value).__name__.lower()
        return {_KIND: kind, **plain} if kind in _KINDS else plain
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case Decimal() | StrEnum():
            return str(value)
        case _:
            return value


def _made(cls: type[T], kept: dict[str, Any]) -> T:
    hints = get_type_hints(cls)
    return cls(**{name: _value(hint, kept[name]) for name, hint in hints.items() if name in kept})


def _value(hint: Any, kept: Any) -> Any:
    if hint == Section:
        return _made(_KINDS[kept[_KIND]], kept)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in kept)
    if get_origin(hint) in {Union, UnionType}:
        (some,) = set(get_args(hint)) - {NoneType}
        return None if kept is None else _value(some, kept)
    if is_dataclass(hint):
        return _made(cast("type[Any]", hint), kept)
    if hint in {date, datetime}:
        return hint.fromisoformat(kept)
    return hint(kept)
