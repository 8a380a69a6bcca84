"""How one employee's employment rows follow the extract. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from people.calendar import ONE_DAY
from people.importing.rows import Place, Stretch


def follow(
    stored: Sequence[Stretch], *, first_day: date, last_day: date | None, place: Place, as_of: date
) -> tuple[Stretch, ...]:
    """The rows after the extract has said: employed from `first_day` to `last_day`, today at `place`.

    The extract tells of the present engagement only, so earlier rows stay. A changed place ends the row that runs and
    starts the next at `as_of`; a row that starts then is corrected instead, and what had been foreseen for later goes.
    An engagement that ended before `as_of` keeps its place. The rows neither overlap nor change when the same is said
    again.
    """
    rows = sorted(stored, key=lambda row: row.first_day)
    now = next((at for at, row in enumerate(rows) if row.last_day is None or row.last_day >= as_of), None)
    if now is not None:
        rows = [*rows[: now + 1], *(row for row in rows[now + 1 :] if row.first_day == first_day)]
    if not rows or (rows[-1].last_day is not None and first_day > rows[-1].last_day):
        return *rows, Stretch(first_day, last_day, place)
    begin = _begin_later if first_day > rows[-1].first_day else _begin_earlier
    rows = begin(rows, first_day, as_of)
    if last_day is not None and last_day < rows[0].first_day:
        return (replace(rows[0], first_day=first_day, last_day=last_day),)
    rows = _end(rows, last_day)
    return tuple(_move(rows, first_day, place, max(first_day, as_of)))


def end(stored: Sequence[Stretch], as_of: date) -> tuple[Stretch, ...]:
    """The rows of somebody who is employed no longer from `as_of` on; a row that had not begun goes away."""
    return tuple(
        row if row.last_day is not None and row.last_day < as_of else replace(row, last_day=as_of - ONE_DAY)
        for row in stored
        if row.first_day < as_of
    )


def _begin_later(rows: list[Stretch], first_day: date, as_of: date) -> list[Stretch]:
    """A start that was put off before it came. Days that somebody has worked stay, whatever the new contract says."""
    latest = rows[-1]
    return [*rows[:-1], replace(latest, first_day=first_day)] if latest.first_day > as_of else rows


def _begin_earlier(rows: list[Stretch], first_day: date, as_of: date) -> list[Stretch]:
    """Lets the unbroken stretch that the latest row belongs to begin on the day, or where an earlier one ended."""
    begin = len(rows) - 1
    while begin > 0 and rows[begin - 1].last_day == rows[begin].first_day - ONE_DAY:
        begin -= 1
    if first_day >= rows[begin].first_day:
        return rows
    before = rows[begin - 1].last_day if begin else None
    if before is None or first_day > before:
        return [*rows[:begin], replace(rows[begin], first_day=first_day), *rows[begin + 1 :]]
    joined = [*rows[:begin], replace(rows[begin], first_day=before + ONE_DAY), *rows[begin + 1 :]]
    return _begin_earlier(joined, first_day, as_of)


def _end(rows: list[Stretch], last_day: date | None) -> list[Stretch]:
    kept = rows if last_day is None else [row for row in rows if row.first_day <= last_day]
    return [*kept[:-1], replace(kept[-1], last_day=last_day)]


def _move(rows: list[Stretch], first_day: date, place: Place, day: date) -> list[Stretch]:
    """Another place from the day on, unless the employment has ended by then."""
    latest = rows[-1]
    if latest.place == place or (latest.last_day is not None and latest.last_day < day):
        return rows
    if latest.first_day < day:
        return [*rows[:-1], replace(latest, last_day=day - ONE_DAY), Stretch(day, latest.last_day, place)]
    before = rows[-2] if len(rows) > 1 else None
    goes_on = before is not None and before.last_day == latest.first_day - ONE_DAY and first_day <= before.first_day
    if before is not None and goes_on and before.place == place:
        return [*rows[:-2], replace(before, last_day=latest.last_day)]
    return [*rows[:-1], replace(latest, place=place)]
