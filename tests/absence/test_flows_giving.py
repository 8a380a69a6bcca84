"""Policies given to units, evaluated for everybody; the causes and policies that the house brings."""

from dataclasses import replace
from datetime import date

import pytest

from absence.flows import AlreadyGiven, evaluate_policies, give_policy, report_sick, seed_causes, seed_policies
from absence.models import Cause, GivenPolicy, PayrollCode, Policy, PolicyRule
from absence.queries import causes as stored_causes
from absence.queries import policies
from absence.reference import shipped_causes, shipped_policies
from audit.models import Entry
from cases.models import FollowUp
from people.access import guest, system
from people.flows import seed_closing_days
from people.models import Employment
from people.rules import CapacityKind, RuleViolation
from tests.absence.conftest import NOW, TODAY, Place, days

pytestmark = pytest.mark.django_db


def gifts() -> list[tuple[str, str, date, date | None]]:
    return list(
        GivenPolicy.objects.order_by("unit__code", "first_day", "policy").values_list(
            "unit__code", "policy", "first_day", "last_day"
        )
    )


def give(place: Place, unit: str, key: str, first: int, last: int | None = None, *, replace: bool = False) -> None:
    give_policy(
        unit=getattr(place, unit),
        policy=Policy.objects.get(key=key),
        first_day=days(first),
        last_day=None if last is None else days(last),
        replace=replace,
        by=system(NOW),
    )


def open_rules(place: Place) -> set[str]:
    return set(FollowUp.objects.filter(employee=place.employee, state="open").values_list("rule_key", flat=True))


def test_a_unit_is_given_several_policies(place: Place) -> None:
    give(place, "unit", "gt29", -10)
    give(place, "unit", "7-14-15", 0, 30)
    assert gifts() == [
        ("1000", "1-5-14", days(-200), None),
        ("2001", "gt29", days(-10), None),
        ("2001", "7-14-15", days(0), days(30)),
    ]


@pytest.mark.parametrize(("first", "last"), [(-300, None), (-200, -200), (5, 6), (-300, -200)])
def test_the_same_policy_twice_at_once_is_refused(place: Place, first: int, last: int | None) -> None:
    with pytest.raises(AlreadyGiven) as refusal:
        give(place, "top", "1-5-14", first, last)
    assert (refusal.value.first_day, refusal.value.last_day) == (days(-200), None)
    assert len(gifts()) == 1


def test_the_same_policy_again_after_it_ended(place: Place) -> None:
    give(place, "unit", "gt29", -20, -11)
    give(place, "unit", "gt29", -10)
    give(place, "unit", "gt29", -30, -21)
    assert [gift[2:] for gift in gifts()[1:]] == [
        (days(-30), days(-21)),
        (days(-20), days(-11)),
        (days(-10), None),
    ]


def test_replacing_ends_what_runs_the_day_before(place: Place) -> None:
    give(place, "top", "gt29", -50, -40)
    give(place, "top", "bradford", 0)
    give(place, "top", "7-14-15", 10)
    before = Entry.objects.count()
    give(place, "top", "2-6-14", 0, replace=True)
    assert gifts() == [
        ("1000", "1-5-14", days(-200), days(-1)),
        ("1000", "gt29", days(-50), days(-40)),
        ("1000", "2-6-14", days(0), None),
        ("1000", "7-14-15", days(10), None),
    ]
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True))[before:] == [
        "policy_ended",
        "policy_given",
    ]


def test_giving_is_refused_to_leaders_and_backwards(place: Place) -> None:
    policy = Policy.objects.get(key="gt29")
    with pytest.raises(RuleViolation, match="not_yours"):
        give_policy(unit=place.unit, policy=policy, first_day=TODAY, by=place.by("leader"))
    with pytest.raises(RuleViolation, match="ends_before_start"):
        give(place, "unit", "gt29", 0, -1)
    assert len(gifts()) == 1


@pytest.mark.parametrize("also", [{"administrator"}, {"administrator", "consultant"}, {"hr", "consultant"}])
def test_whoever_may_give_may_be_something_else_as_well(place: Place, also: set[str]) -> None:
    by = replace(place.by("leader"), capacities=frozenset(map(CapacityKind, also)))
    give_policy(unit=place.unit, policy=Policy.objects.get(key="gt29"), first_day=TODAY, by=by)
    assert len(gifts()) == 2


