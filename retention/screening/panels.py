"""The panels of screening: at the sick report's receipt, and on an employee's page."""

from dataclasses import dataclass
from datetime import date

from absence.matter.queries import periods_of_employee, running
from cases.panels import Panel
from cases.rules import Part, Right, right_to
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import say_date
from retention.rules.screening import Advice
from retention.screening.queries import latest_screening, say_decision
from retention.screening.words import ADVICE


@dataclass(frozen=True, slots=True)
class Screened:
    """The latest screening, if there is one, and the way to a new one."""

    employee: str
    ref: str
    on: str
    advice: str
    decision: str
    may_screen: bool


def at_receipt(viewer: Viewer, _today: date, employee: Employee) -> Panel:
    return Panel("retention/screening/receipt.html", Screened(employee.ref, "", "", "", "", may_screen=True))


def screening_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """One query. None for who is at work and was never screened."""
    if right_to(Part.CASE, employee.seen_as) is not Right.WRITE:
        return None
    latest = latest_screening(employee)
    is_away = running(periods_of_employee(employee), today) is not None
    if latest is None and not is_away:
        return None
    lang = page_language()
    shown = Screened(
        employee=employee.ref,
        ref=latest.ref if latest else "",
        on=say_date(latest.screened_on, today, lang) if latest else "",
        advice=str(ADVICE[Advice(latest.advice)]) if latest else "",
        decision=say_decision(latest, today, lang) if latest else "",
        may_screen=is_away,
    )
    return Panel("retention/screening/panel.html", shown)
