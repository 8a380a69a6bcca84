"""Chainable filters over periods."""

from collections.abc import Collection
from datetime import date
from typing import Self

from cases.querysets import OfEmployees
from people.querysets import Among, DatedQuerySet


class PeriodQuerySet(OfEmployees, DatedQuerySet):  # type: ignore[override]  # as_manager, which the stubs make up
    def standing(self) -> Self:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn=False)

    def covering(self, day: date) -> Self:
        """Those that stand and cover the day."""
        return self.standing().running(day)

    def unconfirmed(self) -> Self:
        """Those that stand, and that payroll has never sent."""
        return self.standing().filter(payroll_code="")

    def of_many(self, employees: Collection[int]) -> Self:
        return self.filter(Among("employee", employees))
