"""What a policy would have meant: how many signals, for whom, at what cost in time, and which long cases it met."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, NamedTuple, TypeVar

from absence.rules import Cause, Firing, Period, Rule, Stay, simulate, stay_on
from absence.rules.spells import OPEN, absences_of, spells_of
from people.calendar import Calendar
from people.rules import OwnerRole
from roundtable.rules.windows import Window

# A course of so many days is long; one that ended before that day, by itself, needed nobody.
LONG_FROM_DAY: Final = 29
BY_ITSELF_BEFORE_DAY: Final = 15
# Two signals about somebody so many days apart are about the same.
SAME_SIGNAL_DAYS: Final = 3

Key = TypeVar("Key", bound=Hashable)


class Course(NamedTuple):
    """Days of absence on end; `last` None is still open."""

    first: date
    last: date | None

    @property
    def ended_by_itself(self) -> bool:
        return self.last is not None and (self.last - self.first).days + 1 < BY_ITSELF_BEFORE_DAY

    def is_long(self, through: date) -> bool:
        """As far as is known on the day."""
        last = through if self.last is None else min(self.last, through)
        return (last - self.first).days + 1 >= LONG_FROM_DAY


@dataclass(frozen=True, slots=True)
class History:
    """One employee number: whose it is, where they worked, and their absences."""

    who: Hashable
    person: Hashable
    periods: Sequence[Period]
    stays: Sequence[Stay] = ()


class Signal(NamedTuple):
    """A firing, whose it is, and the unit and job group that it counts in; `stay` is None where places are not asked.

    `course` is the headline absence that the anchor lies in, or else the rule's own spell.
    """

    who: Hashable
    person: Hashable
    firing: Firing
    course: Course
    stay: Stay | None = None


class LongCase(NamedTuple):
    who: Hashable
    course: Course


@dataclass(frozen=True, slots=True)
class Met:
    """The long cases that began, in how many somebody got a signal before they were long, and on which day of the
    absence, in the middle of those.
    """

    cases: int
    caught: int
    median_day: float | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of signals, and of people with any; `to_leaders` are those that a leader has to act on, and `minutes`
    the leaders' time. `in_vain` are on courses that ended by themselves. `rules` counts by the rule's key.
    """

    number: int
    people: int
    to_leaders: int
    minutes: int
    in_vain: int
    rules: Mapping[str, int]
    met: Met


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of a policy's signals those that today's rules give too and those that they do not; and those of today's that
    it would not give.
    """

    shared: int
    new: int
    gone: int


# --- The firings, and where they count -----------------------------------------------------------------------


def courses_of(periods: Iterable[Period], headline: frozenset[str], through: date) -> list[Course]:
    """The absences by headline causes, merged where they touch or overlap, in order; none begins after `through`."""
    known = absences_of(period for period in periods if period.first_day <= through)
    return [
        Course(date.fromordinal(first), None if last == OPEN else date.fromordinal(last))
        for first, last in spells_of(known, headline, 0).spells
    ]


def signals_of(
    rules: Iterable[Rule],
    histories: Sequence[History],
    causes: Iterable[Cause],
    calendar: Calendar,
    window: Window,
    units: frozenset[int] | None = None,
) -> list[Signal]:
    """What the rules fire in the window, as `simulate_policy` has it. With `units`, in those alone: an elapsed rule
    counts where the spell began, any other where its anchor was.
    """
    known = list(causes)
    headline = frozenset(cause.key for cause in known if cause.in_headline)
    courses: dict[Hashable, list[Course]] = {}
    found: list[Signal] = []
    firings = simulate(rules, ((one, one.periods) for one in histories), known, calendar, window.first, window.last)
    for one, firing in firings:
        stay = None if units is None else stay_on(one.stays, firing.asked_on)
        if units is not None and (stay is None or stay.unit not in units):
            continue
        if one.who not in courses:
            courses[one.who] = courses_of(one.periods, headline, window.last)
        found.append(Signal(one.who, one.person, firing, _course_of(firing, courses[one.who]), stay))
    return found


def _course_of(firing: Firing, courses: Sequence[Course]) -> Course:
    before = bisect_right(courses, firing.anchor, key=_first)
    if before:
        course = courses[before - 1]
        if course.last is None or firing.anchor <= course.last:
            return course
    return Course(firing.spell_from, firing.spell_last)


def _first(course: Course) -> date:
    return course.first


def of_policy(signals: Iterable[Signal], key: str) -> list[Signal]:
    return [signal for signal in signals if signal.firing.rule.policy == key]


def in_force(signals: Iterable[Signal], given: Callable[[int], frozenset[str]]) -> list[Signal]:
    """Those of the policies that are given to the unit that they count in. What two policies ask alike of somebody on
    a day is one signal.
    """
    found: dict[Hashable, Signal] = {}
    for signal in signals:
        firing = signal.firing
        if signal.stay is not None and firing.rule.policy in given(signal.stay.unit):
            mark = (signal.who, firing.rule.kind, firing.rule.threshold, firing.anchor, firing.due_on)
            found.setdefault(mark, signal)
    return list(found.values())


def long_cases(
    histories: Iterable[History], causes: Iterable[Cause], window: Window, units: frozenset[int] | None = None
) -> list[LongCase]:
    """The headline absences that began in the window and lasted until they were long, in it. With `units`, those
    whose first day lay in an employment there.
    """
    headline = frozenset(cause.key for cause in causes if cause.in_headline)
    return [
        LongCase(one.who, course)
        for one in histories
        for course in courses_of(one.periods, headline, window.last)
        if course.first in window and course.is_long(window.last) and _works_there(one.stays, course.first, units)
    ]


def _works_there(stays: Sequence[Stay], day: date, units: frozenset[int] | None) -> bool:
    return units is None or any(stay.runs_on(day) and stay.unit in units for stay in stays)


# --- What they amount to ------------------------------------------------------------------------------------


def tally_of(signals: Sequence[Signal], cases: Iterable[LongCase], minutes: Mapping[str, int]) -> Tally:
    """`minutes` says how long a leader needs for each kind of follow-up; what it does not name takes none."""
    rules = [signal.firing.rule for signal in signals]
    to_leaders = [rule for rule in rules if rule.owner_role is OwnerRole.LEADER]
    return Tally(
        number=len(signals),
        people=len({signal.person for signal in signals}),
        to_leaders=len(to_leaders),
        minutes=sum(minutes.get(rule.creates, 0) for rule in to_leaders),
        in_vain=sum(signal.course.ended_by_itself for signal in signals),
        rules=Counter(rule.key for rule in rules),
        met=met_by(signals, cases),
    )


def met_by(signals: Iterable[Signal], cases: Iterable[LongCase]) -> Met:
    """A case is met by a signal on one of its days before the one on which it became long."""
    anchors = _anchors_of(signals)
    days: list[int] = []
    number = 0
    for who, course in cases:
        number += 1
        known = anchors.get(who, [])
        at = bisect_left(known, course.first)
        if at < len(known) and (day := (known[at] - course.first).days + 1) < LONG_FROM_DAY:
            days.append(day)
    return Met(number, len(days), median(days) if days else None)


def overlap_of(signals: Iterable[Signal], today: Iterable[Signal]) -> Overlap:
    """Two are the same where they are about the same employee and at most `SAME_SIGNAL_DAYS` apart."""
    mine, others = _anchors_of(signals), _anchors_of(today)
    shared, new = _near(mine, others)
    _kept, gone = _near(others, mine)
    return Overlap(shared, new, gone)


def _near(these: Mapping[Hashable, Sequence[date]], those: Mapping[Hashable, Sequence[date]]) -> tuple[int, int]:
    """How many of these have one of those beside them, and how many have none."""
    near = far = 0
    for who, days in these.items():
        others = those.get(who, ())
        for day in days:
            at = bisect_left(others, day - timedelta(days=SAME_SIGNAL_DAYS))
            if at < len(others) and (others[at] - day).days <= SAME_SIGNAL_DAYS:
                near += 1
            else:
                far += 1
    return near, far


def _anchors_of(signals: Iterable[Signal]) -> dict[Hashable, list[date]]:
    found: defaultdict[Hashable, list[date]] = defaultdict(list)
    for signal in signals:
        found[signal.who].append(signal.firing.anchor)
    for days in found.values():
        days.sort()
    return dict(found)


# --- For whom -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """The number of a group's signals, and of its people with any."""

    number: int = 0
    people: int = 0


