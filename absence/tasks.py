"""Tasks of absence: three lines around a flow. They carry nothing that could be lost."""

from pathlib import Path

from celery import shared_task
from django.conf import settings

from absence import flows, queries
from cases.flows import settle_cases as settle
from cases.notices.flows import beat
from people import clock
from people.access import system

PAYROLL_FILE = "fravaer.csv"


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def evaluate_policies() -> None:
    """Before the day begins: windows move with the days."""
    by = system(clock.now())
    flows.evaluate_policies(by=by)
    beat(job="evaluate_policies", by=system(clock.now()))


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def settle_cases() -> None:
    """Opens the cases whose day has come, and closes those that have long been quiet."""
    by = system(clock.now())
    settle(last_sick_days=queries.last_sick_days(by.today), by=by)
    beat(job="settle_cases", by=by)


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def export_absence() -> None:
    """Lays what is recorded where payroll fetches it; nowhere, if no folder is named."""
    by = system(clock.now())
    if settings.PAYROLL_EXPORT_FOLDER:
        flows.export_absence(path=Path(settings.PAYROLL_EXPORT_FOLDER) / PAYROLL_FILE, by=by)
        beat(job="export_absence", by=by)
