"""A unit's figures as a file for a spreadsheet, or for the municipality's own statistics."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import flows as audit
from audit.rules import Event
from cases.tables import Row, as_csv, as_xlsx
from insight.dashboard.lines import NUMBERS, Kind, lines_of
from insight.dashboard.queries import Figures
from people.calendar import COPENHAGEN
from people.viewer import Viewer
from roundtable.figures.words import say_moment

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WHAT: Final[dict[Kind, Promise]] = {
    Kind.UNIT: gettext_lazy("Unit"),
    Kind.JOB_GROUP: gettext_lazy("Job group"),
    Kind.CAUSE: gettext_lazy("Cause"),
}


def file_of(kind: str, figures: Figures, viewer: Viewer) -> bytes:
    """A row for the unit, each unit right below it, each job group and each cause, and the year before beside them.

    What is hidden on the page has a row without numbers. docs/bi.md tells of each column. Records that it left.
    """
    head = [
        _("What"),
        _("Code"),
        _("Name"),
        _("From"),
        _("To"),
        _("Counted"),
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


def _rows(figures: Figures) -> Iterator[Row]:
    counted = f"{figures.as_of.at.astimezone(COPENHAGEN):%d-%m-%Y %H:%M}"
    for line in lines_of(figures):
        numbers = line.numbers or dict.fromkeys(NUMBERS)
        head = (str(WHAT[line.kind]), line.code, line.name, figures.first, figures.last, counted)
        yield (*head, *(numbers[name] for name in NUMBERS))