def test_evaluating_follows_what_is_given(place: Place) -> None:
    report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    assert open_rules(place) == {"1-5-14/5", "1-5-14/14", "statutory/talk", "statutory/notice"}
    give(place, "unit", "7-14-15", -30)
    done = evaluate_policies(by=system(NOW))
    assert open_rules(place) == {"7-14-15/7", "7-14-15/14", "7-14-15/15", "statutory/talk", "statutory/notice"}
    assert (done.employees, done.follow_ups.created, done.follow_ups.closed) == (1, 3, 2)
    assert evaluate_policies(by=system(NOW)).follow_ups.changed == 0


def test_nothing_is_owed_before_anything_is_given(place: Place) -> None:
    GivenPolicy.objects.all().delete()
    report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    assert open_rules(place) == set()
    give(place, "unit", "1-5-14", 2)
    evaluate_policies(by=system(NOW))
    assert open_rules(place) == {"1-5-14/14", "statutory/talk", "statutory/notice"}


def test_who_has_moved_follows_the_unit_of_the_first_day(place: Place) -> None:
    give(place, "other_unit", "7-14-15", -30)
    report_sick(employee=place.employee, first_day=days(-3), by=place.by("leader"))
    job = Employment.objects.get(employee=place.employee)
    job.last_day = days(-1)
    job.save()
    Employment.objects.create(employee=place.employee, unit=place.other_unit, first_day=TODAY, weekly_hours=37)
    evaluate_policies(by=system(NOW))
    assert open_rules(place) == {"1-5-14/5", "1-5-14/14", "statutory/talk", "statutory/notice"}


# --- Reference data -----------------------------------------------------------------------------------


def test_the_seeds_are_the_files_again(causes: None) -> None:
    assert stored_causes() == shipped_causes().causes
    assert dict(PayrollCode.objects.values_list("code", "cause_id")) == shipped_causes().payroll_codes
    shipped = shipped_policies()
    assert (
        set(policies())
        == set(shipped)
        == {*("1-5-14", "1-5-15", "7-14-15", "3in90-or-7", "2-6-14", "gt29", "bradford", "statutory")}
    )
    for key, policy in policies().items():
        assert sorted(policy.rules, key=str) == sorted(shipped[key].rules, key=str)
        assert (policy.name_da, policy.source, policy.last_checked) == (
            shipped[key].name_da,
            shipped[key].source,
            shipped[key].last_checked,
        )


def test_seven_causes_with_the_flags_of_the_design(causes: None) -> None:
    rows = PayrollCode.objects.order_by("cause__position").values_list(
        "code", "cause", "cause__counts_as_sick", "cause__in_headline", "cause__in_frequency_rules"
    )
    assert list(rows) == [
        ("790", "sickness", True, True, True),
        ("526", "partial", True, True, True),
        ("590", "accident", True, True, False),
        ("525", "s56", True, True, False),
        ("522", "s56_partial", True, True, False),
        ("791", "pregnancy", True, False, False),
        ("510", "child", False, False, False),
    ]


def test_seeding_again_leaves_what_the_municipality_decided(causes: None) -> None:
    PayrollCode.objects.filter(code="510").delete()
    PayrollCode.objects.create(code="7900", cause_id="sickness")
    Cause.objects.filter(key="child").update(name_da="Barn syg")
    by = system(NOW)
    assert (seed_causes(by=by), seed_policies(by=by)) == (0, 0)
    assert set(PayrollCode.objects.values_list("code", flat=True)) == {"790", "526", "590", "525", "522", "791", "7900"}
    assert Cause.objects.get(key="child").name_da == "Barn syg"


def test_seeding_adds_a_version_that_is_missing(causes: None) -> None:
    PolicyRule.objects.filter(key="statutory/talk").delete()
    assert seed_policies(by=system(NOW)) == 1
    assert policies() == policies()
    assert PolicyRule.objects.get(key="statutory/talk").threshold == 29


def test_seeds_are_the_systems(place: Place) -> None:
    for seed in (seed_causes, seed_policies, seed_closing_days):
        for by in (place.by("hr"), guest("Ib Friis", NOW)):
            with pytest.raises(RuleViolation, match="only_the_system"):
                seed(by=by)