def shares_of(signals: Iterable[Signal], group_of: Callable[[Stay], Key | None]) -> dict[Key, Share]:
    """By group, those with any; None is in none."""
    numbers: Counter[Key] = Counter()
    people: defaultdict[Key, set[Hashable]] = defaultdict(set)
    for signal in signals:
        group = None if signal.stay is None else group_of(signal.stay)
        if group is not None:
            numbers[group] += 1
            people[group].add(signal.person)
    return {group: Share(number, len(people[group])) for group, number in numbers.items()}


class Presence(NamedTuple):
    """Somebody employed on at least one working day of the window."""

    person: Hashable
    stay: Stay


def present_in(histories: Iterable[History], calendar: Calendar, window: Window) -> list[Presence]:
    return [
        Presence(one.person, stay) for one in histories for stay in one.stays if _works_in_it(stay, calendar, window)
    ]


def _works_in_it(stay: Stay, calendar: Calendar, window: Window) -> bool:
    first = max(stay.first_day, window.first)
    last = window.last if stay.last_day is None else min(stay.last_day, window.last)
    return first <= last and calendar.next_working_day(first) <= last


def people_by(present: Iterable[Presence], group_of: Callable[[Stay], Key | None]) -> dict[Key, frozenset[Hashable]]:
    """By group who; None is in none, and somebody may be in several."""
    found: defaultdict[Key, set[Hashable]] = defaultdict(set)
    for person, stay in present:
        group = group_of(stay)
        if group is not None:
            found[group].add(person)
    return {group: frozenset(people) for group, people in found.items()}
