"""Agreements and the end of a meeting: every combination of what may be missing."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from cases.invitations.rules import Role
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.rules import OwnerRole, RuleViolation
from roundtable.rules.agreements import MOST_AGREEMENTS, by_name, check_agreement, fault_of, owed_as
from roundtable.rules.closing import (
    Agreed,
    AtTable,
    Part,
    check_close,
    check_next,
    gap_widened,
    missing,
    next_meeting_at,
)
from roundtable.rules.plans import Fault

TODAY = date(2026, 11, 24)
DAYS = {None: "day_missing", TODAY - timedelta(days=1): "day_past", TODAY: "", TODAY + timedelta(days=9): ""}


def refused(code: str):
    return pytest.raises(RuleViolation, match=f"^{code}$")


@pytest.mark.parametrize(("has_owner", "due_on"), list(product([True, False], DAYS)))
def test_an_agreement_has_somebody_and_a_day_that_is_not_past(has_owner, due_on):
    expected = DAYS[due_on] if has_owner else "owner_missing"
    assert fault_of(has_owner=has_owner, due_on=due_on, today=TODAY) == expected


@pytest.mark.parametrize(
    ("what", "number", "code"),
    [
        ("x", 1, ""),
        ("x", MOST_AGREEMENTS, ""),
        ("", 1, "what_missing"),
        ("x", MOST_AGREEMENTS + 1, "too_many_agreements"),
    ],
)
def test_at_the_table_an_agreement_needs_words_alone(what, number, code):
    if code:
        with refused(code):
            check_agreement(what=what, number=number)
    else:
        check_agreement(what=what, number=number)


OWN = {Role.LEADER: OwnerRole.LEADER, Role.CONSULTANT: OwnerRole.CONSULTANT, Role.HR: OwnerRole.HR}


@pytest.mark.parametrize(("role", "handles"), list(product(Role, [True, False])))
def test_what_a_guest_took_on_is_the_consultants_to_see_to(role, handles):
    if role is Role.EMPLOYEE:
        expected = OwnerRole.EMPLOYEE
    else:
        expected = OWN.get(role, OwnerRole.CONSULTANT) if handles else OwnerRole.CONSULTANT
    assert owed_as(role, handles=handles) is expected


@pytest.mark.parametrize(("role", "handles", "leads"), list(product(Role, [True, False], [True, False])))
def test_it_is_owed_by_name_where_the_role_does_not_say_who(role, handles, leads):
    expected = handles and role is not Role.EMPLOYEE and (role is not Role.LEADER or not leads)
    assert by_name(role, handles=handles, leads=leads) is expected


# --- Closing --------------------------------------------------------------------------------------------

FULL_TABLE = {
    "begun": True,
    "pictured": True,
    "no_plan": False,
    "plan_faults": (),
    "agreements": (Agreed("a", True, TODAY),),
    "somebody_attended": True,
    "employee_attended": True,
}
LACKING = {
    "begun": (False, [Part("not_begun")]),
    "pictured": (False, [Part("picture_missing")]),
    "plan_faults": (None, [Part("plan_missing")]),
    "agreements": (
        (Agreed("a", False, TODAY), Agreed("b", True, None), Agreed("c", True, TODAY), Agreed("d", False, None)),
        [Part("owner_missing", "a"), Part("day_missing", "b"), Part("owner_missing", "d")],
    ),
    "somebody_attended": (False, [Part("attendance_missing")]),
}


@pytest.mark.parametrize("lacking", [set(), *({name} for name in LACKING), {"begun", "agreements"}, set(LACKING)])
def test_what_is_missing_is_said_in_the_order_of_the_meeting(lacking):
    table = AtTable(**{**FULL_TABLE, **{name: LACKING[name][0] for name in lacking}})
    expected = [part for name, (_value, parts) in LACKING.items() if name in lacking for part in parts]
    assert missing(table, TODAY) == expected
    if expected:
        with refused(expected[0].code):
            check_close(expected)
    else:
        check_close(expected)


@pytest.mark.parametrize(
    ("somebody", "employee", "codes"),
    [
        (True, True, []),
        (True, False, ["employee_absent"]),
        (False, False, ["attendance_missing"]),
    ],
)
def test_without_the_employee_it_was_no_meeting(somebody, employee, codes):
    table = AtTable(**{**FULL_TABLE, "somebody_attended": somebody, "employee_attended": employee})
    assert [part.code for part in missing(table, TODAY)] == codes


def test_the_plans_faults_are_named_with_their_week():
    faults = (Fault("weeks_missing", date(2026, 12, 7)), Fault("evaluation_missing"))
    table = AtTable(**{**FULL_TABLE, "plan_faults": faults})
    assert missing(table, TODAY) == [Part("weeks_missing", "2026-12-07"), Part("evaluation_missing")]


@pytest.mark.parametrize("faults", [None, (), (Fault("hours_fall"),)])
def test_no_plan_is_a_decision_too(faults):
    assert missing(AtTable(**{**FULL_TABLE, "no_plan": True, "plan_faults": faults}), TODAY) == []


def test_a_meeting_without_any_agreement_may_be_closed():
    assert missing(AtTable(**{**FULL_TABLE, "agreements": ()}), TODAY) == []


@pytest.mark.parametrize(
    ("held", "weeks", "expected"),
    [
        ((2026, 11, 24, 10), 4, (2026, 12, 22, 10)),
        ((2026, 11, 26, 13, 30), 4, (2026, 12, 28, 13, 30)),
        # Over the change of the clock the hour on the wall stays.
        ((2026, 10, 1, 9), 4, (2026, 10, 29, 9)),
        ((2027, 3, 4, 9), 4, (2027, 4, 1, 9)),
        ((2026, 11, 24, 10), 2, (2026, 12, 8, 10)),
    ],
)
def test_the_next_meeting_is_proposed_at_the_same_hour_on_a_working_day(held, weeks, expected):
    moment = datetime(*held, tzinfo=COPENHAGEN)
    assert next_meeting_at(moment, weeks, DEFAULT_CALENDAR) == datetime(*expected, tzinfo=COPENHAGEN)
    assert next_meeting_at(moment.astimezone(UTC), weeks, DEFAULT_CALENDAR).hour == moment.hour


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        ((2026, 11, 24, 8, 59), "next_in_past"),
        ((2026, 11, 24, 9, 0), "next_in_past"),
        ((2026, 11, 24, 9, 1), ""),
        ((2026, 11, 28, 10), "next_on_a_free_day"),
        ((2026, 12, 24, 10), "next_on_a_free_day"),
    ],
)
def test_the_next_meeting_lies_ahead_on_a_working_day(starts_at, code):
    now = datetime(2026, 11, 24, 9, tzinfo=COPENHAGEN)
    moment = datetime(*starts_at, tzinfo=COPENHAGEN)
    if code:
        with refused(code):
            check_next(moment, now, DEFAULT_CALENDAR)
    else:
        check_next(moment, now, DEFAULT_CALENDAR)


DISTANCES = (None, 0, 1, 2, 8)


@pytest.mark.parametrize(("before", "now"), list(product(DISTANCES, DISTANCES)))
def test_a_gap_widens_where_both_meetings_know_it(before, now):
    assert gap_widened(before, now) is (before is not None and now is not None and now > before)
