"""The clock. Only views, tasks and commands read it; everything below is told what time it is."""

from datetime import date, datetime

from django.utils import timezone

from people.calendar import COPENHAGEN


def now() -> datetime:
    """This moment, on the Copenhagen wall clock."""
    return timezone.now().astimezone(COPENHAGEN)


def today() -> date:
    """The Copenhagen date."""
    return now().date()
