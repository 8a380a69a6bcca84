"""Whose a follow-up is, over organisations of chance: somebody's, and never the employee's own."""

from hypothesis import given
from hypothesis import strategies as st

from cases.followups.owners import Owners, Ownership, owners_of
from people.rules import NOBODY, Organisation, OwnerRole, Seat

LEADER, DEPUTY, ABOVE, HR, HR_TOO, EMPLOYEE = range(1, 7)
UNIT, TOP = 10, 11


def organisation(**fields: object) -> Organisation:
    known: dict[str, object] = {
        "parents": {UNIT: TOP, TOP: None},
        "leaders": {UNIT: frozenset({LEADER}), TOP: frozenset({ABOVE})},
        "deputies": {UNIT: frozenset({DEPUTY})},
    }
    return Organisation(**{**known, **fields})  # type: ignore[arg-type]


def owners(
    role: OwnerRole = OwnerRole.LEADER, person: int = EMPLOYEE, unit: int | None = UNIT, **more: object
) -> Owners:
    row = Ownership(role=role, person=person, unit=unit, **more)  # type: ignore[arg-type]
    return owners_of(row, organisation(), frozenset({HR, HR_TOO}))


def test_the_leaders_owe_it_and_the_deputies_stand_in() -> None:
    assert owners() == Owners(frozenset({LEADER}), frozenset({DEPUTY}))


def test_a_leaders_own_is_the_leaders_above_and_no_deputys() -> None:
    assert owners(person=LEADER) == Owners(frozenset({ABOVE}), NOBODY)


def test_a_deputy_does_not_stand_in_for_their_own() -> None:
    assert owners(person=DEPUTY) == Owners(frozenset({LEADER}), NOBODY)


def test_where_nobody_leads_it_stands_in_hrs_queue() -> None:
    assert owners(person=ABOVE, unit=TOP) == Owners(frozenset({HR, HR_TOO}), in_queue=True)
    assert owners(unit=None) == Owners(frozenset({HR, HR_TOO}), in_queue=True)


def test_hrs_rows_are_everybodys_in_hr_but_ones_own() -> None:
    assert owners(OwnerRole.HR, person=HR) == Owners(frozenset({HR_TOO}), in_queue=True)


def test_a_consultants_row_is_the_consultants_and_else_hrs() -> None:
    assert owners(OwnerRole.CONSULTANT, consultants=frozenset({77})) == Owners(frozenset({77}))
    assert owners(OwnerRole.CONSULTANT).in_queue


def test_what_the_employee_has_taken_on_is_theirs_and_the_leaders_where_they_cannot_log_in() -> None:
    assert owners(OwnerRole.EMPLOYEE, has_account=True) == Owners(frozenset({EMPLOYEE}))
    assert owners(OwnerRole.EMPLOYEE) == owners()
    assert owners(OwnerRole.EMPLOYEE, person=None, has_account=True) == owners(person=None)
    assert owners(OwnerRole.EMPLOYEE, unit=None).in_queue


def test_a_named_owner_goes_before_the_role_but_not_for_their_own() -> None:
    assert owners(named=HR) == Owners(frozenset({HR}))
    assert owners(named=EMPLOYEE) == owners()


units = st.integers(min_value=0, max_value=6)
people = st.integers(min_value=1, max_value=9)
some_people = st.frozensets(people, max_size=3)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    parents: dict[int, int | None] = {0: None}
    for unit in range(1, 7):
        parents[unit] = draw(st.integers(min_value=0, max_value=unit - 1))
    leaders = draw(st.dictionaries(units, some_people, max_size=5))
    deputies = draw(st.dictionaries(units, some_people, max_size=3))
    granted = {one for several in (*leaders.values(), *deputies.values()) for one in several}
    seats = tuple(Seat(employee=100 + one, person=one, unit=draw(units)) for one in sorted(granted))
    return Organisation(parents=parents, leaders=leaders, deputies=deputies, seats=seats)


@given(
    organisation=organisations(),
    role=st.sampled_from(OwnerRole),
    person=people,
    unit=st.none() | units,
    named=st.none() | people,
    consultants=some_people,
)
def test_every_row_is_somebodys_and_nobodys_own(
    organisation: Organisation,
    role: OwnerRole,
    person: int,
    unit: int | None,
    named: int | None,
    consultants: frozenset[int],
) -> None:
    row = Ownership(role=role, person=person, unit=unit, named=named, consultants=consultants)
    found = owners_of(row, organisation, frozenset({50, 51}))
    assert found.owe
    assert person not in found.told


@given(organisation=organisations(), person=people, unit=units)
def test_whoever_owes_it_as_leader_leads_the_employee(organisation: Organisation, person: int, unit: int) -> None:
    """A mail never goes to a leader or deputy who could not open what it is about."""
    employee = next((seat.employee for seat in organisation.seats if seat.person == person), 999)
    at = next((seat.unit for seat in organisation.seats if seat.person == person), unit)
    found = owners_of(Ownership(role=OwnerRole.LEADER, person=person, unit=at), organisation, NOBODY)
    for owner in found.told:
        led = organisation.led_by(owner)
        assert (at in led.units and employee not in led.without) or employee in led.besides
