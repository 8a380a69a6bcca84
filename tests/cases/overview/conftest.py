"""The world's own follow-ups: Åse's stands with her leader, the leader's with the leader above, Henrik's with HR."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cases.models import FollowUp
from people.rules import OwnerRole
from tests.factories import EmployeeFactory, EmploymentFactory
from tests.world import NOW, TODAY, World

Owe = Callable[..., FollowUp]


@pytest.fixture
def owe(world: World) -> Owe:
    """One open row more: `owe("Bo", days=2, unit="laerkevej", kind="talk")`; the employee is made where needed."""

    def make(name: str, *, days: int | None = 0, unit: str = "solgaarden", **fields: object) -> FollowUp:
        employee = fields.pop("employee", None)
        if employee is None:
            employee = EmployeeFactory(first_name=name, last_name="Berg")
            EmploymentFactory(employee=employee, unit=world.units[unit])
        due_on: date | None = None if days is None else TODAY + timedelta(days=days)
        known = {
            "key": f"1-5-14/5@{due_on}-{FollowUp.objects.count()}",
            "rule_key": "1-5-14/5",
            "kind": "contact",
            "origin": "1-5-14",
            "owner_role": OwnerRole.LEADER,
            "anchor": due_on,
            "spell_from": TODAY - timedelta(days=4),
            "created_at": NOW,
        }
        return FollowUp.objects.create(employee=employee, due_on=due_on, **{**known, **fields})

    return make
