"""When versions were sent and recalled, and what was said to them: read as a part of other queries, since many pages
tell a little of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf

from cases.invitations.rules import Role
from cases.models import Minutes, MinutesComment, MinutesCopy
from people.nested import name_of, nested


@dataclass(frozen=True, slots=True)
class Sent:
    """A version, without what it says. By whom in names, which are empty for the system."""

    ref: str
    version: int
    made_at: datetime
    made_by: str
    reason: str
    recalled_at: datetime | None
    recalled_by: str
    recall_reason: str


@dataclass(frozen=True, slots=True)
class Copy(Sent):
    """As a participant has it: `ref` is the copy's."""

    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnCopy(Sent):
    """As the employee has it: `ref` is the copy's, `talk` the conversation's."""

    title: str
    talk: str
    read_at: datetime | None
    link_until: datetime
    removed_at: datetime | None


def sent_in_case() -> ArraySubquery:
    """For a query of cases: every version of the minutes of its talks, the earliest first."""
    rows = Minutes.objects.filter(conversation__case=OuterRef("pk")).order_by("made_at", "pk")
    return nested(Sent, rows, made_by=name_of("made_by"), recalled_by=name_of("recalled_by"))


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, by which participant, to which version."""

    by: int
    who: str
    role: str
    written_at: datetime
    version: int
    text: str


def copies_of_participant() -> ArraySubquery:
    """For a query of participants: their own copies, the newest version first."""
    rows = MinutesCopy.objects.filter(participant=OuterRef("pk")).order_by("-minutes__version")
    return nested(Copy, rows, **_of_version())


def own_copies() -> ArraySubquery:
    """For a query of employees: their own copies, those of the newest talk and the newest version first."""
    rows = MinutesCopy.objects.filter(
        participant__conversation__employee=OuterRef("pk"), participant__role=Role.EMPLOYEE
    ).order_by("-minutes__conversation__starts_at", "-minutes__conversation", "-minutes__version")
    return nested(
        OwnCopy,
        rows,
        **_of_version(),
        title=KeyTextTransform("title", "minutes__content"),
        talk=F("participant__conversation__ref"),
        link_until=F("participant__link_until"),
        removed_at=F("participant__removed_at"),
    )


def said_at(conversation: str) -> ArraySubquery:
    """What was said to the versions that stand of a talk's minutes, the earliest first; `conversation` is the path to
    the talk.
    """
    rows = MinutesComment.objects.filter(minutes__conversation=OuterRef(conversation), minutes__recalled_at=None)
    return nested(
        Said,
        rows.order_by("written_at", "pk"),
        by=F("participant"),
        who=Coalesce(NullIf(name_of("participant__user"), Value("")), "participant__name"),
        role=F("participant__role"),
        version=F("minutes__version"),
    )


def _of_version() -> dict[str, Combinable]:
    """The columns of the version of which a row is a copy."""
    columns = ("version", "made_at", "reason", "recalled_at", "recall_reason")
    return {
        **{name: F(f"minutes__{name}") for name in columns},
        "made_by": name_of("minutes__made_by"),
        "recalled_by": name_of("minutes__recalled_by"),
    }
