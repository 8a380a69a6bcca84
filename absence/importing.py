"""What a payroll extract does to the periods that stand: planned here, written by the flow. Pure.

Every employee is planned alone. A period of payroll's keeps what payroll last said of it beside what stands, so
that each side's changes can be told apart: what payroll has changed since counts, the rest stays as Tilbage has it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from absence.extracts import Lane, Rejection, RejectionCode, Row, overlap_reason
from absence.rules.recording import WithdrawReason

# A file that leaves out more than a fifth, and at least so many, of the open periods is not believed.
GUARD_LEAST = 10
GUARD_SHARE = 5


class Stored(NamedTuple):
    """A period as it is stored. `code` and the `payroll_` days are the row that payroll knows it by, if it does."""

    pk: int
    first_day: date
    last_day: date | None
    cause: str
    degree: Decimal
    withdrawn: str
    """The `WithdrawReason`, or empty."""
    code: str
    payroll_first_day: date | None
    payroll_last_day: date | None
    payroll_degree: Decimal | None


class Effect(StrEnum):
    """What becomes of a stored period."""

    CORRECTED = "corrected"
    ADOPTED = "adopted"
    REINSTATED = "reinstated"


class Change(NamedTuple):
    """A stored period takes these days; payroll's own words are those of the row."""

    stored: Stored
    row: Row
    first_day: date
    last_day: date | None
    cause: str
    degree: Decimal
    effect: Effect

    @property
    def moves(self) -> bool:
        """Does anything change that follow-ups are made of?"""
        before = self.stored
        return (self.first_day, self.last_day, self.cause, self.degree, "") != (
            before.first_day,
            before.last_day,
            before.cause,
            before.degree,
            before.withdrawn,
        )


@dataclass
class Plan:
    """What to write for one employee."""

    inserts: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    withdrawals: list[tuple[Stored, WithdrawReason]] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    unchanged: int = 0
    open_before: int = 0
    """Open payroll periods that the file speaks for."""
    open_left_out: int = 0

    @property
    def writes(self) -> bool:
        return bool(self.inserts or self.changes or self.withdrawals)

    @property
    def moves(self) -> bool:
        """Does anything change that follow-ups are made of?"""
        return bool(self.inserts or self.withdrawals) or any(change.moves for change in self.changes)


def leaves_out_too_many(plans: Iterable[Plan]) -> tuple[int, int] | None:
    """How many of how many open payroll periods a complete file leaves out, if it is too many to believe."""
    left_out = total = 0
    for plan in plans:
        left_out += plan.open_left_out
        total += plan.open_before
    too_many = left_out >= GUARD_LEAST and left_out * GUARD_SHARE > total
    return (left_out, total) if too_many else None


def plan_employee(
    stored: Sequence[Stored],
    rows: Sequence[Row],
    *,
    causes: Mapping[str, str],
    named: Collection[tuple[str, str, date]] = frozenset(),
    number: str = "",
    complete_from: date | None = None,
) -> Plan:
    """The plan for the employee with that number.

    `rows` are in file order, each identity once; `causes` maps payroll codes to causes; `named` are all identities
    that the file names, also on lines that cannot be used. With `complete_from`, periods of payroll's with a first
    day from then on that the file does not name are withdrawn.
    """
    return _Employee(stored, causes).plan(rows, named, number, complete_from)


class _Held(NamedTuple):
    """Days that are taken, by whom."""

    first_day: date
    last_day: date | None
    stored: Stored | None
    line: int | None
    by_payroll: bool
    written: bool
    """Does the file change it, or make it?"""


