"""Fresh against stored: what a changed absence does to the rows that stand.

A stored row stands for the days from `spell_from` to its anchor. Which rows are open afterwards depends on
what is fresh and what is done alone, never on the order of the edits that led there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.followups.rules.rows import Owed, Stored
from cases.followups.rules.states import FollowUpEvent, FollowUpKind, FollowUpState


@dataclass(frozen=True, slots=True)
class Create:
    """A new open row."""

    owed: Owed
    late_by_correction: bool


@dataclass(frozen=True, slots=True)
class Update:
    """An open row takes over what is fresh: another day, or other words."""

    ref: int
    owed: Owed
    late_by_correction: bool
    remind_on: date | None


@dataclass(frozen=True, slots=True)
class Reopen:
    """A lapsed, overtaken or withdrawn row is owed again."""

    ref: int
    owed: Owed
    late_by_correction: bool


@dataclass(frozen=True, slots=True)
class Close:
    """An open row lapses, is overtaken or is withdrawn, as its event says."""

    ref: int
    event: FollowUpEvent


@dataclass(frozen=True, slots=True)
class Annotate:
    """A done row stays as it is; `basis_changed` says whether it would still be owed today."""

    ref: int
    basis_changed: bool


Change = Create | Update | Reopen | Close | Annotate


def reconcile(fresh: Iterable[Owed], stored: Iterable[Stored], today: date) -> list[Change]:
    """What to do to one employee's stored rows, so that they say what is fresh.

    Rows that no rule made are passed over. The caller applies the changes in one transaction with the change
    of absence; each stored row occurs at most once, and no change leads to a key that another row holds.
    """
    rows = [row for row in stored if row.duty.rule]
    done = [row for row in rows if row.state is FollowUpState.DONE]
    fates = _Fates(fresh, done)
    changes: list[Change] = list(_annotations(done, fates))

    taken: set[tuple[str, date | None]] = {(row.duty.rule, row.anchor) for row in done}
    unmatched: list[Stored] = []
    for row in rows:
        if row.state is FollowUpState.DONE:
            continue
        owed = fates.standing.get((row.duty.rule, row.anchor or date.min))
        if owed is not None:
            taken.add(owed.key)
            changes.extend(_stay(row, owed, today))
        elif row.state is FollowUpState.OPEN:
            unmatched.append(row)

    for row in sorted(unmatched, key=_anchor_then_ref):
        owed = next((o for o in fates.standing_of(row.duty.rule) if o.key not in taken and _meets(o, row)), None)
        if owed is not None:
            taken.add(owed.key)
            changes.append(_moved(row, owed, today))
        else:
            changes.append(Close(row.ref, fates.end_of(row)))

    changes.extend(
        Create(owed, late_by_correction=owed.due_on < today)
        for owed in fates.standing.values()
        if owed.key not in taken
    )
    return changes


def overtakes(done: Stored, row: Stored) -> bool:
    """Does the done row spare the other one: a later elapsed rule of the same policy and spell?

    A mandatory row is never spared.
    """
    return _is_later_step(done, row.duty.policy, row.duty.step, mandatory=row.duty.mandatory) and _overlap(
        row.spell_from, row.anchor, done.spell_from, done.anchor
    )


class _Fates:
    """What becomes of each fresh one: it stands as an open row, or is covered, overtaken or lapsed."""

    def __init__(self, fresh: Iterable[Owed], done: list[Stored]) -> None:
        self.standing: dict[tuple[str, date], Owed] = {}
        self.keys: set[tuple[str, date]] = set()
        self._standing_of: defaultdict[str, list[Owed]] = defaultdict(list)
        self._overtaken: defaultdict[str, list[Owed]] = defaultdict(list)
        self._lapsed: defaultdict[str, list[Owed]] = defaultdict(list)
        done_of: defaultdict[str, list[Stored]] = defaultdict(list)
        for row in done:
            done_of[row.duty.rule].append(row)
        for owed in sorted(fresh, key=_rule_then_anchor):
            if owed.is_reached:
                self.keys.add(owed.key)
            rule = owed.duty.rule
            if any(_covers(row, owed) for row in done_of[rule]):
                continue
            if _is_overtaken(owed, done):
                self._overtaken[rule].append(owed)
            elif owed.lapses:
                self._lapsed[rule].append(owed)
            elif owed.key not in self.standing:
                self.standing[owed.key] = owed
                self._standing_of[rule].append(owed)

    def standing_of(self, rule: str) -> list[Owed]:
        return self._standing_of[rule]

    def end_of(self, row: Stored) -> FollowUpEvent:
        """How an open row ends that nothing fresh keeps open."""
        if any(_meets(owed, row) for owed in self._overtaken[row.duty.rule]):
            return FollowUpEvent.OVERTAKE
        if any(_meets(owed, row) for owed in self._lapsed[row.duty.rule]):
            return FollowUpEvent.LAPSE
        return FollowUpEvent.WITHDRAW


def _stay(row: Stored, owed: Owed, today: date) -> Iterator[Change]:
    """Same key: the row stays, comes back, or takes over what else is new."""
    if row.state is not FollowUpState.OPEN:
        # One that was already over time when it went comes back as it was: its owner could have done it.
        was_late = row.closed_on is not None and row.due_on == owed.due_on < row.closed_on
        late = row.late_by_correction if was_late else owed.due_on < today
        yield Reopen(row.ref, owed, late)
    elif _differs(row, owed):
        yield _moved(row, owed, today)


def _moved(row: Stored, owed: Owed, today: date) -> Update:
    late = row.late_by_correction if owed.due_on == row.due_on else owed.due_on < today
    return Update(row.ref, owed, late, _reminder_after_move(row, owed))


def _reminder_after_move(row: Stored, owed: Owed) -> date | None:
    """A postponement stands as long as it still postpones, and within the law."""
    if row.remind_on is None or row.remind_on <= owed.due_on:
        return None
    if owed.legal_last_day is not None and row.remind_on > owed.legal_last_day:
        return None
    return row.remind_on


def _annotations(done: list[Stored], fates: _Fates) -> Iterator[Annotate]:
    for row in done:
        changed = (row.duty.rule, row.anchor) not in fates.keys
        if changed != row.basis_changed:
            yield Annotate(row.ref, changed)


def _differs(row: Stored, owed: Owed) -> bool:
    return (row.due_on, row.legal_last_day, row.spell_from, row.duty) != (
        owed.due_on,
        owed.legal_last_day,
        owed.spell_from,
        owed.duty,
    )


def _covers(done: Stored, owed: Owed) -> bool:
    if done.duty.kind == FollowUpKind.ASK_RETURN:
        return done.anchor == owed.anchor  # another expected return is another question
    return _meets(owed, done)


def _is_overtaken(owed: Owed, done: list[Stored]) -> bool:
    duty = owed.duty
    return duty.step is not None and any(
        _is_later_step(row, duty.policy, duty.step, mandatory=duty.mandatory) and _meets(owed, row) for row in done
    )


def _is_later_step(done: Stored, policy: str, step: int | None, *, mandatory: bool) -> bool:
    return (
        not mandatory
        and step is not None
        and done.duty.step is not None
        and done.duty.policy == policy
        and done.duty.step > step
    )


def _meets(owed: Owed, row: Stored) -> bool:
    """Does the fresh one's spell overlap the days that the row stands for?"""
    return _overlap(owed.spell_from, owed.spell_last, row.spell_from, row.anchor)


def _overlap(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    """Do two ranges of days, both ends included, share a day? A missing end is open."""
    return (first or date.min) <= (other_last or date.max) and (other_first or date.min) <= (last or date.max)


def _rule_then_anchor(owed: Owed) -> tuple[str, date]:
    return owed.key


def _anchor_then_ref(row: Stored) -> tuple[date, int]:
    return row.anchor or date.min, row.ref
