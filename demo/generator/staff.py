"""The people of the units: names, jobs, hours, employment, and the leader above each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from demo.cast import Character
from demo.generator.catalogue import HOME_MUNICIPALITIES, JOBS, LEADERS, OWN_SHARE, Job
from demo.generator.names import LAST, MEN, MIDDLE, WOMEN
from demo.generator.organisation import Unit

_FULL_TIME = 37
_PART_TIME = (35, 32, 32, 30, 30, 28, 28, 25, 20)
# Of those who are in the extract, and not among the told, so many have left within its years.
_LEFT = 0.09
_YOUNGEST, _OLDEST = 20, 67
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", " ": None, "-": None})


@dataclass(slots=True)
class Person:
    """One row of the extract of people, and what sickness depends on."""

    number: str
    cpr: str
    first_names: str
    last_names: str
    user_name: str
    unit: str
    start: date
    end: date | None
    leader: str
    title: str
    job: Job
    home_municipality: str
    weekly_hours: int
    phone: str
    age: int
    woman: bool
    told: Character | None = None
    quiet: bool = False
    """Not away, and not lately, unless the story says so."""


class Staff:
    """Draws the people of each unit, one unit after the other."""

    def __init__(
        self,
        rng: Random,
        first: date,
        until: date,
        people: int,
        *,
        cast: Sequence[Character],
        orphaned: Collection[str],
    ) -> None:
        """`orphaned` are the codes of the units whose leader has left, and is named all the same."""
        self._rng = rng
        self._orphaned = orphaned
        self._window = (until - first).days
        self._until = until
        # All numbers are equally long, so that they sort as text as they do as numbers.
        self._next_number = 10 ** len(str(people * 2)) + 1
        self._cast: Mapping[str, list[Character]] = defaultdict(list)
        for character in cast:
            self._cast[character.unit].append(character)
        self._user_names = Counter(character.user_name[:-1] for character in cast)
        self._birthdays: Counter[date] = Counter()
        self._leaders: dict[str, str] = {}
        self._phones = 100
        self._jobs: dict[tuple[tuple[str, int], ...], tuple[list[Job], list[int]]] = {}

    def of(self, unit: Unit) -> Iterator[Person]:
        """The unit's people, its leader first; units come after the ones above them."""
        told = self._cast.get(unit.name, [])
        led_by = [character for character in told if not character.job]
        above = self._leaders.get(unit.parent, "")
        leader = self._person(unit, LEADERS, above, led_by[0] if led_by else None)
        self._leaders[unit.code] = leader.number
        yield leader
        rest: list[Character | None] = [character for character in told if character.job]
        rest += [None] * (unit.people - 1 - len(rest))
        for character, job in zip(rest, self._draw_jobs(unit, len(rest)), strict=True):
            yield self._person(unit, JOBS[character.job] if character else job, leader.number, character)

    def _draw_jobs(self, unit: Unit, number: int) -> list[Job]:
        if not number:
            return []
        if unit.jobs not in self._jobs:
            jobs, weights = zip(*unit.jobs, strict=True)
            self._jobs[unit.jobs] = [JOBS[job] for job in jobs], list(accumulate(weights))
        jobs_here, weights_here = self._jobs[unit.jobs]
        return self._rng.choices(jobs_here, cum_weights=weights_here, k=number)

    def _person(self, unit: Unit, job: Job, leader: str, told: Character | None) -> Person:
        chance = self._rng.random
        woman = chance() < job.women
        age = _YOUNGEST + int((_OLDEST - _YOUNGEST) * (chance() + chance()) / 2)
        if job is LEADERS:
            age = max(age, 32)
        stays = told is not None or unit.quiet or job is LEADERS
        start, end = self._employment(age, stays=stays)
        if job is LEADERS and unit.code in self._orphaned:
            end = self._until - timedelta(days=10 + int(chance() * self._window / 2.5))
        if told:
            first_names, last_names, user_name = told.first_names, told.last_names, told.user_name
            title, weekly_hours, phone = told.title, told.weekly_hours, told.phone
            woman = first_names.split()[0] in _TOLD_WOMEN
        else:
            first_names, last_names = self._name(woman)
            user_name = self._user_name(first_names, last_names)
            title = self._title(unit, job)
            weekly_hours = _FULL_TIME if chance() < job.full_time else self._rng.choice(_PART_TIME)
            phone = self._phone() if chance() < 0.85 else ""
        own = chance() < OWN_SHARE
        number = self._next_number
        self._next_number += 1
        return Person(
            number=str(number),
            cpr=self._cpr(age, woman),
            first_names=first_names,
            last_names=last_names,
            user_name=user_name,
            unit=unit.code,
            start=start,
            end=end,
            leader=leader,
            title=title,
            job=job,
            home_municipality=HOME_MUNICIPALITIES[0] if own else self._rng.choice(HOME_MUNICIPALITIES[1:]),
            weekly_hours=weekly_hours,
            phone=phone,
            age=age,
            woman=woman,
            told=told,
            quiet=unit.quiet,
        )

    def _employment(self, age: int, *, stays: bool) -> tuple[date, date | None]:
        chance = self._rng.random
        longest = (age - 18) * 365
        days = min(int(self._rng.expovariate(1 / 2900)) + 30, longest)
        if stays:
            return self._until - timedelta(days=min(days + self._window // 2, longest)), None
        if chance() >= _LEFT:
            return self._until - timedelta(days=days), None
        end = self._until - timedelta(days=1 + int(chance() * (self._window - 1)))
        return end - timedelta(days=days), end

    def _name(self, woman: bool) -> tuple[str, str]:
        chance = self._rng.random
        names = WOMEN if woman else MEN
        first = names[int(chance() * len(names))]
        last = LAST[int(chance() * chance() * len(LAST))]  # the first of the list are the most common
        middle = chance()
        if middle < 0.06:
            return first, f"{MIDDLE[int(middle / 0.06 * len(MIDDLE))]} {last}"
        if middle < 0.1:
            return f"{first} {MIDDLE[int((middle - 0.06) / 0.04 * len(MIDDLE))]}", last
        return first, last

    def _user_name(self, first_names: str, last_names: str) -> str:
        letters = "".join(name.lower().translate(_ASCII)[:2] for name in (first_names, last_names))
        self._user_names[letters] += 1
        return f"{letters}{self._user_names[letters]}"

    def _title(self, unit: Unit, job: Job) -> str:
        if job is LEADERS:
            return unit.leader_title
        if len(job.titles) == 1:
            return job.titles[0][0]
        titles, weights = zip(*job.titles, strict=True)
        title: str = self._rng.choices(titles, weights)[0]
        return title

    def _phone(self) -> str:
        """A number that nobody can have: Danish ones never begin with 0."""
        self._phones += 1
        digits = f"{self._phones:08}"
        return " ".join(digits[place : place + 2] for place in range(0, 8, 2))

    def _cpr(self, age: int, woman: bool) -> str:
        """Shaped as a CPR number, but with a day of birth past 60, as in numbers that stand for no one."""
        born = self._until - timedelta(days=age * 365 + int(self._rng.random() * 365))
        self._birthdays[born] += 1
        serial = (self._birthdays[born] * 2 + (not woman)) % 4000 + (4000 if born.year >= 2000 else 0)
        return f"{born.day + 60}{born.month:02}{born.year % 100:02}-{serial:04}"


_TOLD_WOMEN = frozenset(WOMEN) | {"Birgit", "Bodil", "Dorthe", "Gudrun"}
