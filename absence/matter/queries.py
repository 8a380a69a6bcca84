"""The absence of one employee. Read once, and kept on the employee."""

from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from absence.day.queries import Spell, spells_of
from absence.models import Period
from people.models import Employee


def periods_of_employee(employee: Employee) -> list[Period]:
    """The periods that stand, the oldest first. One query, however often it is asked."""
    rows = Period.objects.standing().select_related("cause", "recorded_by").order_by("first_day", "pk")
    prefetch_related_objects([employee], Prefetch("periods", queryset=rows))
    return list(employee.periods.all())


def running(periods: list[Period], today: date) -> Period | None:
    """The period that covers the day."""
    return next((p for p in periods if p.first_day <= today and (p.last_day is None or p.last_day >= today)), None)


def spell_on(periods: list[Period], today: date) -> Spell | None:
    """The sick days on end that cover the day."""
    return next((s for s in spells_of(periods) if s.first <= today and (s.last is None or s.last >= today)), None)
