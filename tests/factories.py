"""Rows as plain as they come. Tests say what matters to them; dates are fixed, so nothing depends on today."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from people import models
from people.rules import CapacityKind

EPOCH = date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    """An active user. The password is "kodeord til test"; give `password=None` for one who cannot log in."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"bruger{n}")
    first_name = "Bente"
    last_name = factory.Sequence(lambda n: f"Bruger{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@nordstrand.example")
    password = factory.django.Password("kodeord til test")


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = models.Unit

    code = factory.Sequence(lambda n: f"E{1000 + n}")
    name = factory.LazyAttribute(lambda unit: f"Enhed {unit.code}")
    parent = None


class EmployeeFactory(DjangoModelFactory):
    """An employee number without employment; `EmploymentFactory` or `person` give one."""

    class Meta:
        model = models.Employee

    number = factory.Sequence(lambda n: f"{50000 + n}")
    first_name = "Åse"
    last_name = factory.Sequence(lambda n: f"Ansat{n}")
    user = None


class EmploymentFactory(DjangoModelFactory):
    class Meta:
        model = models.Employment

    employee = factory.SubFactory(EmployeeFactory)
    unit = factory.SubFactory(UnitFactory)
    first_day = EPOCH
    last_day = None
    title = "Pædagog"
    job_group = "Pædagogisk personale"
    weekly_hours = Decimal("37.00")
    home_municipality = "760"


class LeadershipFactory(DjangoModelFactory):
    """Only a holder who is employed leads: see `person`."""

    class Meta:
        model = models.Leadership

    unit = factory.SubFactory(UnitFactory)
    user = factory.SubFactory(UserFactory)
    is_deputy = False
    first_day = EPOCH
    last_day = None


class CapacityFactory(DjangoModelFactory):
    class Meta:
        model = models.Capacity

    kind = CapacityKind.HR
    user = factory.SubFactory(UserFactory)
    first_day = EPOCH
    last_day = None


class AssignmentFactory(DjangoModelFactory):
    """Referred to the consultant team; give `consultant` for one person."""

    class Meta:
        model = models.Assignment

    employee = factory.SubFactory(EmployeeFactory)
    consultant = None
    first_day = EPOCH
    last_day = None
    reason = "referred"


def person(unit: models.Unit, *, leads: bool = False, **fields: Any) -> models.Employee:
    """Somebody with a user who is employed in the unit, and perhaps leads it.

    Fields beginning with `user__` are the user's, those beginning with `employment__` the employment's.
    """
    of_user = _taken(fields, "user__")
    of_employment = _taken(fields, "employment__")
    if "user" not in fields:
        fields["user"] = UserFactory(**of_user)
    employee: models.Employee = EmployeeFactory(**fields)
    EmploymentFactory(employee=employee, unit=unit, **of_employment)
    if leads:
        LeadershipFactory(unit=unit, user=employee.user)
    return employee


def _taken(fields: dict[str, Any], prefix: str) -> dict[str, Any]:
    names = [name for name in fields if name.startswith(prefix)]
    return {name.removeprefix(prefix): fields.pop(name) for name in names}
