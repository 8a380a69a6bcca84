"""Faults as they stand in real extracts, added in exact numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from demo.generator.rows import absence_line
from demo.generator.sickness import ACCIDENT, PARTIAL, SICK, Period
from demo.generator.staff import Person

_NONE = Period(0, None, ACCIDENT, 100)


@dataclass(frozen=True, slots=True)
class Faults:
    """How many of each. Apart from the leaders, each is one line too many in the extract of absence."""

    unknown_code: int = 0
    empty_start: int = 0
    impossible_start: int = 0
    ends_before_start: int = 0
    overlap: int = 0
    """A day of another cause within a period."""
    duplicate: int = 0
    """The same line twice."""
    correction: int = 0
    """The same employee, code and first day with another last day; the later line is right."""
    open_after_leaving: int = 0
    """An open period of somebody who has left."""
    unknown_employee: int = 0
    departed_leader: int = 0
    """Somebody who has left, and is still named as leader."""

    @classmethod
    def as_in_real_extracts(cls, people: int) -> "Faults":
        """In the proportions found among 3,375 people (docs/extracts.md), at least one of each."""

        def some(found: int) -> int:
            return max(1, round(found * people / 3375))

        return cls(
            unknown_code=some(6),
            empty_start=some(1),
            impossible_start=some(1),
            ends_before_start=some(4),
            overlap=some(2),
            duplicate=some(8),
            correction=some(7),
            open_after_leaving=some(1),
            unknown_employee=some(14),
            departed_leader=some(16),
        )


class FaultyHand:
    """Gives one faulty line at a time, at most one to each person, spread over the whole extract."""

    def __init__(self, faults: Faults, people: int, days: Sequence[str], day_zero: int, rng: Random) -> None:
        """`days` are the written days of the extract's clock; `day_zero` is the ordinal of its first."""
        self._rng, self._days, self._day_zero = rng, days, day_zero
        self._faults = faults
        kinds = [kind for kind in self._kinds for _ in range(getattr(faults, kind))]
        rng.shuffle(kinds)
        # Not everybody suits each fault, so the last people are left for what is still waiting.
        places = sorted((int(rng.random() * people * 0.8) for _ in kinds), reverse=True)
        self._coming = list(zip(places, kinds, strict=True))
        self._waiting: list[str] = []
        self._seen = 0
        self.added: Counter[str] = Counter()

    def line_for(self, person: Person, periods: Sequence[Period]) -> str:
        """A faulty line to follow the person's own ones; mostly empty."""
        while self._coming and self._coming[-1][0] <= self._seen:
            self._waiting.append(self._coming.pop()[1])
        self._seen += 1
        if not person.told and not person.quiet:
            for kind in self._waiting:
                line = self._kinds[kind](self, person, periods)
                if line:
                    self._waiting.remove(kind)
                    self.added[kind] += 1
                    return line
        return ""

    def strangers(self) -> list[str]:
        """Lines of people who are not among the municipality's."""
        number = self._faults.unknown_employee
        self.added["unknown_employee"] += number
        return [self._day_of(f"99{self._rng.randrange(10**7, 10**8)}", SICK) for _ in range(number)]

    def _day_of(self, number: str, code: str) -> str:
        day = self._days[-1 - int(self._rng.random() * 300)]
        return absence_line(number, code, day, day)

    def _unknown_code(self, person: Person, _: Sequence[Period]) -> str:
        return self._day_of(person.number, "999")

    def _empty_start(self, person: Person, _: Sequence[Period]) -> str:
        return absence_line(person.number, SICK, "", self._days[-2])

    def _impossible_start(self, person: Person, _: Sequence[Period]) -> str:
        return absence_line(person.number, SICK, f"31-02-{self._days[-100][-4:]}", "")

    def _ends_before_start(self, person: Person, _: Sequence[Period]) -> str:
        first = len(self._days) - 1 - int(self._rng.random() * 200)
        return absence_line(person.number, PARTIAL, self._days[first], self._days[first - 20], 50)

    def _overlap(self, person: Person, periods: Sequence[Period]) -> str:
        first, _, code, _ = periods[-1] if periods else _NONE
        if code == ACCIDENT:
            return ""
        day = self._days[first]
        return absence_line(person.number, ACCIDENT, day, day)

    def _duplicate(self, person: Person, periods: Sequence[Period]) -> str:
        if not periods:
            return ""
        first, last, code, percent = periods[-1]
        return absence_line(person.number, code, self._days[first], "" if last is None else self._days[last], percent)

    def _correction(self, person: Person, periods: Sequence[Period]) -> str:
        first, last, code, percent = periods[-1] if periods else _NONE
        if last is None or last + 1 == len(self._days):
            return ""
        return absence_line(person.number, code, self._days[first], self._days[last + 1], percent)

    def _open_after_leaving(self, person: Person, periods: Sequence[Period]) -> str:
        if person.end is None:
            return ""
        first = person.end.toordinal() - 2 - self._day_zero
        if first < 0 or (periods and (periods[-1].last is None or periods[-1].last >= first)):
            return ""
        return absence_line(person.number, SICK, self._days[first], "")

    _kinds = {
        "unknown_code": _unknown_code,
        "empty_start": _empty_start,
        "impossible_start": _impossible_start,
        "ends_before_start": _ends_before_start,
        "overlap": _overlap,
        "duplicate": _duplicate,
        "correction": _correction,
        "open_after_leaving": _open_after_leaving,
    }
