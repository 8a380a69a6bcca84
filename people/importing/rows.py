"""What an extract says, what is stored, and what is to be said about it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Code(StrEnum):
    """What a report says about a line. The first group leaves the line out; the second takes it."""

    MALFORMED_ROW = "malformed_row"
    CPR_NUMBER = "cpr_number"
    MISSING_VALUE = "missing_value"
    TOO_LONG = "too_long"
    UNREADABLE_DATE = "unreadable_date"
    ENDS_BEFORE_START = "ends_before_start"
    UNKNOWN_UNIT = "unknown_unit"
    DUPLICATE_NUMBER = "duplicate_number"
    DUPLICATE_UNIT = "duplicate_unit"

    UNKNOWN_PARENT = "unknown_parent"
    LOOP = "loop"
    UNREADABLE_HOURS = "unreadable_hours"
    UNREADABLE_EMAIL = "unreadable_email"
    EMAIL_TAKEN = "email_taken"
    SHARED_USERNAME = "shared_username"
    USERNAME_MOVED = "username_moved"
    UNKNOWN_LEADER = "unknown_leader"
    DEPARTED_LEADER = "departed_leader"
    ENDED_BY_HAND = "ended_by_hand"
    GRANT_IN_THE_WAY = "grant_in_the_way"
    MISSING = "missing"


REJECTS = frozenset(
    {
        Code.MALFORMED_ROW,
        Code.CPR_NUMBER,
        Code.MISSING_VALUE,
        Code.TOO_LONG,
        Code.UNREADABLE_DATE,
        Code.ENDS_BEFORE_START,
        Code.UNKNOWN_UNIT,
        Code.DUPLICATE_NUMBER,
        Code.DUPLICATE_UNIT,
    }
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the report; without a line where what is missing has none."""

    file: str
    line: int | None
    code: Code
    reason: str


# What an extract says. A field that the file has no column for is None, and what is stored stays.


@dataclass(frozen=True, slots=True)
class UnitRow:
    line: int
    code: str
    name: str
    parent: str
    production_unit: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    line: int
    number: str
    first_name: str
    last_name: str
    unit: str
    first_day: date
    last_day: date | None
    leader: str
    username: str
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    job_group: str | None = None
    weekly_hours: Decimal | None = None
    home_municipality: str | None = None

    def works_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or self.last_day >= day)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Two extracts, read."""

    units: Mapping[str, UnitRow]
    # The lines that can be used, by number: more than one where a number stands twice.
    people: Mapping[str, Sequence[PersonRow]]
    # Of all lines, those that cannot be used too: who is not missing, and whom somebody names as leader (first line).
    numbers: frozenset[str]
    named: Mapping[str, int]
    units_file: str
    people_file: str
    lines: int
    remarks: tuple[Remark, ...]


# What is stored


@dataclass(frozen=True, slots=True)
class StoredUnit:
    pk: int
    code: str
    name: str
    parent: str
    production_unit: str


@dataclass(frozen=True, slots=True)
class StoredUser:
    pk: int
    username: str
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Place:
    """What an employment row says besides its days."""

    unit: str
    title: str = ""
    job_group: str = ""
    weekly_hours: Decimal = Decimal(37)
    home_municipality: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """An employment row; without a key where it is new."""

    first_day: date
    last_day: date | None
    place: Place
    pk: int | None = None

    def runs_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or self.last_day >= day)


@dataclass(frozen=True, slots=True)
class StoredEmployee:
    pk: int
    number: str
    first_name: str
    last_name: str
    phone: str
    username: str
    linked_by_hand: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class StoredLeadership:
    pk: int
    unit: str
    username: str
    is_deputy: bool
    first_day: date
    last_day: date | None
    imported: bool
    ended_by_hand: bool


@dataclass(frozen=True, slots=True)
class Stored:
    units: Mapping[str, StoredUnit]
    users: Mapping[str, StoredUser]
    employees: Mapping[str, StoredEmployee]
    leaderships: tuple[StoredLeadership, ...]
