"""Figures that leave Tilbage as a file."""

from pathlib import Path

from audit import flows as audit
from audit.rules import Event
from insight.statistics.queries import Asked
from insight.statistics.table import HEADER, Line, cells_of, table_of
from people.extracts import write_table
from people.queries import municipal_calendar
from people.viewer import Viewer

PURPOSE = {True: "absence_statistics", False: "absence_statistics_unmasked"}


def export_statistics(*, asked: Asked, path: Path, masked: bool, by: Viewer) -> list[Line]:
    """Writes the table, and returns its rows. What is not masked is for HR alone.

    An older file stands until the new one is whole. Audit: `exported`, with a purpose that says whether it was masked.
    """
    lines = table_of(asked, municipal_calendar(), masked=masked)
    write_table(path, [HEADER, *map(cells_of, lines)], mark=False)
    audit.record(Event.EXPORTED, by=by, capacity=by.standing, purpose=PURPOSE[masked], at=by.now)
    return lines
