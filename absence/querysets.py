"""Chainable filters over periods."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db.models import Q

from cases.querysets import OfEmployees
from people.querysets import many


class PeriodQuerySet(OfEmployees):
    def standing(self) -> Self:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn=False)

    def reaching(self, day: date) -> Self:
        """Those that last until the day or longer."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day))

    def covering(self, day: date) -> Self:
        """Those that stand and cover the day."""
        return self.standing().reaching(day).filter(first_day__lte=day)

    def unconfirmed(self) -> Self:
        """Those that stand, and that payroll has never sent."""
        return self.standing().filter(payroll_code="")

    def of_many(self, employees: Collection[int]) -> Self:
        return self.filter(employee__in=many(employees))
