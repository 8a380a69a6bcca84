"""Tasks of retention: three lines around a flow. They carry nothing that could be lost."""

from celery import shared_task

from cases.notices.flows import beat
from people import clock
from people.access import system
from retention.caseload import flows as caseload
from retention.fasttrack import flows as fast_track


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def expire_referrals() -> None:
    """Ends what has been left for two months after the absence."""
    by = system(clock.now())
    caseload.expire_referrals(by=by)
    beat(job="expire_referrals", by=by)


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def settle_fast_tracks() -> None:
    """Windows close, and absence moves them."""
    by = system(clock.now())
    fast_track.settle_fast_tracks(by=by)
    beat(job="settle_fast_tracks", by=by)
