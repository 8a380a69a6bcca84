"""What people do to follow-ups: confirm, undo, postpone, note a contact, and what one press covers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.followups.rules.reconciling import overtakes
from cases.followups.rules.rows import Stored
from cases.followups.rules.states import (
    CONTACT_KINDS,
    FollowUpEvent,
    FollowUpState,
    next_state,
)
from people.rules import OwnerRole, RuleViolation

DAY_ONE = 1


class PostponeReason(StrEnum):
    """Why a follow-up waits; typed, so that nothing about health is written."""

    NOT_REACHED = "not_reached"  # the employee cannot be reached
    ASKED_TO_WAIT = "asked_to_wait"  # the employee asks for later
    NO_TIME = "no_time"  # the owner cannot make it


class Punctuality(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    LATE_BY_CORRECTION = "late_by_correction"  # its due date had passed when it was made or moved
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class PostponeLimits:
    """A municipality's setting."""

    days: int
    times: int


@dataclass(frozen=True, slots=True)
class Card:
    """What one owner owes one employee, as one card.

    One press on `act` does all of `together`. Statutory rows that turn up the same day, and rows that no rule made,
    stand in `own_buttons` and are confirmed one by one, `act` too if it is one of them. `waiting` comes later.
    """

    act: Stored
    together: tuple[Stored, ...]
    own_buttons: tuple[Stored, ...]
    waiting: tuple[Stored, ...]


# Confirming


def check_confirm(row: Stored, done_on: date, today: date) -> None:
    """May the row be confirmed as done on `done_on`? `RuleViolation` with `not_open`, `in_future`, or
    `before_start` when the day lies before the spell, or before the row where there is no spell.
    """
    next_state(row.state, FollowUpEvent.CONFIRM)
    if done_on > today:
        raise RuleViolation("in_future")
    start = row.spell_from or row.created_on
    if start is not None and done_on < min(start, today):
        raise RuleViolation("before_start")


def may_confirm(row: Stored, done_on: date, today: date) -> bool:
    try:
        check_confirm(row, done_on, today)
    except RuleViolation:
        return False
    return True


def check_undo(row: Stored) -> None:
    """`RuleViolation("not_done")` for a row that is not done."""
    next_state(row.state, FollowUpEvent.UNDO)


def overtaken_by(done: Stored, rows: Iterable[Stored]) -> list[Stored]:
    """The employee's open rows that become overtaken when `done` has been confirmed."""
    return [row for row in rows if row.state is FollowUpState.OPEN and overtakes(done, row)]


def punctuality(due_on: date | None, done_on: date, *, late_by_correction: bool) -> Punctuality:
    """Of what was done: measured against the due date, whatever reminder was set."""
    if due_on is None:
        return Punctuality.UNDATED
    if done_on <= due_on:
        return Punctuality.ON_TIME
    return Punctuality.LATE_BY_CORRECTION if late_by_correction else Punctuality.LATE


# Postponing


def check_postpone(row: Stored, until: date, today: date, limits: PostponeLimits) -> None:
    """May the row's reminder be set to `until`?

    `RuleViolation` with `not_open`, `postponed_too_often`, `not_later` (the day must come after today and
    after the day on which the row turns up anyway), `too_far`, or `past_legal_day`.
    """
    if row.state is not FollowUpState.OPEN:
        raise RuleViolation("not_open")
    if row.postponed >= limits.times:
        raise RuleViolation("postponed_too_often")
    if until <= today or (row.turns_up_on is not None and until <= row.turns_up_on):
        raise RuleViolation("not_later")
    if (until - today).days > limits.days:
        raise RuleViolation("too_far")
    if row.legal_last_day is not None and until > row.legal_last_day:
        raise RuleViolation("past_legal_day")


def latest_postponement(row: Stored, today: date, limits: PostponeLimits) -> date | None:
    """The last day to which `check_postpone` lets the row be postponed, None where there is none."""
    until = today + timedelta(days=limits.days)
    if row.legal_last_day is not None:
        until = min(until, row.legal_last_day)
    try:
        check_postpone(row, until, today, limits)
    except RuleViolation:
        return None
    return until


# Cards


def cards(rows: Iterable[Stored]) -> list[Card]:
    """One employee's open rows as cards, one for each owner; the earliest first, the undated last.

    A row counts from the day on which it turns up, so that one which was postponed does not hide another.
    """
    of_owner: defaultdict[tuple[OwnerRole, int | None], list[Stored]] = defaultdict(list)
    for row in rows:
        if row.state is FollowUpState.OPEN:
            of_owner[row.duty.owner_role, row.named_owner].append(row)
    return sorted((_card(sorted(owned, key=_urgency)) for owned in of_owner.values()), key=_card_urgency)


def _card(rows: list[Stored]) -> Card:
    day = rows[0].turns_up_on
    now = [row for row in rows if row.turns_up_on == day and (day is not None or row is rows[0])]
    return Card(
        act=now[0],
        together=tuple(row for row in now if not row.duty.stands_alone),
        own_buttons=tuple(row for row in now if row.duty.stands_alone),
        waiting=tuple(row for row in rows if row not in now),
    )


def done_with(row: Stored, rows: Iterable[Stored]) -> list[Stored]:
    """The rows that one press on `row` does: one that stands alone, or else the reasons of its card."""
    if row.duty.stands_alone:
        return [row]
    for card in cards(rows):
        if any(reason.ref == row.ref for reason in card.together):
            return list(card.together)
    return [row]


# Contacts that nobody pressed a card for


def satisfied_by_contact(rows: Iterable[Stored]) -> Stored | None:
    """The row that a noted contact does: the leader's earliest open contact by due date, never the law's."""
    open_contacts = [
        row
        for row in rows
        if row.state is FollowUpState.OPEN
        and row.duty.owner_role is OwnerRole.LEADER
        and row.duty.kind in CONTACT_KINDS
        and not row.duty.mandatory
        and row.due_on is not None
    ]
    return min(open_contacts, key=_due_then_ref, default=None)


def confirmed_by_sick_report(rows: Iterable[Stored], first_day: date) -> list[Stored]:
    """The rows that the leader's own report of sickness from `first_day` does: day 1 of that spell."""
    return [
        row
        for row in rows
        if row.state is FollowUpState.OPEN
        and row.duty.step == DAY_ONE
        and row.duty.owner_role is OwnerRole.LEADER
        and not row.duty.mandatory
        and row.anchor == first_day
    ]


def _urgency(row: Stored) -> tuple[date, bool, date, str, int]:
    return (
        row.turns_up_on or date.max,
        row.duty.mandatory,
        row.due_on or date.max,
        row.duty.rule,
        row.ref,
    )


def _card_urgency(card: Card) -> tuple[date, bool, date, str, int]:
    return _urgency(card.act)


def _due_then_ref(row: Stored) -> tuple[date, int]:
    return row.due_on or date.max, row.ref
