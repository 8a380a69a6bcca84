"""When the rules of a policy fire.

Every kind is exact to the day and linear in the number of periods, however long they last: the windows are
swept from change to change, never from day to day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from absence.rules.causes import Cause
from absence.rules.periods import Period
from absence.rules.policies import Kind, Rule, Weekend
from absence.rules.spells import LAST_DATE, OPEN, Absence, Spells, Stretch, absences_of, spells_of
from people.calendar import Calendar
from people.rules import OwnerRole

FIRST_DATE = date.min.toordinal()


class Firing(NamedTuple):
    """A rule has been met on the day `anchor`.

    `legal_last_day` is the due date before it is moved to a working day, for mandatory rules only. The spell
    is the one that the anchor lies in; `spell_last` is None while it is open.
    """

    rule: Rule
    anchor: date
    due_on: date
    legal_last_day: date | None
    spell_from: date
    spell_last: date | None

    @property
    def asked_on(self) -> date:
        """The day that says which version of the rule and which unit count: an elapsed rule's is the spell's first."""
        return self.spell_from if self.rule.kind is Kind.ELAPSED else self.anchor


class PolicyEngine:
    """Rules made ready to be asked about many employees."""

    def __init__(self, rules: Iterable[Rule], causes: Iterable[Cause], calendar: Calendar) -> None:
        known = list(causes)
        sick = frozenset(cause.key for cause in known if cause.counts_as_sick)
        frequent = frozenset(cause.key for cause in known if cause.in_frequency_rules)
        self._rules: list[tuple[Rule, tuple[frozenset[str], int]]] = []
        for rule in rules:
            by_default = sick if rule.kind is Kind.ELAPSED else frequent
            keys = by_default if rule.causes is None else rule.causes
            self._rules.append((rule, (keys, rule.relapse_days)))
        self._calendar = calendar
        self._moved: dict[tuple[int, Weekend], date] = {}

    def firings(
        self,
        periods: Iterable[Period],
        through: date,
        *,
        open_runs_on: bool,
        since: date = date.min,
        unreached: bool = False,
    ) -> Iterator[Firing]:
        """One employee's firings with an anchor from `since` to `through`: rule by rule, in order of anchor.

        Nothing that begins after `through` is seen, and an open period lasts through it. With `open_runs_on` an
        elapsed rule looks further: it takes an open period to last on, and gives the anchors to come. With
        `unreached` it also gives, for a leader's rule, the anchors that a spell did not reach (`spell_last` before
        `anchor`).
        """
        seen = periods if open_runs_on else (period for period in periods if period.first_day <= through)
        return self._firings(
            absences_of(seen), through.toordinal(), since.toordinal(), open_runs_on=open_runs_on, unreached=unreached
        )

    def _firings(
        self, absences: list[Absence], through: int, since: int, *, open_runs_on: bool, unreached: bool
    ) -> Iterator[Firing]:
        grouped: dict[tuple[frozenset[str], int], Spells] = {}
        for rule, group in self._rules:
            days = grouped.get(group)
            if days is None:
                days = grouped[group] = spells_of(absences, *group)
            if not days.stretches:
                continue
            if rule.kind is Kind.ELAPSED:
                last = LAST_DATE if open_runs_on else through
                with_unreached = unreached and rule.owner_role is OwnerRole.LEADER
                found = _elapsed(days.spells, rule.threshold, since, last, unreached=with_unreached)
            else:
                found = (one for one in _window_firings(rule, days) if since <= one[0] <= through)
            for anchor, (first, last) in found:
                firing = self._firing(rule, anchor, first, last)
                if rule.is_valid_on(firing.asked_on):
                    yield firing

    def _firing(self, rule: Rule, anchor: int, first: int, last: int) -> Firing:
        target = min(max(anchor + rule.due_offset_days, FIRST_DATE), LAST_DATE)
        due_on = self._moved.get((target, rule.weekend))
        if due_on is None:
            due_on = self._moved[target, rule.weekend] = move(date.fromordinal(target), rule.weekend, self._calendar)
        return Firing(
            rule,
            date.fromordinal(anchor),
            due_on,
            date.fromordinal(target) if rule.mandatory else None,
            date.fromordinal(first),
            None if last == OPEN else date.fromordinal(last),
        )


def move(day: date, weekend: Weekend, calendar: Calendar) -> date:
    """The day itself if it is a working day, else where `weekend` says."""
    try:
        match weekend:
            case Weekend.KEEP:
                return day
            case Weekend.NEXT:
                return calendar.next_working_day(day)
            case Weekend.PREVIOUS:
                return calendar.previous_working_day(day)
    except OverflowError:  # there is no working day left at that end of the calendar
        return day


def _elapsed(
    spells: Sequence[Stretch], threshold: int, since: int, through: int, *, unreached: bool
) -> Iterator[tuple[int, Stretch]]:
    for spell in spells:
        anchor = spell[0] + threshold - 1
        if since <= anchor <= through and (anchor <= spell[1] or unreached):
            yield anchor, spell


def _window_firings(rule: Rule, days: Spells) -> Iterator[tuple[int, Stretch]]:
    window = rule.window_days
    if window is None:
        raise ValueError(f"rule {rule.key} needs window_days")
    if rule.kind is Kind.COUNT:
        return _count(days.spells, rule.threshold, window)
    return _crossings(days, rule.threshold, window, squared=rule.kind is Kind.BRADFORD)


def _count(spells: Sequence[Stretch], threshold: int, window: int) -> Iterator[tuple[int, Stretch]]:
    """On the first day of spell k, where c(k) reaches the threshold and c(k-1) had not."""
    if len(spells) < threshold:
        return
    oldest = before = 0
    for index, spell in enumerate(spells):
        while spells[oldest][0] <= spell[0] - window:
            oldest += 1
        now = index - oldest + 1
        if now >= threshold > before:
            yield spell[0], spell
        before = now


def _crossings(days: Spells, threshold: int, window: int, *, squared: bool) -> Iterator[tuple[int, Stretch]]:
    """The days on which S(d), or n(d) squared times S(d), reaches the threshold from below.

    S(d) counts the sick days in the window that ends on d, n(d) the spells with one. Both rise on sick days
    alone: S by one, unless the day that leaves the window was sick too; n on the first day of a stretch. So
    only the stretches are swept, piece by piece.
    """
    stretches, spells, spell_of = days
    if not _can_reach(days, threshold, window, squared=squared):
        return
    oldest = 0  # the first stretch that has not left the window
    left = 0  # the sick days of those that have
    seen = 0  # the sick days of the stretches before this one
    for index, (first, last) in enumerate(stretches):
        # On the day before the stretch.
        while oldest < index and stretches[oldest][1] + window < first:
            left += stretches[oldest][1] - stretches[oldest][0] + 1
            oldest += 1
        sick = seen - left
        present = 0
        if oldest < index:
            sick -= max(0, first - window - stretches[oldest][0])
            present = spell_of[index - 1] - spell_of[oldest] + 1
        points = present * present * sick if squared else sick
        # Through the stretch.
        if not present or spell_of[index - 1] != spell_of[index]:
            present += 1
        for day, growth, leaving in _pieces(days, index, oldest, window):
            present -= leaving
            square = present * present if squared else 1
            before, points = points, square * (sick + growth)
            if points >= threshold > before:
                needed = -(-threshold // square) - sick
                yield day + max(needed, 1) - 1, spells[spell_of[index]]
            sick += growth
        seen += last - first + 1


def _pieces(days: Spells, index: int, oldest: int, window: int) -> Iterator[tuple[int, int, int]]:
    """A stretch, cut where older ones begin and end to leave the window.

    Each piece has its first day, by how much S grows through it, and how many spells leave the window on it.
    """
    stretches, _, spell_of = days
    day, last = stretches[index]
    for old in range(oldest, index + 1):
        begins, ends = stretches[old][0] + window, stretches[old][1] + window
        if day < begins:
            until = min(last, begins - 1)
            yield day, until - day + 1, 0
            day = until + 1
        if day <= min(last, ends - 1):
            yield day, 0, 0
            day = min(last, ends - 1) + 1
        if day > last:
            return
        yield day, 0, int(spell_of[old] != spell_of[old + 1])
        day += 1
        if day > last:
            return


def _can_reach(days: Spells, threshold: int, window: int, *, squared: bool) -> bool:
    """A bound that most people stay below."""
    sick = min(window, sum(last - first + 1 for first, last in days.stretches))
    most = min(len(days.spells), window)
    return sick * (most * most if squared else 1) >= threshold
