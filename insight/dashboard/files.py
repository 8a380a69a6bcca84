"""A unit's figures as a file for a spreadsheet, or for the municipality's own statistics."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.tables import Row, as_csv, as_xlsx
from insight.dashboard.queries import Figures, Years
from insight.rules.measures import Length, rounded
from people.viewer import Viewer
from roundtable.figures.page import say_moment

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(kind: str, figures: Figures, viewer: Viewer) -> bytes:
    """A row for the unit, each unit right below it, each job group and each cause, and the year before beside them.

    What is hidden on the page has a row without numbers. Records that it left.
    """
    head = [
        _("What"),
        _("Code"),
        _("Name"),
        _("From"),
        _("To"),
        _("Possible days"),
        _("Absent days"),
        _("Percent"),
        _("Pregnancy-related days"),
        _("Short days"),
        _("Medium days"),
        _("Long days"),
        _("Spells"),
        _("Short spells"),
        _("Medium spells"),
        _("Long spells"),
        _("Percent a year before"),
    ]
    rows = list(_rows(figures))
    audit.record(Event.EXPORTED, by=viewer, capacity=viewer.standing, purpose="unit_figures", at=viewer.now)
    if kind == "csv":
        return as_csv(head, rows).encode()
    notes = [
        _("Counted %(when)s.") % {"when": say_moment(figures.as_of.at)},
        _(
            "Possible are working days in the employment, in full-time days; holidays that people take are not known. "
            "Rows without numbers are hidden, since few people are behind them or others' could be worked out."
        ),
    ]
    title = _("Sickness absence: %(unit)s") % {"unit": figures.place.unit.name}
    return as_xlsx(title, notes, head, rows, made_at=viewer.now)


def _rows(figures: Figures) -> Iterable[Row]:
    for place in (figures.place, *figures.below):
        yield _row(figures, _("Unit"), place.unit.code, place.unit.name, place.years)
    for key, years in sorted(figures.groups.items()):
        yield _row(figures, _("Job group"), "", key, years)
    for key, years in figures.causes.items():
        yield _row(figures, _("Cause"), key, figures.as_of.causes[key], years)


def _row(figures: Figures, what: str, code: str, name: str, years: Years | None) -> Row:
    head = (what, code, name, figures.first, figures.last)
    if years is None:
        return (*head, *(None for _number in range(12)))
    measures = years.this.measures
    lengths = (years.this.absent_by[length] for length in Length)
    days = (measures.possible, measures.absent, measures.percent, measures.pregnancy, *lengths)
    counts = (measures.spells, measures.short, measures.medium, measures.long)
    return (*head, *(_two(number) for number in days), *counts, _two(years.last.measures.percent))


def _two(number: Decimal | None) -> Decimal | None:
    return None if number is None else rounded(number)
