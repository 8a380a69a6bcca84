"""Short ways to say what was owed about whom, and when it was done."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from cases.models import FollowUp
from people.models import Employee
from tests.world import NOW, World

# The four whole quarters before the world's day are October 2025 to September 2026.
DUE = date(2026, 8, 10)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


@pytest.fixture
def owe() -> Callable[..., FollowUp]:
    """A follow-up of a rule about the employee, due on the day; `late` days late, None is still open."""

    def make(employee: Employee, due_on: date = DUE, *, late: int | None = 0, **more) -> FollowUp:
        rule = more.pop("rule", "1-5-14/5")
        state = more.pop("state", "open" if late is None else "done")
        done = {}
        if state == "done":
            done_on = due_on + timedelta(days=late or 0)
            done = {"done_on": done_on, "done_at": datetime.combine(done_on, NOW.timetz())}
        row: FollowUp = FollowUp.objects.create(
            employee=employee,
            key=f"{rule}@{due_on}-{FollowUp.objects.count()}",
            rule_key=rule,
            kind="contact",
            origin="1-5-14",
            anchor=more.pop("anchor", due_on),
            due_on=due_on,
            state=state,
            created_at=NOW,
            **done,
            **more,
        )
        return row

    return make


@pytest.fixture
def staff(world: World, hire) -> Callable[..., list[Employee]]:
    """So many more people in a unit."""
    return lambda unit, number, **more: [hire(unit, **more) for _ in range(number)]
