"""The clock. Only views, tasks and commands read it; everything below is told what time it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """This moment, on the Copenhagen wall clock."""
    return timezone.now().astimezone(COPENHAGEN)


def today() -> date:
    """The Copenhagen date."""
    return now().date()
