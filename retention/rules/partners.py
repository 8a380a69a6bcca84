"""Municipalities as partners: contacts, agreements with them, and what must be asked again. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from people.rules import insist

# A group of fewer is not told by its number: somebody could be recognised.
SMALLEST_TOLD: Final = 5


class AgreementKind(StrEnum):
    """What has been agreed with a municipality."""

    PREVENTIVE_FAST_TRACK = "preventive_fast_track"  # Fast track on a worry, before any sick leave
    WORK_TRIAL = "work_trial"  # trainees or work trials a year
    OTHER = "other"


class Event(StrEnum):
    """What the flows of partners record."""

    HOURS_CHANGED = "phone_hours_changed"
    CONTACT_ADDED = "contact_added"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_CONFIRMED = "contact_confirmed"
    CONTACT_ENDED = "contact_ended"
    AGREEMENT_ADDED = "agreement_added"
    AGREEMENT_ENDED = "agreement_ended"
    AGREEMENT_USED = "agreement_used"
    USE_TAKEN_BACK = "agreement_use_taken_back"
    SHEET_SAVED = "sheet_saved"
    SHEET_WITHDRAWN = "sheet_withdrawn"
    MEETING_NOTED = "status_meeting_noted"
    ACTION_AGREED = "partner_action_agreed"
    ACTION_SETTLED = "partner_action_settled"


@dataclass(frozen=True, slots=True)
class Home:
    """How many of those employed today live in a municipality; `code` is empty where the extract does not say."""

    code: str
    name: str
    people: int


def told(people: int) -> int | None:
    """The number as it may be shown; None where it is too small."""
    return None if 0 < people < SMALLEST_TOLD else people


def in_order(homes: Iterable[Home]) -> list[Home]:
    """Largest first. Those too small to be told stand by name, so that their place tells nothing; unknown last."""
    return sorted(homes, key=lambda home: (not home.code, -_weight(home.people), home.name))


def _weight(people: int) -> int:
    return people if people >= SMALLEST_TOLD else int(people > 0)


def must_confirm(confirmed_on: date, *, today: date, days: int) -> bool:
    """Whether nobody has asked for so many days whether a contact still holds."""
    return (today - confirmed_on).days >= days


def check_end(last_day: date, *, first_day: date, last_before: date | None) -> None:
    """A contact or an agreement ends on a day of its own, and never later than it would have."""
    insist(last_day >= first_day, "ends_before_start")
    insist(last_before is None or last_day <= last_before, "ends_later_than_before")


def counted(used: int) -> dict[str, object]:
    """What a page has shown of an agreement that may be counted from there."""
    return {"used": used}


def check_use(used_on: date, *, first_day: date, last_day: date | None, quota: int | None, used: int) -> None:
    """May an agreement be used once more that day? `used` are the uses of that calendar year."""
    insist(first_day <= used_on and (last_day is None or used_on <= last_day), "agreement_not_running")
    insist(quota is None or used < quota, "quota_used")
