"""Tasks of the round table: three lines around a flow. They carry nothing that could be lost."""

from celery import shared_task

from cases.notices.flows import beat
from people import clock
from people.access import system
from roundtable.outside import flows as outside
from roundtable.plans import flows as plans
from roundtable.request import flows as request


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def watch_clocks() -> None:
    """Calls for help where a meeting is still not planned."""
    by = system(clock.now())
    request.watch_clocks(by=by)
    beat(job="watch_clocks", by=by)


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def close_stale_meetings() -> None:
    """Closes what nothing has become of."""
    by = system(clock.now())
    request.close_stale_meetings(by=by)
    beat(job="close_stale_meetings", by=by)


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def send_confirmations() -> None:
    """To whoever wished for a meeting from outside."""
    outside.send_confirmations(by=system(clock.now()))


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def forget_unconfirmed() -> None:
    """Deletes what nobody has confirmed."""
    by = system(clock.now())
    outside.forget_unconfirmed(by=by)
    beat(job="forget_unconfirmed", by=by)


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def watch_plans() -> None:
    """Holds plans against what is recorded, before the day begins."""
    by = system(clock.now())
    plans.watch_plans(by=by)
    beat(job="watch_plans", by=by)
