"""The same figures by the plainest way: person by person, day by day, in fractions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from insight.rules.measures import By
from people.calendar import Calendar


@dataclass(frozen=True)
class Job:
    unit: int
    first: date
    last: date | None
    job_group: str
    hours: Fraction
    home: str


@dataclass(frozen=True)
class Away:
    first: date
    last: date | None
    cause: str
    degree: Fraction


@dataclass(frozen=True)
class Number:
    """An employee number: whose, and what is known of it."""

    person: object
    jobs: list[Job]
    away: list[Away]


@dataclass
class Sums:
    people: set[object] = field(default_factory=set)
    possible: Fraction = Fraction(0)
    absent: Fraction = Fraction(0)
    pregnancy: Fraction = Fraction(0)
    short: int = 0
    medium: int = 0
    long: int = 0


HEADLINE = {"sickness", "partial", "accident", "s56", "s56_partial"}


def figures(  # noqa: C901, PLR0912 - one long walk, so that it can be read beside the definition
    numbers: Iterable[Number],
    parents: dict[int, int | None],
    calendar: Calendar,
    first: date,
    last: date,
    today: date,
    by: tuple[By, ...],
) -> dict[tuple[str, ...], Sums]:
    bases: defaultdict[tuple[str, ...], Sums] = defaultdict(Sums)
    lost: defaultdict[tuple[str, ...], Sums] = defaultdict(Sums)
    base_by = [each for each in by if each not in (By.CAUSE, By.LENGTH)]
    for number in numbers:
        entered = min(job.first for job in number.jobs) if number.jobs else None
        spells = list(_spells(number.away, last, today))
        for job in number.jobs:
            for day in _days(max(job.first, first), min(job.last or last, last)):
                for key in _keys(base_by, job, day, parents, entered, "", ""):
                    if calendar.is_working_day(day):
                        bases[key].people.add(number.person)
                        bases[key].possible += job.hours / 37
                for away in number.away:
                    if not away.first <= day <= (min(last, today) if away.last is None else away.last):
                        continue
                    if away.cause == "child" or not calendar.is_working_day(day):
                        continue
                    lengths = [length for days, length, _cause in spells if day in days] or [None]
                    for key in _keys(by, job, day, parents, entered, away.cause, lengths[0]):
                        share = job.hours / 37 * away.degree / 100
                        if away.cause in HEADLINE:
                            lost[key].absent += share
                        else:
                            lost[key].pregnancy += share
            for days, length, cause in spells:
                if first <= days[0] <= last and job.first <= days[0] <= (job.last or last):
                    for key in _keys(by, job, days[0], parents, entered, cause, length):
                        sums = lost[key]
                        sums.short += length == "short"
                        sums.medium += length == "medium"
                        sums.long += length == "long"
    if base_by == list(by):
        for key in bases:
            lost[key]
    result = {}
    for key, sums in lost.items():
        whole = bases[tuple(part for part, each in zip(key, by, strict=True) if each in base_by)]
        result[key] = Sums(
            whole.people, whole.possible, sums.absent, sums.pregnancy, sums.short, sums.medium, sums.long
        )
    return result


def _spells(periods: list[Away], last: date, today: date) -> Iterator[tuple[list[date], str, str]]:
    """Each with its days until the window's end, its length and its first cause. An open one that begins after today
    has no day yet, and is none.
    """
    merged: list[tuple[date, date, str]] = []
    for period in sorted(periods, key=lambda period: period.first):
        if period.cause not in HEADLINE or period.first > last:
            continue
        end = min(last, today) if period.last is None else min(period.last, last)
        if end < period.first:
            continue
        if merged and period.first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end), merged[-1][2])
        else:
            merged.append((period.first, end, period.cause))
    for first, end, cause in merged:
        length = (end - first).days + 1
        yield list(_days(first, end)), _named(length), cause


def _named(length: int) -> str:
    return "short" if length <= 14 else "medium" if length <= 28 else "long"


def _keys(
    by: Iterable[By],
    job: Job,
    day: date,
    parents: dict[int, int | None],
    entered: date | None,
    cause: str,
    length: str | None,
) -> Iterator[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [()]
    for each in by:
        if each is By.UNIT:
            above, at = [], job.unit
            while at is not None:
                above.append(str(at))
                at = parents[at]
            parts = above
        elif each is By.JOB_GROUP:
            parts = [job.job_group]
        elif each is By.CAUSE:
            parts = [cause]
        elif each is By.MONTH:
            parts = [f"{day:%Y-%m}"]
        elif each is By.LENGTH:
            parts = [length] if length else []
        elif each is By.HOME_MUNICIPALITY:
            parts = [job.home]
        else:
            assert entered is not None
            years = day.year - entered.year - ((day.month, day.day) < (entered.month, entered.day))
            parts = [next(name for least, name in SENIORITIES if years >= least)]
        keys = [(*key, part) for key in keys for part in parts]
    yield from keys


SENIORITIES = [(10, "10+"), (5, "5-9"), (3, "3-4"), (1, "1-2"), (0, "0")]


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