class _Employee:
    def __init__(self, stored: Sequence[Stored], causes: Mapping[str, str]) -> None:
        self._stored = stored
        self._causes = causes
        self._plan = Plan()
        self._lane: Lane[_Held] = Lane()

    def plan(
        self,
        rows: Sequence[Row],
        named: Collection[tuple[str, str, date]],
        number: str,
        complete_from: date | None,
    ) -> Plan:
        plan = self._plan
        of_payroll = {(one.code, one.payroll_first_day): one for one in self._stored if one.code}
        known = [(row, of_payroll.get((row.code, row.first_day))) for row in rows]
        free: list[Stored] = []
        if complete_from is not None or any(own is None for _, own in known):
            free = [one for key, one in of_payroll.items() if not one.withdrawn and (number, *key) not in named]
        corrections: list[tuple[Row, Stored]] = []
        others: list[tuple[Row, Stored | None]] = []
        lines: dict[int, int] = {}
        for row, by_identity in known:
            own = by_identity or self._renamed(row, free)
            if own is None:
                others.append((row, None))
                continue
            lines[own.pk] = row.line
            if _says_the_same(row, own):
                plan.unchanged += 1
            elif own.withdrawn:
                others.append((row, own))
            else:
                corrections.append((row, own))
        if complete_from is not None:
            self._leave_out(free, complete_from)
        if corrections or others:
            self._lay_out(lines)
            self._correct_all(corrections)
            for row, old in others:
                other = self._settle(row, old, row.first_day, row.last_day, row.degree)
                if other is not None:
                    self._reject(row, other)
        return plan

    def _renamed(self, row: Row, free: list[Stored]) -> Stored | None:
        """The period that payroll knew by another first day or code, until it took over Tilbage's correction."""
        for one in free:
            if one.first_day == row.first_day and one.cause == self._causes[row.code]:
                free.remove(one)
                return one
        return None

    def _leave_out(self, free: list[Stored], complete_from: date) -> None:
        """Withdraws what a complete file does not name, and counts what the guard asks about."""
        plan = self._plan
        for one in self._stored:
            if one.code and not one.withdrawn and one.last_day is None and _from(one, complete_from):
                plan.open_before += 1
        for one in free:
            if _from(one, complete_from):
                plan.withdrawals.append((one, WithdrawReason.LEFT_OUT))
                plan.open_left_out += one.last_day is None

    def _lay_out(self, lines: Mapping[int, int]) -> None:
        gone = {one.pk for one, _ in self._plan.withdrawals}
        for one in self._stored:
            if not one.withdrawn and one.pk not in gone:
                held = _Held(one.first_day, one.last_day, one, lines.get(one.pk), bool(one.code), written=False)
                self._lane.put(one.first_day, one.last_day, held)

    def _correct_all(self, corrections: list[tuple[Row, Stored]]) -> None:
        """In file order, and again for those that others stood in the way of as long as that helps."""
        while corrections:
            refused = [(row, own, other) for row, own in corrections if (other := self._correct(row, own)) is not None]
            if len(refused) == len(corrections):
                for row, _, other in refused:
                    self._reject(row, other)
                return
            corrections = [(row, own) for row, own, _ in refused]

    def _correct(self, row: Row, own: Stored) -> _Held | None:
        """Takes over what payroll has changed since it last spoke, field by field; gives what stands in the way."""
        self._lane.take(own.first_day)
        first_day, last_day = own.first_day, own.last_day
        if row.last_day != own.payroll_last_day:
            set_here = own.last_day != own.payroll_last_day
            last_day = own.last_day if row.last_day is None and set_here else row.last_day
            if last_day is not None and last_day < first_day:
                first_day = row.first_day
        degree = row.degree if row.degree != own.payroll_degree else own.degree
        other = self._settle(row, own, first_day, last_day, degree)
        if other is not None:
            held = _Held(own.first_day, own.last_day, own, row.line, by_payroll=True, written=False)
            self._lane.put(own.first_day, own.last_day, held)
        return other

    def _settle(
        self, row: Row, own: Stored | None, first_day: date, last_day: date | None, degree: Decimal
    ) -> _Held | None:
        """Gives the row its days: in its own period, in one that Tilbage recorded, or in a new one.

        Not where payroll itself has something else on those days; that is what it then returns. An end that payroll
        has not sent is the one that Tilbage has set, if there is one.
        """
        covered: list[Stored] = []
        for held in self._lane.overlapping(first_day, last_day):
            if held.by_payroll or held.stored is None:
                return held
            covered.append(held.stored)
            if last_day is None and held.last_day is not None:
                last_day = held.last_day
                break
        for one in covered:
            self._lane.take(one.first_day)
        effect = Effect.CORRECTED
        if own is None and covered:
            own, effect = covered.pop(0), Effect.ADOPTED
        elif own is not None and own.withdrawn:
            effect = Effect.REINSTATED
        self._plan.withdrawals.extend((one, WithdrawReason.ADOPTED) for one in covered)
        if own is None:
            self._plan.inserts.append(row)
        else:
            cause = own.cause if effect is Effect.CORRECTED else self._causes[row.code]
            self._plan.changes.append(Change(own, row, first_day, last_day, cause, degree, effect))
        self._lane.put(first_day, last_day, _Held(first_day, last_day, own, row.line, by_payroll=True, written=True))
        return None

    def _reject(self, row: Row, held: _Held) -> None:
        reason = overlap_reason(held.first_day, held.last_day, line=held.line, stored=not held.written)
        self._plan.rejected.append(Rejection(row.line, RejectionCode.OVERLAP, reason))


def _says_the_same(row: Row, own: Stored) -> bool:
    """Nothing new from payroll, which never takes notice of what was withdrawn in Tilbage."""
    return (
        row.last_day == own.payroll_last_day
        and row.degree == own.payroll_degree
        and own.withdrawn != WithdrawReason.LEFT_OUT
        and row.code == own.code
        and row.first_day == own.payroll_first_day
    )


def _from(one: Stored, day: date) -> bool:
    return one.payroll_first_day is not None and one.payroll_first_day >= day
