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
from retention.consent.queries import Line, line_of
from retention.consent.words import PURPOSES
from retention.matter.queries import matter_of
from retention.rules.consent import Purpose


@dataclass(frozen=True, slots=True)
class Consents:
    """What may be passed on. `runs` are those that count; `ended` those that were withdrawn."""

    employee: str
    runs: tuple[Line, ...]
    ended: tuple[Line, ...]


def consents_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """What may be passed on, and what was."""
    found = consents_of(employee, today)
    return Panel("retention/consent/panel.html", found) if found else None


def consents_of(employee: Employee, today: date) -> Consents | None:
    """None for those who do not write in cases."""
    return _consents(employee, today) if right_to(Part.CASE, employee.seen_as) is Right.WRITE else None


def own_consents(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    found = _consents(employee, today)
    return Panel("retention/consent/own.html", found) if found.runs or found.ended else None


def consents_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    known = matter_of(employee, viewer.today)
    purposes = {row.pk: str(PURPOSES[Purpose(row.purpose)]) for row in known.consented}
    for row in known.consented:
        about = purposes[row.pk]
        yield Entry(About.CASE, row.given_on, "check", _("Consent given"), more=about)
        if row.withdrawn_on:
            yield Entry(About.CASE, row.withdrawn_on, "lock", _("Consent withdrawn"), more=about)
    for share in known.shared:
        more = purposes[share.consent_id]
        yield Entry(About.CASE, share.shared_on, "send", _("Passed on with consent"), more=more)


def _consents(employee: Employee, today: date) -> Consents:
    lang, known = page_language(), matter_of(employee, today)
    lines = [line_of(row, known.shared, today, lang) for row in known.consented]
    return Consents(
        employee.ref,
        tuple(line for line in lines if not line.withdrawn),
        tuple(line for line in lines if line.withdrawn),
    )
