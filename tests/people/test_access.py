"""The doors: who gets in, what is recorded, and who is told why not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.utils import translation

from audit.models import Entry
from config.views import page_not_found
from people.access import Explanation, Refused, acting_towards, open_employee, refuse, system, viewer_for
from people.models import Assignment, Employee, Employment, Leadership
from people.rules import ActingAs
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def refusal(world: World, who: str, employee: str = "employee") -> Explanation | None:
    with pytest.raises(Refused) as fault:
        open_employee(world.viewer(who), world.employees[employee].ref, purpose="test")
    return fault.value.explanation


def trail() -> list[tuple[str, str, list[str], str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "capacity", "subjects", "purpose"))


@pytest.mark.parametrize(
    ("who", "capacity"), [("leader", "leader"), ("deputy", "deputy"), ("consultant", "consultant"), ("hr", "hr")]
)
def test_an_opened_employee_is_recorded_with_capacity_and_purpose(world: World, who: str, capacity: str) -> None:
    employee = open_employee(world.viewer(who), world.employees["employee"].ref, purpose="employee_page")

    assert (employee.name, employee.unit_name) == ("Åse Kanariefugl", "Plejecenter Solgården")
    assert trail() == [("opened", capacity, [employee.ref], "employee_page")]


def test_a_refused_look_is_recorded(world: World) -> None:
    refusal(world, "sibling_leader")
    assert trail() == [("refused", "leader", [world.employees["employee"].ref], "test")]


def test_a_reference_of_nobody_leaves_no_trace(world: World) -> None:
    with pytest.raises(Http404):
        open_employee(world.viewer("hr"), "findes-ikke", purpose="test")
    assert trail() == []


def test_the_leaders_above_are_told_who_can_let_them_in(world: World) -> None:
    assert refusal(world, "leader_above") == Explanation("Åse", ("Birgit Lund",))
    assert refusal(world, "director") == Explanation("Åse", ("Birgit Lund",))
    assert refusal(world, "director", "leader") == Explanation("Birgit", ("Anders Aagaard",))


def test_those_whose_own_grant_has_ended_are_told(world: World) -> None:
    assert refusal(world, "former_leader") == Explanation("Åse", ("Birgit Lund",))
    assert refusal(world, "past_deputy") == Explanation("Åse", ("Birgit Lund",))
    Assignment.objects.update(last_day=TODAY - timedelta(days=1))
    assert refusal(world, "consultant") == Explanation("Åse", ("Birgit Lund",))


def test_a_leader_whose_employee_has_moved_is_told(world: World) -> None:
    rows = Employment.objects.filter(employee=world.employees["employee"])
    rows.update(last_day=TODAY - timedelta(days=1))
    assert refusal(world, "leader") == Explanation("Åse", ())
    Employment.objects.create(
        employee=world.employees["employee"], unit=world.units["laerkevej"], first_day=TODAY, weekly_hours=37
    )
    assert refusal(world, "leader") == Explanation("Åse", ("Søren Sand",))


@pytest.mark.parametrize("who", ["sibling_leader", "colleague", "other_consultant", "administrator", "employee"])
def test_everybody_else_gets_the_plain_answer(world: World, who: str) -> None:
    assert refusal(world, who) is None


def test_nobody_is_told_anything_about_their_own_matter(world: World) -> None:
    assert refusal(world, "leader", "leader") is None
    assert refusal(world, "hr", "hr") is None
    assert refusal(world, "director", "director") is None


def test_co_leader_and_deputy_are_told_nothing_about_the_leaders_matter(world: World) -> None:
    Leadership.objects.create(unit=world.units["solgaarden"], user=world.users["colleague"], first_day=TODAY)
    assert refusal(world, "colleague", "leader") is None
    assert refusal(world, "deputy", "leader") is None


def test_an_employee_without_any_leader_is_hrs(world: World) -> None:
    Leadership.objects.filter(user=world.users["leader_above"]).update(last_day=TODAY - timedelta(days=1))
    Leadership.objects.filter(user=world.users["director"]).delete()
    Leadership.objects.filter(user=world.users["leader"]).update(last_day=TODAY - timedelta(days=1))
    assert refusal(world, "leader") == Explanation("Åse", ())


def test_a_grant_that_ended_before_the_employee_came_tells_nothing(world: World) -> None:
    Employment.objects.filter(employee=world.employees["employee"]).update(first_day=TODAY - timedelta(days=3))
    assert refusal(world, "former_leader") is None


def test_the_page_says_it_with_the_same_status(world: World) -> None:
    with translation.override("da"):
        plain, told = page(Http404()), page(Refused(Explanation("Åse", ("Birgit Lund",))))
        hr = page(Refused(Explanation("Åse", ())))

    assert plain.status_code == told.status_code == hr.status_code == 404
    assert "Birgit Lund" in told.content.decode()
    assert "Åse" not in plain.content.decode()
    assert "Birgit" not in hr.content.decode()


def page(fault: Exception) -> Any:
    request: HttpRequest = RequestFactory().get("/findes/ikke/")
    return page_not_found(request, fault)


def test_the_system_is_refused_like_everybody(world: World) -> None:
    with pytest.raises(Http404):
        refuse(system(NOW), world.employees["employee"].ref, purpose="test")
    assert trail()[0][:2] == ("refused", "system")


def test_the_viewer_counts_days_in_copenhagen(world: World) -> None:
    """23:30 UTC on the evening before is already the day in Copenhagen."""
    viewer = viewer_for(world.users["hr"], datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert viewer.today == TODAY


@pytest.mark.parametrize(
    ("who", "acting"),
    [
        ("leader", ActingAs.LEADER),
        ("deputy", ActingAs.DEPUTY),
        ("consultant", ActingAs.CONSULTANT),
        ("other_consultant", ActingAs.NONE),
        ("hr", ActingAs.HR),
        ("employee", ActingAs.SELF),
        ("administrator", ActingAs.NONE),
        ("director", ActingAs.NONE),
    ],
)
def test_acting_towards_names_the_capacity(world: World, who: str, acting: ActingAs) -> None:
    employee = Employee.objects.with_place(TODAY).get(pk=world.employees["employee"].pk)
    assert acting_towards(world.viewer(who), employee) == acting
