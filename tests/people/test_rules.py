"""Who is responsible for whom, over small trees. Persons are numbers, units are letters' places in the alphabet."""

from collections.abc import Mapping

import pytest

from people.rules import Led, Organisation, RuleViolation, Seat

TOP, AREA, WARD, TEAM, OTHER = 1, 2, 3, 4, 5
PARENTS: dict[int, int | None] = {TOP: None, AREA: TOP, WARD: AREA, TEAM: WARD, OTHER: AREA}
DIRECTOR, CHIEF, KAREN, BIRGIT, NURSE = 101, 102, 103, 104, 105


def organisation(
    leaders: Mapping[int, set[int]],
    deputies: Mapping[int, set[int]] | None = None,
    seats: tuple[Seat, ...] = (),
    parents: Mapping[int, int | None] = PARENTS,
) -> Organisation:
    return Organisation(
        parents=parents,
        leaders={unit: frozenset(people) for unit, people in leaders.items()},
        deputies={unit: frozenset(people) for unit, people in (deputies or {}).items()},
        seats=seats,
    )


def seat(person: int, unit: int, employee: int | None = None) -> Seat:
    return Seat(employee=employee or person * 10, person=person, unit=unit)


def test_nearest_leader_upwards_is_responsible() -> None:
    house = organisation({TOP: {DIRECTOR}, AREA: {CHIEF}})

    assert house.responsible_unit(TEAM, NURSE) == AREA
    assert house.leaders_of(TEAM, NURSE) == {CHIEF}
    assert house.leaders_of(TOP, NURSE) == {DIRECTOR}


def test_somebody_without_a_user_is_led_like_everybody() -> None:
    assert organisation({AREA: {CHIEF}}).leaders_of(WARD, None) == {CHIEF}


def test_without_any_leader_upwards_it_is_hrs_queue() -> None:
    house = organisation({OTHER: {KAREN}})

    assert house.responsible_unit(WARD, NURSE) is None
    assert house.leaders_of(WARD, NURSE) == frozenset()
    assert house.deputies_of(WARD, NURSE) == frozenset()


def test_a_leader_is_led_by_the_next_leader_above() -> None:
    house = organisation({TOP: {DIRECTOR}, WARD: {KAREN}})

    assert house.leaders_of(WARD, KAREN) == {DIRECTOR}


def test_the_topmost_leader_stands_in_hrs_queue() -> None:
    assert organisation({TOP: {DIRECTOR}}).responsible_unit(TOP, DIRECTOR) is None


def test_a_leaders_matter_goes_to_neither_co_leader_nor_deputy() -> None:
    house = organisation({AREA: {CHIEF}, WARD: {KAREN, BIRGIT}}, {WARD: {NURSE}})

    assert house.leaders_of(WARD, KAREN) == {CHIEF}
    assert house.deputies_of(WARD, KAREN) == frozenset()
    assert house.leaders_of(WARD, NURSE) == {KAREN, BIRGIT}


def test_the_deputy_of_the_leader_above_handles_a_leader_unless_it_is_her_own_deputy_or_co_leader() -> None:
    house = organisation(
        {AREA: {CHIEF}, WARD: {KAREN, BIRGIT}}, {AREA: {NURSE, BIRGIT, DIRECTOR}, WARD: {NURSE}}, (seat(KAREN, WARD),)
    )

    assert house.deputies_of(WARD, KAREN) == {DIRECTOR}
    assert house.deputies_of(TEAM, 999) == {NURSE}
    assert house.led_by(DIRECTOR).besides == {KAREN * 10}
    assert house.led_by(BIRGIT).besides == frozenset()
    assert house.led_by(NURSE).besides == frozenset()


def test_a_co_leader_who_leads_above_too_is_the_leader_above() -> None:
    house = organisation({AREA: {BIRGIT}, WARD: {KAREN, BIRGIT}})

    assert house.leaders_of(WARD, KAREN) == {BIRGIT}


def test_nobody_in_between_leads_the_person_they_answer_to() -> None:
    house = organisation({TOP: {CHIEF}, AREA: {DIRECTOR}, WARD: {KAREN}}, seats=(seat(DIRECTOR, WARD),))

    assert house.leaders_of(WARD, DIRECTOR) == {CHIEF}
    assert house.led_by(KAREN) == Led(units=frozenset({WARD, TEAM}), without=frozenset({DIRECTOR * 10}))
    assert house.led_by(CHIEF).besides == {DIRECTOR * 10}


def test_a_deputy_of_nobody_leads_nothing() -> None:
    house = organisation({TOP: {DIRECTOR}}, {WARD: {KAREN}})

    assert house.roots_of(KAREN) == frozenset()
    assert house.led_by(KAREN) == Led()
    assert house.leaders_of(WARD, NURSE) == {DIRECTOR}


def test_deputies_never_deputise_in_their_own_matter() -> None:
    house = organisation({WARD: {KAREN}}, {WARD: {BIRGIT, NURSE}}, (seat(KAREN, WARD), seat(BIRGIT, WARD)))

    assert house.deputies_of(WARD, BIRGIT) == {NURSE}
    assert house.led_by(BIRGIT) == Led(units=frozenset({WARD, TEAM}), without=frozenset({KAREN * 10, BIRGIT * 10}))


def test_a_leader_leads_the_units_down_to_the_next_leader() -> None:
    house = organisation({TOP: {DIRECTOR}, WARD: {KAREN}}, seats=(seat(DIRECTOR, TOP), seat(KAREN, WARD)))

    assert house.led_by(DIRECTOR) == Led(
        units=frozenset({TOP, AREA, OTHER}),
        without=frozenset({DIRECTOR * 10}),
        besides=frozenset({KAREN * 10}),
    )
    assert house.led_by(KAREN).units == {WARD, TEAM}
    assert house.led_by(NURSE) == Led()


def test_a_leader_with_two_employee_numbers_owns_both() -> None:
    house = organisation(
        {TOP: {DIRECTOR}, AREA: {CHIEF}}, seats=(seat(CHIEF, AREA, 7), seat(CHIEF, TEAM, 8), seat(CHIEF, TOP, 9))
    )

    assert house.led_by(CHIEF).without == {7, 8, 9}
    assert house.led_by(DIRECTOR).besides == {7, 8}
    assert 9 not in house.led_by(DIRECTOR).without


def test_a_loop_in_the_tree_ends() -> None:
    loop: dict[int, int | None] = {TOP: WARD, AREA: TOP, WARD: AREA, TEAM: TEAM}
    house = organisation({AREA: {CHIEF}}, parents=loop, seats=(seat(CHIEF, AREA),))

    assert list(house.upwards(WARD)) == [WARD, AREA, TOP]
    assert house.leaders_of(WARD, NURSE) == {CHIEF}
    assert house.responsible_unit(AREA, CHIEF) is None
    assert house.responsible_unit(TEAM, NURSE) is None
    assert house.led_by(CHIEF).units == {TOP, AREA, WARD}


def test_an_unknown_parent_ends_the_way_up() -> None:
    house = organisation({TOP: {DIRECTOR}}, parents={AREA: 999})

    assert list(house.upwards(AREA)) == [AREA, 999]
    assert house.responsible_unit(AREA, NURSE) is None


def test_rule_violation_carries_its_code() -> None:
    with pytest.raises(RuleViolation) as refusal:
        raise RuleViolation("not_yourself")

    assert refusal.value.code == "not_yourself"
