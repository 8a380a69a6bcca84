"""Tasks of insight: three lines around a flow."""

from celery import shared_task

from cases.notices.flows import beat
from insight.packs import flows as packs
from insight.rollup import flows
from people import clock
from people.access import system


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def refresh_figures() -> None:
    """What changed since the last minute; everything when a day begins."""
    flows.refresh_figures(by=system(clock.now()))
    beat(job="refresh_figures", by=system(clock.now()))


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def freeze_packs() -> None:
    """The lists and packs that are due and not made yet."""
    by = system(clock.now())
    packs.freeze_packs(by=by)
    beat(job="freeze_packs", by=by)
