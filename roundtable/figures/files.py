"""The figures as a file for a spreadsheet. It names consultants only."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.tables import Row, as_csv, as_xlsx
from people.viewer import Viewer
from roundtable.figures.page import Columns, columns_of, say_window
from roundtable.figures.telling import UNITS
from roundtable.figures.words import say_as_of
from roundtable.rules.windows import Span, Window


class Kind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    type: str
    content: bytes


def file_of(kind: Kind, window: Window, span: Span, viewer: Viewer) -> File:
    """One row for each figure of the team and of each consultant whom the viewer may see. Records that it left."""
    columns = columns_of(window, viewer)
    head = [
        _("From"),
        _("To"),
        _("Counted"),
        _("Whose"),
        _("Figure"),
        _("Value"),
        _("Unit"),
        _("Base"),
        _("Remark"),
    ]
    rows = list(_rows(columns, window, viewer))
    audit.record(Event.EXPORTED, by=viewer, capacity=viewer.standing, purpose="meeting_figures", at=viewer.now)
    if kind is Kind.CSV:
        content = as_csv(head, rows).encode()
    else:
        title = _("Figures of the meetings: %(days)s") % {"days": say_window(window, span, viewer)}
        content = as_xlsx(title, _notes(columns, viewer), head, rows, made_at=viewer.now)
    return File(f"moeder-i-tal-{window.first}-{window.last}.{kind}", TYPES[kind], content)


def _rows(columns: Columns, window: Window, viewer: Viewer) -> Iterable[Row]:
    for column in (columns.team, *columns.each):
        for told in filter(attrgetter("in_file"), column.told):
            unit = str(UNITS[told.unit])
            yield (
                window.first,
                window.last,
                viewer.today,
                column.name,
                told.label,
                told.number,
                unit,
                told.base,
                told.hidden,
            )


def _notes(columns: Columns, viewer: Viewer) -> list[str]:
    """As of when, and what each figure counts."""
    about = {told.label: told.about for told in columns.team.told if told.on_page}
    counted = _("Counted %(when)s. The base is what a figure is a figure of.") % {"when": say_as_of(viewer)}
    return [counted, *(f"{label}: {words}" for label, words in about.items())]
