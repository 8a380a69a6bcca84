"""Tasks of cases: three lines around a flow. They carry nothing that could be lost."""

from datetime import date

from celery import shared_task

from cases.notices import flows
from people import clock
from people.access import system


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def send_notices(day: str | None = None, *, ignore_hours: bool = False) -> None:
    """Every minute. `day` (ISO) and `ignore_hours` are for a demo that has just been loaded."""
    flows.send_notices(
        by=lambda: system(clock.now()),
        day=None if day is None else date.fromisoformat(day),
        ignore_hours=ignore_hours,
    )


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def send_codes() -> None:
    """Every few seconds: somebody waits for them at their screen."""
    flows.send_codes(by=lambda: system(clock.now()))


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def check_duties() -> None:
    """Compares what is owed with what absence makes due; HR's page tells of what differs."""
    flows.check_duties(by=system(clock.now()))
