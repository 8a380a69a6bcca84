"""The panels of consent: on an employee's page, on one's own, and in the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.matter.timeline import About, Entry
from cases.panels import Panel
from cases.rules import Part, Right, right_to
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from retention.consent.queries import Line, consents_of, line_of
from retention.consent.words import PURPOSES
from retention.rules.consent import Purpose


@dataclass(frozen=True, slots=True)
class Consents:
    """What may be passed on. `runs` are those that count; `ended` those that were withdrawn."""

    employee: str
    runs: tuple[Line, ...]
    ended: tuple[Line, ...]


def consents_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """Two queries, one where there is none."""
    if right_to(Part.CASE, employee.seen_as) is not Right.WRITE:
        return None
    return Panel("retention/consent/panel.html", _consents(employee, today), side=True)


def own_consents(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    found = _consents(employee, today)
    return Panel("retention/consent/own.html", found) if found.runs or found.ended else None


def consents_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    for row in consents_of(employee):
        about = str(PURPOSES[Purpose(row.purpose)])
        yield Entry(About.CASE, row.given_on, "check", _("Consent given"), more=about)
        if row.withdrawn_on:
            yield Entry(About.CASE, row.withdrawn_on, "lock", _("Consent withdrawn"), more=about)
        for share in row.shares.all():
            yield Entry(About.CASE, share.shared_on, "send", _("Passed on with consent"), more=about)


def _consents(employee: Employee, today: date) -> Consents:
    lang = page_language()
    lines = [line_of(row, today, lang) for row in consents_of(employee)]
    return Consents(
        employee.ref,
        tuple(line for line in lines if not line.withdrawn),
        tuple(line for line in lines if line.withdrawn),
    )
