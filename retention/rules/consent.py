"""Consent: what an employee lets be passed on, to whom and for what. Pure.

Nothing is passed on without one that runs; a withdrawal counts from its day, and takes nothing back that was passed on.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.rules import insist
from retention.rules.ladder import LONGEST_AGO


class Purpose(StrEnum):
    """What it is passed on for."""

    FAST_TRACK = "fast_track"
    ROUND_TABLE = "round_table"
    RETURN_PLAN = "return_plan"
    EARLY_EFFORT = "early_effort"


class Receiver(StrEnum):
    """To whom: a kind, never a named person of the public's."""

    MUNICIPALITY = "municipality"
    UNION = "union"
    COLLEAGUES = "colleagues"
    OTHER_WORKPLACE = "other_workplace"


class Content(StrEnum):
    """What is passed on. None of it is about health."""

    TASKS = "tasks"  # which tasks can be done
    PLAN = "plan"  # the plan of return
    STEP = "step"  # the step on the ladder
    CONTACT_DETAILS = "contact_details"


class Event(StrEnum):
    """What the flows of consent write to the audit."""

    GIVEN = "consent_given"
    WITHDRAWN = "consent_withdrawn"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as the rules see it: from its day on, and until the day on which it was withdrawn."""

    purpose: Purpose
    receiver: Receiver
    content: frozenset[Content]
    given_on: date
    withdrawn_on: date | None = None

    def runs(self, day: date) -> bool:
        """On the day of withdrawal it runs no more."""
        return self.given_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)

    def covers(self, purpose: Purpose, receiver: Receiver, content: frozenset[Content], day: date) -> bool:
        return self.runs(day) and self.purpose is purpose and self.receiver is receiver and content <= self.content


def check_given(
    content: frozenset[Content], given_on: date, today: date, *, last_withdrawn_on: date | None = None
) -> None:
    """A withdrawal for the same purpose and receiver outranks what was said before it.

    `RuleViolation` with `nothing_chosen`, `in_future`, `too_long_ago` or `withdrawn_since`.
    """
    insist(bool(content), "nothing_chosen")
    insist(given_on <= today, "in_future")
    insist((today - given_on).days <= LONGEST_AGO, "too_long_ago")
    insist(last_withdrawn_on is None or given_on >= last_withdrawn_on, "withdrawn_since")
