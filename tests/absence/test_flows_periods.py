"""What leaders and HR record about absence."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from absence.flows import (
    correct_period,
    report_fit,
    report_partly_fit,
    report_sick,
    undo_change,
    undo_report,
    withdraw_period,
)
from absence.models import FormerPeriod, Period
from absence.rules.recording import Expected, PeriodChanged, PeriodOverlap, WithdrawReason
from audit.queries import traces_of
from cases.models import FollowUp
from people.models import Employee
from tests.absence.conftest import NOW, TODAY, Place, days, standing
from tests.refusals import refusal_of

HALF = Decimal(50)


def events(employee: Employee) -> list[tuple[str, str]]:
    """What was recorded about the employee, oldest first."""
    return [(trace.event, trace.capacity) for trace in reversed(traces_of(employee.ref, limit=20))]


def follow_ups(employee: Employee) -> dict[str, tuple[str, int]]:
    """State of each follow-up of a rule, and when it is due from today."""
    rows = FollowUp.objects.filter(employee=employee).exclude(rule_key="")
    return {row.rule_key: (row.state, (row.due_on - TODAY).days) for row in rows}


# --- Reporting ---------------------------------------------------------------------------------------


def test_reporting_sick_records_a_period_and_what_it_makes_due(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=TODAY, expected=Expected.TWO_WEEKS, by=place.by("leader"))

    assert standing() == [("5", 0, None, "sickness", 100, "")]
    assert (period.expected_return, period.source, period.recorded_at) == (days(14), "leader", NOW)
    assert follow_ups(place.employee) == {
        "1-5-14/1": ("done", 0),
        "1-5-14/5": ("open", 4),
        "1-5-14/14": ("open", 14),  # day 14 is a Sunday
        "statutory/talk": ("open", 28),
        "statutory/notice": ("open", 35),
        "built-in/ask-return": ("open", 11),
    }
    assert events(place.employee) == [("reported_sick", "leader"), ("follow_up_confirmed", "leader")]


@pytest.mark.parametrize(("expected", "back"), [("few_days", 3), ("a_week", 7), ("longer", None), ("unknown", None)])
def test_expected_length_becomes_a_working_day(place: Place, expected: str, back: int | None) -> None:
    period = report_sick(employee=place.employee, first_day=TODAY, expected=Expected(expected), by=place.by("leader"))
    assert period.expected_return == (None if back is None else days(back))


def test_expected_return_on_a_weekend_is_the_next_working_day(place: Place) -> None:
    first_day = days(2)  # Wednesday; three days on is a Saturday
    period = report_sick(
        employee=place.employee, first_day=first_day, expected=Expected.FEW_DAYS, by=place.by("leader")
    )
    assert period.expected_return == days(7)


@pytest.mark.parametrize("who", ["deputy", "hr", "director"])
def test_only_the_leaders_own_report_is_the_contact_of_day_1(place: Place, who: str) -> None:
    if who == "director":
        assert (
            refusal_of(lambda: report_sick(employee=place.employee, first_day=TODAY, by=place.by(who))) == "not_yours"
        )
        assert standing() == []
        return
    report_sick(employee=place.employee, first_day=TODAY, by=place.by(who))
    assert follow_ups(place.employee)["1-5-14/1"] == ("done" if who == "deputy" else "open", 0)


@pytest.mark.parametrize("who", ["director", "sibling", "employee", "colleague"])
def test_others_may_not_report(place: Place, who: str) -> None:
    assert refusal_of(lambda: report_sick(employee=place.employee, first_day=TODAY, by=place.by(who))) == "not_yours"
    assert (standing(), events(place.employee)) == ([], [])


def test_a_childs_sick_day_is_one_day_and_makes_nothing_due(place: Place) -> None:
    report_sick(employee=place.employee, first_day=TODAY, cause="child", by=place.by("leader"))
    assert standing() == [("5", 0, 0, "child", 100, "")]
    assert follow_ups(place.employee) == {}


def test_the_same_report_twice_is_one(place: Place) -> None:
    first = report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    with pytest.raises(PeriodOverlap) as refusal:
        report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    assert (refusal.value.code, refusal.value.other.ref) == ("already_reported", first.ref)
    assert len(standing()) == 1


def test_an_overlapping_report_names_the_other_period(place: Place) -> None:
    first = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    with pytest.raises(PeriodOverlap) as refusal:
        report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    assert (refusal.value.code, refusal.value.other.ref) == ("overlap", first.ref)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first_day": days(32)}, "too_far_ahead"),
        ({"first_day": days(-367)}, "too_far_back"),
        ({"cause": "laziness"}, "unknown_cause"),
        ({"degree": Decimal(0)}, "not_a_percent"),
        ({"degree": Decimal(101)}, "not_a_percent"),
        ({"last_day": days(-1)}, "ends_before_start"),
    ],
)
def test_impossible_reports_are_refused(place: Place, change: dict[str, object], code: str) -> None:
    values = {"employee": place.employee, "first_day": TODAY, "by": place.by("leader")} | change
    assert refusal_of(lambda: report_sick(**values)) == code  # type: ignore[arg-type]
    assert (standing(), events(place.employee)) == ([], [])


# --- Undo --------------------------------------------------------------------------------------------


def test_undo_takes_the_report_and_its_contact_back(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    undo_report(period=period, by=place.by("leader", NOW + timedelta(minutes=15)))

    assert standing() == []
    assert {state for state, _ in follow_ups(place.employee).values()} == {"withdrawn"}
    assert events(place.employee)[2:] == [("follow_up_reopened", "leader"), ("report_undone", "leader")]
    assert Period.objects.get().withdraw_reason == "undone"
    again = report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader", NOW + timedelta(minutes=16)))
    assert follow_ups(place.employee)["1-5-14/1"] == ("done", 0)
    assert again.ref != period.ref


def test_undo_is_for_the_one_who_reported_for_a_while_and_once(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    late = place.by("leader", NOW + timedelta(minutes=16))
    assert refusal_of(lambda: undo_report(period=period, by=late)) == "undo_too_late"
    assert refusal_of(lambda: undo_report(period=period, by=place.by("deputy"))) == "not_yours"
    undo_report(period=period, by=place.by("leader"))
    assert refusal_of(lambda: undo_report(period=period, by=place.by("leader"))) == "already_withdrawn"


def test_undo_of_a_report_that_was_corrected_is_refused(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    report_fit(period=period, back_on=days(1), by=place.by("leader"))
    assert refusal_of(lambda: undo_report(period=period, by=place.by("leader"))) == "changed_meanwhile"


# --- Fit, and partly fit -----------------------------------------------------------------------------


def test_back_at_work_ends_the_period_the_day_before(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    after = report_fit(period=period, back_on=TODAY, by=place.by("leader"))

    assert standing() == [("5", -3, -1, "sickness", 100, "")]
    assert after.version == period.version + 1
    assert follow_ups(place.employee) == {
        "1-5-14/1": ("done", -3),
        "1-5-14/5": ("lapsed", 1),
        "1-5-14/14": ("lapsed", 10),
        "statutory/talk": ("lapsed", 25),
        "statutory/notice": ("withdrawn", 30),  # HR's never lapse
        "built-in/welcome-back": ("open", 1),
    }
    assert events(place.employee)[-1] == ("reported_fit", "leader")


def test_back_at_work_is_refused_where_it_makes_no_sense(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    by = place.by("leader")
    assert refusal_of(lambda: report_fit(period=period, back_on=days(-3), by=by)) == "back_before_start"
    assert refusal_of(lambda: report_fit(period=period, back_on=days(8), by=by)) == "too_far_ahead"
    report_fit(period=period, back_on=days(7), by=by)
    report_fit(period=period, back_on=TODAY, by=by)  # earlier than expected
    assert refusal_of(lambda: report_fit(period=period, back_on=TODAY, by=by)) == "not_away"
    assert refusal_of(lambda: report_fit(period=period, back_on=days(-1), by=place.by("sibling"))) == "not_yours"


def test_partly_back_continues_the_spell_at_a_degree(place: Place) -> None:
    period = report_sick(
        employee=place.employee, first_day=days(-3), expected=Expected.TWO_WEEKS, by=place.by("leader")
    )
    rest = report_partly_fit(period=period, from_day=TODAY, degree=HALF, by=place.by("leader"))

    assert standing() == [("5", -3, -1, "sickness", 100, ""), ("5", 0, None, "partial", 50, "")]
    assert rest.expected_return == days(11)
    assert follow_ups(place.employee)["1-5-14/5"] == ("open", 1)
    assert events(place.employee)[-1] == ("reported_partly_fit", "leader")


def test_partly_back_from_the_first_day_changes_the_period(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
    same = report_partly_fit(period=period, from_day=TODAY, degree=HALF, by=place.by("leader"))
    assert same.pk == period.pk
    assert standing() == [("5", 0, None, "partial", 50, "")]


def test_partly_back_is_refused_where_it_makes_no_sense(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    by = place.by("leader")

    def refused(day: int, degree: Decimal) -> str:
        return refusal_of(lambda: report_partly_fit(period=period, from_day=days(day), degree=degree, by=by))

    assert refused(-4, HALF) == "back_before_start"
    assert refused(8, HALF) == "too_far_ahead"
    assert (refused(0, Decimal(0)), refused(0, Decimal(100))) == ("not_a_part", "not_a_part")
    period = report_partly_fit(period=period, from_day=TODAY, degree=HALF, by=by)
    assert refused(1, HALF) == "nothing_changes"
    period = report_fit(period=period, back_on=days(1), by=by)
    assert refused(1, Decimal(20)) == "not_away"


# --- Correcting and withdrawing ----------------------------------------------------------------------


def corrected(period: Period, place: Place, **change: object) -> Period:
    values = {
        "version": period.version,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "cause": period.cause_id,
        "degree": period.degree,
        "returns_on": period.expected_return,
        "by": place.by("leader"),
    }
    return correct_period(period=period, **(values | change))  # type: ignore[arg-type]


def test_a_correction_moves_what_is_open_and_leaves_what_is_done(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    after = corrected(period, place, first_day=days(-4), cause="accident")

    assert standing() == [("5", -4, None, "accident", 100, "")]
    assert after.version == 2
    rows = follow_ups(place.employee)
    assert rows["1-5-14/1"] == ("done", -3)
    assert rows["1-5-14/5"] == ("open", 0)
    assert rows["statutory/accident"] == ("open", 10)
    assert events(place.employee)[-1] == ("period_corrected", "leader")
    assert [(row.first_day, row.cause_id) for row in FormerPeriod.objects.all()] == [(days(-3), "sickness")]


def test_a_correction_that_changes_nothing_leaves_no_trace(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    before = events(place.employee)
    assert corrected(period, place).version == period.version
    assert events(place.employee) == before


def test_of_two_who_correct_the_second_sees_the_newer_version(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    corrected(period, place, first_day=days(-4))
    with pytest.raises(PeriodChanged) as refusal:
        corrected(period, place, first_day=days(-5))
    assert (refusal.value.newer.first_day, refusal.value.newer.version) == (days(-4), 2)
    assert standing() == [("5", -4, None, "sickness", 100, "")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_day": days(-4)}, "ends_before_start"),
        ({"first_day": days(32)}, "too_far_ahead"),
        ({"first_day": days(-400)}, "too_far_back"),
        ({"returns_on": days(-3)}, "return_before_start"),
        ({"returns_on": days(2000)}, "return_too_far_ahead"),
        ({"cause": "laziness"}, "unknown_cause"),
        ({"degree": Decimal(0)}, "not_a_percent"),
        ({"first_day": days(-8)}, "overlap"),
    ],
)
def test_impossible_corrections_are_refused(place: Place, change: dict[str, object], code: str) -> None:
    report_sick(employee=place.employee, first_day=days(-9), last_day=days(-7), by=place.by("leader"))
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    assert refusal_of(lambda: corrected(period, place, **change)) == code
    assert Period.objects.get(pk=period.pk).version == 1


def test_withdrawing_says_why_and_withdraws_what_was_open(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    by = place.by("leader")
    bad = WithdrawReason.LEFT_OUT
    assert refusal_of(lambda: withdraw_period(period=period, version=1, reason=bad, by=by)) == "unknown_reason"
    assert refusal_of(lambda: withdraw_period(period=period, version=7, reason=bad, by=by)) == "changed_meanwhile"
    withdraw_period(period=period, version=1, reason=WithdrawReason.MISTAKE, by=by)

    assert standing() == []
    rows = follow_ups(place.employee)
    assert rows.pop("1-5-14/1") == ("done", -3)
    assert {state for state, _ in rows.values()} == {"withdrawn"}
    trace = traces_of(place.employee.ref, limit=1)[0]
    assert (trace.event, trace.purpose) == ("period_withdrawn", "mistake")
    again = refusal_of(lambda: withdraw_period(period=period, version=2, reason=WithdrawReason.MISTAKE, by=by))
    assert again == "already_withdrawn"


# --- Taking a change back ----------------------------------------------------------------------------


def back(period: Period, place: Place) -> None:
    report_fit(period=period, back_on=days(2), by=place.by("leader"))


def partly_back(period: Period, place: Place) -> None:
    report_partly_fit(period=period, from_day=days(2), degree=HALF, by=place.by("leader"))


def partly_back_from_the_start(period: Period, place: Place) -> None:
    report_partly_fit(period=period, from_day=period.first_day, degree=HALF, by=place.by("leader"))


def moved(period: Period, place: Place) -> None:
    corrected(period, place, first_day=days(-2), last_day=days(1), cause="accident", degree=HALF)


def withdrawn(period: Period, place: Place) -> None:
    withdraw_period(period=period, version=period.version, reason=WithdrawReason.WRONG_PERSON, by=place.by("leader"))


CHANGES = [back, partly_back, partly_back_from_the_start, moved, withdrawn]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_taken_back_with_all_that_it_led_to(place: Place, change: Callable[[Period, Place], None]) -> None:
    leader = place.by("leader", NOW - timedelta(days=1))
    period = report_sick(employee=place.employee, first_day=days(-1), expected=Expected.TWO_WEEKS, by=leader)
    before, owed = standing(), follow_ups(place.employee)
    change(period, place)
    assert (standing(), follow_ups(place.employee)) != (before, owed)

    undo_change(period=period, version=period.version + 1, by=place.by("leader", NOW + timedelta(minutes=15)))

    assert standing() == before
    assert {key: row for key, row in follow_ups(place.employee).items() if row[0] in {"open", "done"}} == owed
    assert Period.objects.get(pk=period.pk).expected_return == period.expected_return
    assert events(place.employee)[-1] == ("change_undone", "leader")


def test_a_change_is_taken_back_by_who_made_it_for_a_while_and_once(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-1), by=place.by("leader"))
    back(period, place)
    version = period.version + 1

    def undo(by: str = "leader", minutes: int = 0, version: int = version) -> str:
        viewer = place.by(by, NOW + timedelta(minutes=minutes))
        return refusal_of(lambda: undo_change(period=period, version=version, by=viewer))

    assert undo(minutes=16) == "undo_too_late"
    assert undo(by="deputy") == "not_yours"
    assert undo(version=period.version) == "changed_meanwhile"
    undo_change(period=period, version=version, by=place.by("leader"))
    assert undo() == "changed_meanwhile"
    assert undo(version=version + 1) == "changed_meanwhile"
    assert standing() == [("5", -1, None, "sickness", 100, "")]


def test_anothers_change_of_another_absence_is_not_taken_back(place: Place) -> None:
    old = report_sick(employee=place.employee, first_day=days(-20), last_day=days(-18), by=place.by("leader"))
    corrected(old, place, last_day=days(-15), by=place.by("hr", NOW - timedelta(days=2)))
    new = report_sick(employee=place.employee, first_day=days(-1), by=place.by("leader"))
    corrected(new, place, first_day=days(-2))
    stands = standing()
    undo = partial(undo_change, period=old, version=old.version + 1, by=place.by("leader"))
    assert refusal_of(undo) == "changed_meanwhile"
    assert standing() == stands


def test_a_change_is_not_taken_back_once_its_days_are_taken(place: Place) -> None:
    period = report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    back(period, place)
    report_sick(employee=place.employee, first_day=days(3), by=place.by("leader"))
    stands = standing()

    version, leader = period.version + 1, place.by("leader")
    assert refusal_of(lambda: undo_change(period=period, version=version, by=leader)) == "changed_meanwhile"
    assert standing() == stands


def test_reporting_costs_the_same_whatever_the_history(place: Place, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        report_sick(employee=place.employee, first_day=TODAY, by=place.by("leader"))
