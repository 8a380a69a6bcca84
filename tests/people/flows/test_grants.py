"""Grants: who gives them, to whom, for which days; and whose number is whose."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from people import flows
from people.access import system, viewer_for
from people.calendar import COPENHAGEN
from people.models import Capacity, Employee, Leadership, Unit, User
from people.rules import CapacityKind, RuleViolation
from people.viewer import Viewer
from tests.factories import CapacityFactory, EmployeeFactory, LeadershipFactory, UnitFactory, UserFactory, person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
HOLIDAY = {"first_day": date(2026, 12, 21), "last_day": date(2027, 1, 1)}


@pytest.fixture
def unit(db: None) -> Unit:
    return UnitFactory(parent=UnitFactory())


@pytest.fixture
def leader(unit: Unit) -> User:
    return held(person(unit, leads=True, first_name="Karen"))


@pytest.fixture
def nurse(unit: Unit) -> User:
    return held(person(unit))


@pytest.fixture
def hr(db: None) -> Viewer:
    return at(CapacityFactory(kind=CapacityKind.HR).user)


def held(employee: Employee) -> User:
    assert employee.user is not None
    return employee.user


def at(user: User) -> Viewer:
    return viewer_for(user, NOW)


def refused(flow: Callable[..., object], **arguments: Any) -> str:
    """The code with which the flow refuses; nothing is written or recorded then."""
    with pytest.raises(RuleViolation) as refusal:
        flow(**arguments)
    assert not Entry.objects.exists()
    return refusal.value.code


def trail() -> list[tuple[str, str, list[str]]]:
    return list(Entry.objects.order_by("pk").values_list("event", "capacity", "fields"))


# Deputies


def test_a_leader_names_her_own_deputy_for_a_holiday(unit: Unit, leader: User, nurse: User) -> None:
    flows.name_deputy(unit=unit, user=nurse, by=at(leader), **HOLIDAY)

    assert not at(nurse).leads
    during = viewer_for(nurse, datetime(2026, 12, 24, 9, tzinfo=COPENHAGEN))
    assert during.leads
    assert not viewer_for(nurse, datetime(2027, 1, 2, 9, tzinfo=COPENHAGEN)).leads
    assert trail() == [("deputy_named", "leader", [])]
    assert Entry.objects.get().subjects == [nurse.employees.get().ref]


def test_a_leader_says_until_when(unit: Unit, leader: User, nurse: User, hr: Viewer) -> None:
    asked: dict[str, Any] = {"unit": unit, "user": nurse, "first_day": TODAY, "last_day": None}

    assert refused(flows.name_deputy, by=at(leader), **asked) == "needs_last_day"
    assert flows.name_deputy(by=hr, **asked).last_day is None


def test_nobody_else_names_a_deputy(unit: Unit, leader: User, nurse: User) -> None:
    colleague = held(person(unit))
    LeadershipFactory(unit=unit, user=nurse, is_deputy=True)
    above = held(person(Unit.objects.get(pk=unit.parent_id), leads=True))
    former = held(person(unit))
    LeadershipFactory(unit=unit, user=former, last_day=YESTERDAY)
    consultant = CapacityFactory(kind=CapacityKind.CONSULTANT).user

    for user in (colleague, nurse, above, former, consultant):
        other = held(person(unit))
        assert refused(flows.name_deputy, unit=unit, user=other, by=at(user), **HOLIDAY) == "not_allowed"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"first_day": YESTERDAY, "last_day": TOMORROW}, "begins_in_the_past"),
        ({"first_day": TOMORROW, "last_day": TODAY}, "ends_before_start"),
    ],
)
def test_the_days_of_a_grant_make_sense(
    unit: Unit, leader: User, nurse: User, hr: Viewer, days: dict[str, date], code: str
) -> None:
    assert refused(flows.name_deputy, unit=unit, user=nurse, by=at(leader), **days) == code
    assert refused(flows.name_leader, unit=unit, user=nurse, by=hr, **days) == code
    kind = CapacityKind.CONSULTANT
    assert refused(flows.grant_capacity, user=nurse, kind=kind, by=hr, **days) == code


def test_a_deputy_is_employed_and_not_named_twice(unit: Unit, leader: User, nurse: User) -> None:
    leaving = held(person(unit, employment__last_day=date(2026, 12, 1)))
    assert refused(flows.name_deputy, unit=unit, user=leaving, by=at(leader), **HOLIDAY) == "not_employed"
    assert refused(flows.name_deputy, unit=unit, user=UserFactory(), by=at(leader), **HOLIDAY) == "not_employed"

    LeadershipFactory(unit=unit, user=nurse, is_deputy=True, first_day=date(2027, 1, 1))
    assert refused(flows.name_deputy, unit=unit, user=nurse, by=at(leader), **HOLIDAY) == "already_named"


def test_nobody_grants_to_themselves(unit: Unit, leader: User) -> None:
    assert refused(flows.name_deputy, unit=unit, user=leader, by=at(leader), **HOLIDAY) == "not_yourself"
    officer = held(person(unit))
    CapacityFactory(user=officer, kind=CapacityKind.HR)
    me = at(officer)
    assert refused(flows.name_leader, unit=unit, user=officer, by=me, **HOLIDAY) == "not_yourself"
    kind = CapacityKind.ADMINISTRATOR
    assert refused(flows.grant_capacity, user=officer, kind=kind, by=me, **HOLIDAY) == "not_yourself"


def test_a_leader_ends_the_deputy_of_her_unit_only(unit: Unit, leader: User, nurse: User) -> None:
    mine = LeadershipFactory(unit=unit, user=nurse, is_deputy=True)
    other = LeadershipFactory(is_deputy=True)
    co_leader = LeadershipFactory(unit=unit, user=held(person(unit)))

    for leadership in (other, co_leader):
        assert refused(flows.end_leadership, leadership=leadership, last_day=TODAY, by=at(leader)) == "not_allowed"
    flows.end_leadership(leadership=mine, last_day=YESTERDAY, by=at(leader))
    assert not at(nurse).leads
    assert trail() == [("leadership_ended", "leader", [])]


# Leaders


def test_hr_and_administrators_name_and_end_leaders(unit: Unit, nurse: User, hr: Viewer) -> None:
    administrator = at(CapacityFactory(kind=CapacityKind.ADMINISTRATOR).user)
    leadership = flows.name_leader(unit=unit, user=nurse, first_day=TODAY, last_day=None, by=administrator)
    assert at(nurse).is_leader_of(unit.pk)
    flows.end_leadership(leadership=leadership, last_day=TODAY, by=hr)

    assert at(nurse).leads
    assert not viewer_for(nurse, NOW + timedelta(days=1)).leads
    assert trail() == [("leader_named", "administrator", []), ("leadership_ended", "hr", [])]
    assert Leadership.objects.values_list("imported", "ended_by_hand").get() == (False, False)


def test_an_imported_leadership_remembers_that_it_was_ended_by_hand(unit: Unit, nurse: User, hr: Viewer) -> None:
    leadership = LeadershipFactory(unit=unit, user=nurse, imported=True)
    flows.end_leadership(leadership=leadership, last_day=TODAY, by=hr)

    assert Leadership.objects.values_list("last_day", "ended_by_hand").get() == (TODAY, True)


def test_what_has_not_begun_goes_away_and_what_has_ended_stays(unit: Unit, nurse: User, hr: Viewer) -> None:
    coming = LeadershipFactory(unit=unit, user=nurse, first_day=TOMORROW)
    past = CapacityFactory(user=nurse, last_day=YESTERDAY)
    running = CapacityFactory(user=UserFactory(), last_day=date(2026, 12, 1))

    assert refused(flows.end_capacity, capacity=past, last_day=TODAY, by=hr) == "has_ended"
    early, late = date(2026, 11, 21), date(2026, 12, 2)
    assert refused(flows.end_capacity, capacity=running, last_day=early, by=hr) == "ends_in_the_past"
    assert refused(flows.end_capacity, capacity=running, last_day=late, by=hr) == "ends_later_than_before"
    flows.end_leadership(leadership=coming, last_day=TODAY, by=hr)
    assert not Leadership.objects.exists()


# Capacities


def test_a_capacity_counts_from_its_first_day_to_its_last(nurse: User, hr: Viewer) -> None:
    kind = CapacityKind.CONSULTANT
    capacity = flows.grant_capacity(user=nurse, kind=kind, first_day=TODAY, last_day=None, by=hr)
    assert at(nurse).capacities == {kind}
    flows.end_capacity(capacity=capacity, last_day=YESTERDAY, by=hr)

    assert at(nurse).capacities == frozenset()
    assert trail() == [("capacity_granted", "hr", ["consultant"]), ("capacity_ended", "hr", ["consultant"])]


def test_only_hr_administrators_and_the_system_grant(unit: Unit, leader: User, nurse: User) -> None:
    consultant = CapacityFactory(kind=CapacityKind.CONSULTANT)
    former = CapacityFactory(kind=CapacityKind.HR, last_day=YESTERDAY).user
    for user in (leader, consultant.user, former):
        asked: dict[str, Any] = {"by": at(user), **HOLIDAY}
        assert refused(flows.grant_capacity, user=nurse, kind=CapacityKind.HR, **asked) == "not_allowed"
        assert refused(flows.name_leader, unit=unit, user=nurse, **asked) == "not_allowed"
        assert refused(flows.end_capacity, capacity=consultant, last_day=TODAY, by=at(user)) == "not_allowed"


def test_a_capacity_is_not_granted_twice(nurse: User, hr: Viewer) -> None:
    CapacityFactory(user=nurse, kind=CapacityKind.HR, first_day=date(2026, 12, 31))
    assert refused(flows.grant_capacity, user=nurse, kind=CapacityKind.HR, by=hr, **HOLIDAY) == "already_granted"
    flows.grant_capacity(user=nurse, kind=CapacityKind.CONSULTANT, by=hr, **HOLIDAY)


def test_who_has_left_holds_no_capacity(unit: Unit) -> None:
    gone = held(person(unit, employment__last_day=YESTERDAY))
    CapacityFactory(user=gone, kind=CapacityKind.HR)

    assert at(gone).capacities == frozenset()
    assert viewer_for(gone, NOW - timedelta(days=1)).capacities == {CapacityKind.HR}


# The commands


def test_grant_capacity_makes_the_first_hr_officer(nurse: User) -> None:
    out = StringIO()
    days = ("--from", "2026-11-01", "--until", "31-12-2026")
    call_command("grant_capacity", nurse.username.upper(), "hr", *days, stdout=out)

    assert Capacity.objects.values_list("user", "kind", "first_day", "last_day").get() == (
        nurse.pk,
        "hr",
        date(2026, 11, 1),
        date(2026, 12, 31),
    )
    assert out.getvalue() == f"{nurse.username} er hr fra 01-11-2026 til 31-12-2026.\n"
    assert trail() == [("capacity_granted", "system", ["hr"])]


def test_grant_capacity_can_invite_at_the_same_time(nurse: User) -> None:
    User.objects.update(is_active=False)
    call_command("grant_capacity", nurse.username, "hr", invite=True, stdout=StringIO())
    assert User.objects.get(pk=nurse.pk).invitation_owed_at is not None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["ingen", "hr"], "Brugernavnet ingen findes ikke"),
        (["sygeplejerske", "hr", "--by", "ingen"], "Brugernavnet ingen findes ikke"),
        (["sygeplejerske", "hr", "--from", "snart"], "Datoen snart kan ikke læses"),
        (["sygeplejerske", "hr", "--from", "2026-12-02", "--until", "2026-12-01"], "Sidste dag ligger før første dag"),
        (["sygeplejerske", "hr", "--by", "sygeplejerske"], "Ingen giver adgang til sig selv|Kun HR og administratorer"),
        (["sygeplejerske", "hr", "--invite"], "har allerede en åben konto"),
    ],
)
def test_grant_capacity_says_what_is_wrong(unit: Unit, options: list[str], words: str) -> None:
    person(unit, user__username="sygeplejerske")
    with pytest.raises(CommandError, match=words):
        call_command("grant_capacity", *options, stdout=StringIO())
    assert not Capacity.objects.exists()


def test_link_people_makes_two_numbers_one_person(unit: Unit) -> None:
    first, second = person(unit, number="1", leads=True), person(unit, number="2")
    old = held(second)
    User.objects.filter(pk=old.pk).update(is_active=False)
    LeadershipFactory(unit=UnitFactory(), user=old, imported=True)
    LeadershipFactory(unit=unit, user=old, imported=True)
    call_command("link_people", "1", "2", stdout=StringIO())

    assert set(Employee.objects.values_list("user", flat=True)) == {first.user_id}
    assert Employee.objects.get(number="2").linked_by_hand
    assert set(Leadership.objects.values_list("user", flat=True)) == {first.user_id}
    assert Leadership.objects.count() == 2
    assert Employee.objects.own_of(at(held(first))).count() == 2
    assert [entry[:2] for entry in trail()] == [("people_linked", "system")]
    with pytest.raises(CommandError, match="allerede til samme person"):
        call_command("link_people", "1", "2", stdout=StringIO())


def test_link_people_makes_a_person_where_there_is_none(db: None) -> None:
    one, two = EmployeeFactory(number="1"), EmployeeFactory(number="2")
    flows.link_people(kept=one, other=two, by=system(NOW))

    user = User.objects.get()
    assert (user.username, user.is_active, user.has_usable_password()) == ("nummer-1", False, False)
    assert set(Employee.objects.values_list("user", flat=True)) == {user.pk}


def test_link_people_gives_nobody_up_who_can_log_in_or_holds_something(unit: Unit, hr: Viewer) -> None:
    kept, other = person(unit), person(unit)
    assert refused(flows.link_people, kept=kept, other=other, by=hr) == "has_account"
    User.objects.filter(pk=held(other).pk).update(is_active=False)
    other.refresh_from_db()
    grant = LeadershipFactory(unit=unit, user=other.user)
    assert refused(flows.link_people, kept=kept, other=other, by=hr) == "has_grants"
    grant.delete()
    CapacityFactory(user=other.user)
    assert refused(flows.link_people, kept=kept, other=other, by=hr) == "has_grants"
    assert refused(flows.link_people, kept=kept, other=kept, by=hr) == "same_number"
    assert refused(flows.link_people, kept=kept, other=other, by=at(held(kept))) == "not_allowed"
    with pytest.raises(CommandError, match="Medarbejdernummer nej findes ikke"):
        call_command("link_people", kept.number, "nej")
