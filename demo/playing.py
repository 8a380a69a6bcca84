"""How the demo's weeks went: pure decisions, the same for the same seed.

What payroll sent on each day is cut from the whole extract; who did what in time, and who did not, is drawn.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random

from absence.rules.recording import Expected
from people.extracts import read_date, write_table

HABITS = (0.97, 0.93, 0.88, 0.55)
"""How likely a leader does what is due on a day; each leader has one of these habits."""
POSTPONES = 0.05
REPORTS = 0.2
SICK = "790"
TOLD = ((Expected.FEW_DAYS, 3), (Expected.A_WEEK, 7), (Expected.TWO_WEEKS, 14))
NOTES = (
    "Vi taler sammen igen i næste uge.",
    "Vil gerne begynde med korte vagter i dagtimerne.",
    "Ønsker besked om vagtplanen. Jeg sender den på mail.",
    "Aftalt, at jeg ringer, når vagtplanen er klar.",
)


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """A line of the extract, with its days read."""

    values: tuple[str, ...]
    number: str
    code: str
    first_day: date
    last_day: date | None

    @property
    def days(self) -> int | None:
        """How many days it lasted; None while it runs."""
        return None if self.last_day is None else (self.last_day - self.first_day).days + 1

    def as_seen_on(self, day: date) -> tuple[str, ...]:
        """As payroll would have written it that day: an end that had not come yet is left out."""
        if self.last_day is None or self.last_day < day:
            return self.values
        return (*self.values[:4], "", *self.values[5:])


@dataclass(frozen=True, slots=True)
class Payroll:
    """The whole extract, told day by day."""

    header: tuple[str, ...]
    rows: tuple[PayrollRow, ...]

    @classmethod
    def read(cls, path: Path) -> "Payroll":
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = [tuple(line) for line in csv.reader(file, delimiter=";")]
        rows = []
        for line in lines:
            first_day = read_date(line[3])
            if first_day is not None:
                rows.append(PayrollRow(line, line[0], line[1], first_day, read_date(line[4])))
        return cls(header, tuple(rows))

    def until(self, day: date) -> Iterator[tuple[str, ...]]:
        """All that payroll knew at the end of the day before."""
        return (row.as_seen_on(day) for row in self.rows if row.first_day < day)

    def only(self, numbers: Collection[str]) -> "Payroll":
        """The rows about these employee numbers."""
        return Payroll(self.header, tuple(row for row in self.rows if row.number in numbers))

    def begun(self, day: date) -> list[PayrollRow]:
        """Own sickness that begins on the day."""
        return [row for row in self.rows if row.first_day == day and row.code == SICK]

    def news(
        self, since: date, day: date, *, with_day: bool, without: Collection[tuple[str, date]]
    ) -> list[tuple[str, ...]]:
        """What began or ended from `since` to the day before `day`, and (`with_day`) what begins on the day.

        `without` names rows that payroll has not got.
        """
        last = day - timedelta(days=1)
        begun = day if with_day else last
        return [
            row.as_seen_on(day)
            for row in self.rows
            if (row.number, row.first_day) not in without
            and (since <= row.first_day <= begun or (row.last_day is not None and since <= row.last_day <= last))
        ]

    def write(self, path: Path, lines: Iterable[tuple[str, ...]]) -> Path:
        write_table(path, [self.header, *lines], mark=True)
        return path


class Habits:
    """Who does things in time. A leader keeps one habit; a day's chance is drawn anew.

    Those who are `punctual` do everything on its day, and note what was agreed.
    """

    def __init__(self, seed: int, punctual: Iterable[int]) -> None:
        self._random = Random(seed)
        self._notes = cycle(NOTES)
        self.punctual = frozenset(punctual)
        self._of: dict[int, float] = dict.fromkeys(self.punctual, 1.0)

    def does(self, person: int) -> bool:
        if person not in self._of:
            self._of[person] = self._random.choice(HABITS)
        return self._random.random() < self._of[person]

    def postpones(self, person: int, *, surely: bool) -> bool:
        return person not in self.punctual and (surely or self._random.random() < POSTPONES)

    def reports(self, person: int) -> bool:
        return person in self.punctual or self._random.random() < REPORTS

    def expects(self, row: PayrollRow, person: int) -> Expected:
        """How long the leader was told; the punctual ones were told nothing."""
        days = row.days
        if days is None or person in self.punctual:
            return Expected.UNKNOWN
        return next((said for said, most in TOLD if days <= most), Expected.UNKNOWN)

    def may_stay_unheard(self, row: PayrollRow, person: int, until: date) -> bool:
        """A short absence, long enough ago for payroll to have told of it."""
        return person not in self.punctual and (row.days or 99) < 6 and (until - row.first_day).days > 15

    def note(self, person: int, kind: str) -> str:
        return next(self._notes) if person in self.punctual and kind in {"contact", "talk"} else ""
