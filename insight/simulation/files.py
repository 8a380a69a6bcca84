"""The simulation as a file for a spreadsheet. It names nobody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.tables import Row, as_csv, as_xlsx
from insight.simulation.forms import Asked
from insight.simulation.page import Page
from insight.simulation.telling import UNITS, Unit
from people.viewer import Viewer
from roundtable.figures.files import TYPES, File, Kind


def file_of(kind: Kind, asked: Asked, page: Page, viewer: Viewer) -> File:
    """One row for each figure of each column, of each rule and of each group that is told of. Records that it left."""
    head = [
        _("From"),
        _("To"),
        _("Counted"),
        _("Where"),
        _("Policy"),
        _("Part"),
        _("Figure"),
        _("Value"),
        _("Unit"),
        _("Base"),
        _("Remark"),
    ]
    same = (asked.window.first, asked.window.last, viewer.today, page.base.place)
    rows = [(*same, *row) for row in _rows(page)]
    audit.record(Event.EXPORTED, by=viewer, capacity=viewer.standing, purpose="policy_simulation", at=viewer.now)
    if kind is Kind.CSV:
        content = as_csv(head, rows).encode()
    else:
        content = as_xlsx(
            f"{_('Try out rules')}: {page.base.place}, {page.base.days}", _notes(page), head, rows, made_at=viewer.now
        )
    return File(f"regler-{asked.window.first}-{asked.window.last}.{kind}", TYPES[kind], content)


def _rows(page: Page) -> Iterable[Row]:
    whole, by_rule = _("The whole"), _("By rule")
    for line in page.lines:
        for name, cell in line.cells:
            yield name, whole, line.label, cell.number, str(UNITS[line.unit]), cell.base, cell.under
    for name, rules in page.rules:
        for rule in rules:
            label = f"{rule.label} ({rule.policy})" if rule.policy else rule.label
            yield name, by_rule, label, rule.fired.number, str(UNITS[Unit.SIGNALS]), rule.fired.base, ""
            yield name, by_rule, label, rule.hours.number, str(UNITS[Unit.HOURS]), None, rule.minutes
    for part in page.parts:
        for group in part.lines:
            if group.hidden:
                yield "", part.title, group.label, None, str(UNITS[Unit.SIGNALS]), None, group.hidden
            for name, cell in group.cells:
                yield name, part.title, group.label, cell.number, str(UNITS[Unit.SIGNALS]), cell.base, cell.under


def _notes(page: Page) -> list[str]:
    """As of when, on which base, and what each figure counts."""
    base = {"when": page.base.as_of, "people": page.base.people}
    return [
        _("Counted %(when)s. Base: %(people)s people employed in the period.") % base,
        _("Given today: %(names)s.") % {"names": page.base.today or _("nothing")},
        *(f"{line.label}: {line.about}" for line in page.lines),
    ]
