"""Importing payroll rows, told once more and as plainly as can be: one employee, days as sets, row by row."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

BEGINNING = date(2026, 1, 1)
Line = tuple[int, str, date, date | None, Decimal]
HORIZON = 60  # everything happens within so many days; what is open lasts to the end of them


@dataclass(frozen=True)
class One:
    """A period as somebody would write it on paper."""

    first: date
    last: date | None
    cause: str
    degree: Decimal
    gone: str = ""  # why it no longer counts
    identity: tuple[str, date] | None = None  # payroll's row
    said: tuple[date | None, Decimal] | None = None  # what payroll last said: end and percent


def days(first: date, last: date | None) -> set[date]:
    end = BEGINNING + timedelta(HORIZON) if last is None else last
    return {first + timedelta(n) for n in range((end - first).days + 1)}


def shares_a_day(one: One, first: date, last: date | None) -> bool:
    return bool(days(one.first, one.last) & days(first, last))


def owners(stored: list[One], rows: list[Line], causes: dict[str, str]) -> dict[int, int]:
    """Whose row each line is: that of its identity; or of one that Tilbage has moved to where payroll now has it."""
    identities = {(code, first) for _, code, first, _, _ in rows}
    owner: dict[int, int] = {}
    for line, code, first, _, _ in rows:
        for place, one in enumerate(stored):
            if one.identity == (code, first):
                owner[line] = place
    for line, code, first, _, _ in rows:
        for place, one in enumerate(stored):
            moved = one.identity and one.identity not in identities and not one.gone
            taken = line in owner or place in owner.values()
            if moved and not taken and (one.first, one.cause) == (first, causes[code]):
                owner[line] = place
    return owner


def import_rows(
    stored: list[One], rows: list[Line], causes: dict[str, str], complete_from: date | None = None
) -> tuple[list[One], list[int]]:
    """The periods afterwards (those that were stored keep their place, new ones follow), and the rejected lines."""
    state = list(stored)
    owner = owners(stored, rows, causes)

    # First: what payroll no longer has.
    if complete_from:
        for place, one in enumerate(stored):
            if one.identity and not one.gone and one.identity[1] >= complete_from and place not in owner.values():
                state[place] = replace(one, gone="left_out")

    # Then: corrections of what stands, in file order, as long as any of them fits. Then: the other rows, in file order.
    corrections = [row for row in rows if row[0] in owner and not stored[owner[row[0]]].gone]
    others = [row for row in rows if row not in corrections]
    while True:
        refused = [
            row for row in corrections if not take(state, row, owner.get(row[0]), stored, causes, correction=True)
        ]
        if len(refused) == len(corrections):
            break
        corrections = refused
    refused += [row for row in others if not take(state, row, owner.get(row[0]), stored, causes, correction=False)]
    return state, sorted(row[0] for row in refused)


def take(
    state: list[One], row: Line, mine: int | None, stored: list[One], causes: dict[str, str], *, correction: bool
) -> bool:
    """One row; False if payroll has something else on its days."""
    _, code, first, last, degree = row
    said, cause = (last, degree), causes[code]
    new_first, new_last, new_degree = first, last, degree
    if mine is not None:
        one = stored[mine]
        if one.said == said and one.identity == (code, first) and one.gone != "left_out":
            return True  # the same again
        if correction:
            cause = one.cause
            new_first, new_last, new_degree = merged(one, first, last, degree)
    covered: list[int] = []
    standing = [(other.first, place) for place, other in enumerate(state) if place != mine and not other.gone]
    for _, place in sorted(standing):
        other = state[place]
        if shares_a_day(other, new_first, new_last):
            if other.identity:
                return False
            covered.append(place)
            new_last = other.last if new_last is None else new_last
    if mine is None and covered:
        mine = covered.pop(0)
    for place in covered:
        state[place] = replace(state[place], gone="adopted")
    result = One(new_first, new_last, cause, new_degree, "", (code, first), said)
    if mine is None:
        state.append(result)
    else:
        state[mine] = result
    return True


def merged(one: One, first: date, last: date | None, degree: Decimal) -> tuple[date, date | None, Decimal]:
    """What payroll has changed since it last spoke; the rest as Tilbage has it."""
    assert one.said is not None
    old_last, old_degree = one.said
    keeps_end = last == old_last or (last is None and one.last != old_last)
    new_last = one.last if keeps_end else last
    new_first = first if new_last is not None and new_last < one.first else one.first
    return new_first, new_last, one.degree if degree == old_degree else degree
