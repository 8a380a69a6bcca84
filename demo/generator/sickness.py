"""Who is away when: lengths, frequency, seasons and causes as published for Danish municipalities.

A person falls ill so often a year as a Poisson count says, whose mean is the job group's times the person's own
share (Gamma distributed, so that few hold most). Lengths, shares and counts are drawn from decks that hold each value
as often as it should occur, high and low well mixed: groups then keep their distance in a small municipality too.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, chain
from math import exp
from random import Random
from typing import NamedTuple

from demo.cast import Away
from demo.generator.catalogue import JOBS, KINDS, Job
from demo.generator.staff import Person
from people.calendar import DEFAULT_CALENDAR

# Calendar days of a period, and how many of a thousand are so long.
LENGTHS = (((1, 1), 391), ((2, 2), 163), ((3, 7), 296), ((8, 14), 65), ((15, 30), 42), ((31, 90), 31), ((91, 300), 12))
PERIODS_A_YEAR = 2.58  # a few fall away because the person is ill already

# Starts by weekday, where people work on weekends and where they do not; the winter months have more.
_WEEKDAYS = {True: (140, 108, 104, 100, 92, 62, 62), False: (150, 112, 106, 100, 88, 0, 0)}
_WINTER = {11, 12, 1, 2, 3}
_WINTER_MORE = 1.25
# So long before the extract begins, spells are drawn that still run when it does.
_WARM_UP = 320
_QUIET_DAYS = 30

_LONG = 28
_PARTLY = 0.22  # of the long ones end in partial sickness
_DEGREES = (25, 33, 40, 40, 50, 50, 60, 60, 67, 75)
_PARAGRAPH_56 = 0.03  # of people have an agreement for a long illness
_PARENT, _CHILD_DAYS_A_YEAR = 0.32, 1.3
_PREGNANCIES_A_YEAR = 0.05

SICK, PARTIAL, ACCIDENT, S56, S56_PARTIAL, PREGNANCY, CHILD = "790", "526", "590", "525", "522", "791", "510"
WORDS = {
    SICK: "Sygdom",
    PARTIAL: "Delvis sygdom",
    ACCIDENT: "Arbejdsskade",
    S56: "§ 56",
    S56_PARTIAL: "Delvis § 56",
    PREGNANCY: "Graviditetsbetinget sygdom",
    CHILD: "Barns 1. sygedag",
}


class Period(NamedTuple):
    """A period in days of the extract's clock (`Sickness.day_zero` is 0); open without a last day."""

    first: int
    last: int | None
    code: str
    percent: int


class Deck:
    """Deals cards in blocks, each block with as many high and low ones as the whole deck; then the next deck."""

    _BLOCKS = 10

    def __init__(self, rng: Random, cards: Callable[[Random], list[float]]) -> None:
        """`cards` makes a deck in rising order."""
        self._rng, self._cards, self._left = rng, cards, list[float]()

    def draw(self) -> float:
        if not self._left:
            self._left = self._mixed(self._cards(self._rng))
        return self._left.pop()

    def _mixed(self, cards: list[float]) -> list[float]:
        layers = [cards[place : place + self._BLOCKS] for place in range(0, len(cards), self._BLOCKS)]
        for layer in layers:
            self._rng.shuffle(layer)
        mixed = []
        for block in zip(*layers, strict=True):
            mixed += self._rng.sample(block, len(block))
        return mixed


def _lengths(rng: Random) -> list[float]:
    return sorted(
        low + int((number + rng.random()) / count * (high - low + 1))
        for (low, high), count in LENGTHS
        for number in range(count)
    )


def _evenly(rng: Random) -> list[float]:
    return [(number + rng.random()) / 200 for number in range(200)]


@lru_cache(maxsize=1)
def _gamma_quantiles(number: int = 400) -> list[float]:
    """Of Gamma(2, 1/2), by halving; their mean is made exactly 1."""

    def quantile(share: float) -> float:
        low, high = 0.0, 20.0
        while high - low > 1e-9:
            middle = (low + high) / 2
            below = 1 - (1 + 2 * middle) * exp(-2 * middle)
            low, high = (middle, high) if below < share else (low, middle)
        return low

    found = [quantile((place + 0.5) / number) for place in range(number)]
    return [value * number / sum(found) for value in found]


def _poisson(even: float, mean: float) -> int:
    """The count at the quantile `even` of a Poisson distribution."""
    chance = below = exp(-mean)
    count = 0
    while even > below and count < 500:
        count += 1
        chance *= mean / count
        below += chance
    return count


def _mean_level() -> float:
    """The level of the average employee below the leaders."""
    shares = [
        (kind.share * weight / sum(weight for _, weight in kind.jobs), JOBS[job].level)
        for kind in KINDS
        for job, weight in kind.jobs
    ]
    return sum(share * level for share, level in shares) / sum(share for share, _ in shares)


