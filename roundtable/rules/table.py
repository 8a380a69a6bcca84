"""What happens at the table: its phases, who places, and what is shown when. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.guard import flags_in
from cases.invitations.rules import Role
from people.rules import insist
from roundtable.rules.meetings import OPEN_STATES, MeetingState


class Event(StrEnum):
    """What the flows of the table write to the audit."""

    TABLE_BEGUN = "table_begun"
    PHASE_CHOSEN = "phase_chosen"
    PLACED_AT_TABLE = "placed_at_table"
    QUESTIONS_ANSWERED = "questions_answered"
    PICTURE_REVEALED = "picture_revealed"
    PICTURE_SKIPPED = "picture_skipped"
    STEP_AGREED = "step_agreed"
    STEP_DISAGREED = "step_disagreed"
    WORDING_WRITTEN = "wording_written"
    FOCUS_WRITTEN = "focus_written"


class Phase(StrEnum):
    """What the wall shows; they may be gone through in any order."""

    SINCE = "since"
    PICTURE = "picture"
    PLAN = "plan"
    CLOSE = "close"


class Seat(StrEnum):
    """Whose preparation and placement it is."""

    EMPLOYEE = "employee"
    LEADER = "leader"


SEATS: Final = (Seat.EMPLOYEE, Seat.LEADER)
BOTH: Final = frozenset(SEATS)


def seat_of(role: str) -> Seat | None:
    """Whose side somebody takes part on; None for those who place nobody and prepare nothing."""
    return {Role.EMPLOYEE: Seat.EMPLOYEE, Role.LEADER: Seat.LEADER}.get(Role(role))


@dataclass(frozen=True, slots=True)
class At:
    """A step on the ladder, where the rules and words of the ladder ask for a placement."""

    number: int


class WorkRelated(StrEnum):
    """Whether causes at work were talked about; never which illness."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"


class NoPlanReason(StrEnum):
    """Why no plan is made: a decision, too."""

    BACK_FULLY = "back_fully"
    TOO_EARLY = "too_early"
    PLAN_RUNS = "plan_runs"
    EMPLOYEE_WISHES_NONE = "employee_wishes_none"


class TablePart(StrEnum):
    """What of a meeting was changed: `touch` says so of each, and screens look again."""

    BEGUN = "begun"
    PHASE = "phase"
    ANSWERS = "answers"
    PLACED = "placed"
    PICTURE = "picture"
    AGREED = "agreed"
    WORDING = "wording"
    FOCUS = "focus"
    PLAN = "plan"
    AGREEMENTS = "agreements"
    CLOSING = "closing"


# What somebody sees on their own phone; of the rest it need not hear.
SEEN_AT_SEATS: Final = frozenset({TablePart.BEGUN, TablePart.PLACED, TablePart.PICTURE, TablePart.AGREED})


# --- The shared picture ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """How far a meeting has come at its table. `placed` says who has, never where."""

    state: MeetingState
    begun: bool = False
    revealed: bool = False
    skipped: bool = False
    placed: frozenset[Seat] = frozenset()


def is_at_table(state: str) -> bool:
    """Whether a meeting has a table: from when it is planned until it is held or closed otherwise."""
    return state in OPEN_STATES and state != MeetingState.REQUESTED


def check_open(table: Table) -> None:
    """May anything be done at the table? `RuleViolation` with `not_planned` or `meeting_not_open`."""
    insist(table.state in OPEN_STATES, "meeting_not_open")
    insist(is_at_table(table.state), "not_planned")


def check_begun(table: Table) -> None:
    """May it be written at? As `check_open`, and `not_begun`."""
    check_open(table)
    insist(table.begun, "not_begun")


def check_place(table: Table) -> None:
    """May a side choose its step, or another one? Before the meeting, too, until both are shown.

    As `check_open`, and `already_revealed` or `picture_skipped`.
    """
    check_open(table)
    insist(not table.revealed, "already_revealed")
    insist(not table.skipped, "picture_skipped")


def check_place_on_wall(table: Table, *, chosen_on_own: bool) -> None:
    """May a side choose on the shared screen? Nobody writes there over what was chosen on one's own.

    As `check_begun` and `check_place`, and `chosen_on_own`.
    """
    check_begun(table)
    check_place(table)
    insist(not chosen_on_own, "chosen_on_own")


def check_seat(*, owner: int | None, participant: int) -> None:
    """A side has one voice: the first who says something for it. `RuleViolation("seat_taken")` for another."""
    insist(owner in {None, participant}, "seat_taken")


def check_reveal(table: Table) -> None:
    """May both placements be shown? As `check_begun`, and `picture_skipped` or `both_must_place`."""
    check_begun(table)
    insist(not table.skipped, "picture_skipped")
    insist(table.placed == BOTH, "both_must_place")


def check_skip(table: Table) -> None:
    """May the staircase be left out today, or taken up after all? As `check_begun`, and `already_revealed`."""
    check_begun(table)
    insist(not table.revealed, "already_revealed")


def check_settle(table: Table) -> None:
    """May they agree on a step, or write down that they do not? As `check_begun`, and `not_revealed`."""
    check_begun(table)
    insist(table.revealed, "not_revealed")


def answers_are_shown(*, begun: bool, answered: frozenset[Seat]) -> bool:
    """Does each side see what the other has answered? Not before it has answered itself, or the meeting begins."""
    return begun or answered == BOTH


def propose(employee: int, leader: int) -> int:
    """The step to begin talking from: half-way, and where that lies between two steps, the one nearer the employee."""
    return (employee + leader + (employee > leader)) // 2


def reason_for(texts: Iterable[str], before: Iterable[str], *, given: str, kept: str) -> str:
    """The reason by which texts are kept: what is given with them; else the one that was given before, where nothing
    is flagged in them that did not stand there then.
    """
    return given or (kept if _flagged(texts) <= _flagged(before) else "")


def _flagged(texts: Iterable[str]) -> set[str]:
    return {flag.words.lower() for text in texts for flag in flags_in(text)}
