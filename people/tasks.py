"""Tasks of people: three lines around a flow."""

from celery import shared_task

from people import clock
from people.access import system
from people.flows import accounts


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def send_invitations() -> None:
    """Every minute."""
    accounts.send_invitations(by=system(clock.now()))