class Sickness:
    """Draws the absence of one person after the other."""

    def __init__(self, rng: Random, first: date, until: date) -> None:
        self._rng = rng
        self.day_zero = first - timedelta(days=_WARM_UP)
        self._today = (until - self.day_zero).days
        self._by_shifts = {shifts: self._weights(shifts) for shifts in (True, False)}
        self._workdays = self._weights(shifts=False)
        self._lengths: defaultdict[str, Deck] = defaultdict(lambda: Deck(rng, _lengths))
        self._shares: defaultdict[str, Deck] = defaultdict(lambda: Deck(rng, lambda _: _gamma_quantiles()[:]))
        self._counts: defaultdict[str, Deck] = defaultdict(lambda: Deck(rng, _evenly))
        self._a_year = PERIODS_A_YEAR / _mean_level()

    def of(self, person: Person) -> list[Period]:
        """What the extract says of the person, in order, without overlaps."""
        if person.told:
            found: Iterable[Period] = (self._told(away) for away in person.told.away)
        else:
            found = self._drawn(person)
        before = self._today - _QUIET_DAYS if person.quiet and not person.told else self._today + 2
        return [
            period for period in found if _WARM_UP <= (self._today + 1 if period.last is None else period.last) < before
        ]

    def _told(self, away: Away) -> Period:
        last = None if away.last is None else (away.last - self.day_zero).days
        return Period((away.first - self.day_zero).days, last, away.code, away.percent)

    def _drawn(self, person: Person) -> Iterator[Period]:
        low = max(0, (person.start - self.day_zero).days)
        high = self._today if person.end is None else (person.end - self.day_zero).days
        if high < low:
            return
        chance = self._rng.random
        weights = self._by_shifts[person.job.shifts]
        long_illness = chance() < _PARAGRAPH_56
        free = low
        for first, length, code in sorted(self._candidates(person, low, high)):
            day = first
            if day < free:
                if code == CHILD:
                    continue
                day = free + int(chance() * 15)
                while day < high and weights[day] == weights[day + 1]:
                    day += 1
            if day > high:
                return
            last = day + length - 1
            if last > high:
                last = high if person.end else self._today + 1
            free = last + 2
            if code == SICK:
                yield from self._sick(person.job, day, last, long_illness=long_illness)
            else:
                yield self._period(day, last, code)

    def _candidates(self, person: Person, low: int, high: int) -> Iterator[tuple[int, int, str]]:
        """First day, length and code of what befalls the person, overlaps and all."""
        chance = self._rng.random
        group = person.job.group
        years = (high - low + 1) / 365.25
        mean = person.job.level * self._a_year * self._shares[group].draw() * years
        weights = self._by_shifts[person.job.shifts]
        lengths = self._lengths[group]
        for _ in range(_poisson(self._counts[group].draw(), mean)):
            yield self._day(weights, low, high), int(lengths.draw()), SICK
        if 25 <= person.age < 50 and chance() < _PARENT:
            for _ in range(_poisson(chance(), _CHILD_DAYS_A_YEAR * years)):
                yield self._day(self._workdays, low, high), 1, CHILD
        if person.woman and 22 <= person.age < 43 and chance() < _PREGNANCIES_A_YEAR * years:
            begin = low + int(chance() * (high - low + 1))
            for _ in range(1 + _poisson(chance(), 1.5)):
                yield begin, min(int(lengths.draw()), 100), PREGNANCY
                begin += 10 + int(chance() * 50)

    def _sick(self, job: Job, first: int, last: int, *, long_illness: bool) -> Iterator[Period]:
        chance = self._rng.random
        length = last - first + 1
        if chance() < job.accidents:
            yield self._period(first, last, ACCIDENT)
        elif long_illness and length <= 14 and chance() < 0.6:
            partly = chance() < 0.15
            yield self._period(first, last, S56_PARTIAL if partly else S56, self._degree() if partly else 100)
        elif length < _LONG or chance() >= _PARTLY:
            yield self._period(first, last, SICK)
        else:
            turn = first + int(length * (0.4 + 0.4 * chance()))
            yield self._period(first, turn - 1, SICK)
            relapse = last + 1 if chance() < 0.8 else turn + int((last - turn) * 0.6) + 1
            yield self._period(turn, relapse - 1, PARTIAL, self._degree())
            if relapse <= last:
                yield self._period(relapse, last, SICK)

    def _period(self, first: int, last: int, code: str, percent: int = 100) -> Period:
        return Period(first, last if last <= self._today else None, code, percent)

    def _degree(self) -> int:
        return self._rng.choice(_DEGREES)

    def _day(self, weights: list[float], low: int, high: int) -> int:
        """A day of low..high, by its weight."""
        start = weights[low]
        return bisect_right(weights, start + self._rng.random() * (weights[high + 1] - start), low, high + 1) - 1

    def _weights(self, shifts: bool) -> list[float]:
        """At place n, the weight of all days before day n."""

        def weight(day: date) -> float:
            if not shifts and not DEFAULT_CALENDAR.is_working_day(day):
                return 0
            return _WEEKDAYS[shifts][day.weekday()] * (_WINTER_MORE if day.month in _WINTER else 1)

        days = (self.day_zero + timedelta(days=number) for number in range(self._today + 1))
        return list(accumulate(chain((0.0,), map(weight, days))))
