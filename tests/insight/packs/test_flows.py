"""Making lists and packs: what goes in, once each, and that it stays as it was."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from absence.models import GivenPolicy, Period
from audit.models import Entry
from cases.models import FollowUp, Heartbeat, Notice
from insight.models import Initiative, Pack, PackFigures, PackPerson
from insight.packs.content import from_json
from insight.rules.measures import ABSENT_SCALE, HOURS_SCALE
from insight.rules.packs import PackKind
from insight.rules.targets import Change
from insight.targets.flows import set_targets
from insight.tasks import freeze_packs as freeze_task
from people.calendar import COPENHAGEN
from people.models import Employment
from tests.insight.packs.conftest import AWAY, MONTH, QUARTER, freeze, later, the_list
from tests.world import NOW, TODAY, World


def on(pack: Pack) -> dict[str, int]:
    return {row.employee.user.username: row.days for row in pack.people.select_related("employee__user")}


# --- Lists ---------------------------------------------------------------------------------------------------


def test_who_is_over_the_rule_is_on_the_list_with_the_days_until_the_month(listed: World, sick: Callable) -> None:
    # 26 days until October ends, and on: those of November are the next list's.
    sick(listed.employees["former_leader"], date(2026, 10, 6), None)
    sick(listed.employees["director"], AWAY, 40)  # above the unit
    freeze()
    assert on(the_list()) == {"employee": 40, "colleague": 31, "leader": 35, "sibling_leader": 50}
    assert the_list().content == {"threshold": 30, "window": 365, "basis": "calendar"}


def test_what_the_rule_does_not_count_is_not_counted(listed: World, sick: Callable) -> None:
    sick(listed.employees["former_leader"], AWAY, 50, "pregnancy")
    sick(listed.employees["past_deputy"], AWAY - timedelta(days=400), 60)
    Period.objects.filter(employee=listed.employees["colleague"]).update(withdrawn=True, withdraw_reason="mistake")
    freeze()
    assert on(the_list()) == {"employee": 40, "leader": 35, "sibling_leader": 50}


def test_a_unit_that_is_given_something_else_is_on_no_list_from_above(listed: World, give: Callable) -> None:
    GivenPolicy.objects.filter(pk=give("solgaarden", "1-5-14").pk).update(first_day=date(2026, 1, 1))
    freeze()
    assert on(the_list()) == {"sibling_leader": 50}


def test_two_units_with_the_policy_have_a_list_each(listed: World, give: Callable) -> None:
    GivenPolicy.objects.filter(pk=give("laerkevej", "gt29").pk).update(first_day=date(2026, 1, 1))
    freeze()
    assert on(the_list("laerkevej")) == {"sibling_leader": 50}
    assert on(the_list()) == {"employee": 40, "colleague": 31, "leader": 35}


def test_it_counts_who_works_there_and_what_is_given_on_the_first_working_day(listed: World, give: Callable) -> None:
    # 1 November is a Sunday.
    Employment.objects.filter(employee=listed.employees["employee"]).update(last_day=date(2026, 11, 1))
    GivenPolicy.objects.filter(pk=give("laerkevej", "gt29").pk).update(first_day=date(2026, 11, 3))
    freeze()
    assert Pack.objects.filter(kind=PackKind.LIST).count() == 1
    assert on(the_list()) == {"colleague": 31, "leader": 35, "sibling_leader": 50}


def test_a_municipality_may_count_working_days(listed: World, settings) -> None:
    settings.LIST_COUNTS = "working"
    freeze()
    # 50 calendar days from a Tuesday are 36 working days; 40 are 28.
    assert on(the_list()) == {"sibling_leader": 36}


def test_without_the_policy_there_is_no_list(world: World) -> None:
    freeze()
    assert not Pack.objects.filter(kind=PackKind.LIST).exists()


def test_a_list_stays_as_it_was(listed: World, sick: Callable) -> None:
    freeze()
    before = on(the_list())
    Period.objects.filter(employee=listed.employees["employee"], first_day=AWAY).update(last_day=AWAY)
    sick(listed.employees["former_leader"], AWAY, 50)
    freeze()
    assert on(the_list()) == before


# --- Once each ---------------------------------------------------------------------------------------------------


def test_made_again_it_is_made_once_and_told_once(listed: World, told: dict) -> None:
    assert freeze() == 4  # a list, a quarter, two meetings
    rows = Pack.objects.count(), PackPerson.objects.count(), PackFigures.objects.count(), Notice.objects.count()
    assert freeze() == 0
    assert freeze(later(1)) == 0
    assert rows == (
        Pack.objects.count(),
        PackPerson.objects.count(),
        PackFigures.objects.count(),
        Notice.objects.count(),
    )
    assert Entry.objects.filter(event="packs_frozen").count() == 1


def test_after_an_outage_what_was_left_out_is_made(listed: World, told: dict) -> None:
    freeze(datetime(2026, 8, 20, 5, 0, tzinfo=COPENHAGEN))
    freeze()
    months = Pack.objects.filter(kind=PackKind.LIST).order_by("first_day").values_list("first_day", flat=True)
    assert list(months) == [date(2026, month, 1) for month in (8, 9, 10, 11)]
    quarters = Pack.objects.filter(kind=PackKind.QUARTER).order_by("first_day").values_list("first_day", flat=True)
    assert list(quarters) == [date(2026, 4, 1), QUARTER]
    # Each as it was then: in the first days of September nobody had reached it.
    assert on(the_list(month=date(2026, 9, 1))) == {}
    # Only the newest are told of.
    newest = Notice.objects.filter(day=TODAY).exclude(kind="digest").values_list("kind", "subject").distinct()
    assert set(newest) == {
        ("long_list", "2026-11-01"),
        ("quarter_pack", "2026-07-01"),
        ("meeting_pack", "2026-11-01"),
    }


def test_a_look_back_takes_what_is_given_now(listed: World) -> None:
    GivenPolicy.objects.update(first_day=TODAY)
    freeze(back=1)
    assert on(the_list(month=date(2026, 10, 1))) == {
        "employee": 30,
        "colleague": 30,
        "leader": 30,
        "sibling_leader": 30,
    }
    assert on(the_list())["employee"] == 40


def test_a_month_waits_for_its_first_working_day(listed: World) -> None:
    freeze(datetime(2026, 11, 1, 5, 0, tzinfo=COPENHAGEN))
    assert [pack.first_day for pack in Pack.objects.filter(kind=PackKind.LIST)] == [date(2026, 10, 1)]
    freeze(datetime(2026, 11, 2, 5, 0, tzinfo=COPENHAGEN))
    assert Pack.objects.filter(kind=PackKind.LIST, first_day=MONTH).exists()


def test_the_job_and_the_command_make_them(listed: World, capsys) -> None:
    freeze_task()
    assert Heartbeat.objects.filter(job="freeze_packs").exists()
    assert Pack.objects.filter(kind=PackKind.LIST).count() == 1
    call_command("freeze_packs")
    assert capsys.readouterr().out == "Intet manglede.\n"
    Pack.objects.all().delete()
    call_command("freeze_packs", back=2)
    assert capsys.readouterr().out == "12 lister og pakker er lavet.\n"


def test_the_audit_says_who_was_put_on_a_list(listed: World) -> None:
    freeze()
    row = Entry.objects.get(event="packs_frozen")
    refs = sorted(listed.employees[name].ref for name in ("employee", "colleague", "leader", "sibling_leader"))
    assert (row.subjects, row.capacity, row.purpose, row.fields) == (refs, "system", "packs", [])


# --- A quarter -----------------------------------------------------------------------------------------------


def figures(world: World, unit: str) -> PackFigures:
    return PackFigures.objects.get(unit=world.units[unit], pack__first_day=QUARTER)


def test_a_quarter_counts_as_the_definitions_say(world: World, told: dict) -> None:
    aims = {world.units["aeldre"].pk: Change(None, Decimal("5.5"))}
    set_targets(year=2026, changes=aims, by=world.viewer("hr"))
    freeze()
    row = figures(world, "solgaarden")
    # 8 and the world's 5 people, 66 working days each; 5 and 15 days away.
    assert (row.people, row.hidden) == (13, "")
    assert row.possible / HOURS_SCALE == 13 * 66
    assert row.absent / ABSENT_SCALE == 5 + 15
    assert row.spells == 2
    # A year before: 26 calendar days from a Monday on are 20 working days.
    assert row.absent_before / ABSENT_SCALE == 20
    assert row.target == Decimal("5.50")
    above = figures(world, "kommune")
    assert (above.people, above.spells) == (8 * 4 + 14, 3)
    assert above.target is None


def test_small_units_and_those_beside_them_have_no_numbers(world: World, crowd: Callable) -> None:
    """Lærkevej has two people; without Solgården's, those of Ældre og Sundhed would be one more."""
    crowd("kommune", 8)
    freeze()
    assert {row.unit.name: row.hidden for row in PackFigures.objects.select_related("unit")} == {
        "Nordstrand Kommune": "",
        "Ældre og Sundhed": "",
        "Plejecenter Solgården": "beside",
        "Plejecenter Lærkevej": "few",
    }
    for row in PackFigures.objects.exclude(hidden=""):
        numbers = [field.name for field in row._meta.fields if field.null]
        assert {getattr(row, name) for name in numbers} == {None}


def test_who_was_few_a_year_before_is_hidden_now(world: World, told: dict) -> None:
    """The comparison would tell of them."""
    for employee in told["laerkevej"]:
        Employment.objects.filter(employee=employee).update(first_day=date(2026, 1, 1))
    freeze()
    assert figures(world, "laerkevej").hidden == "beside"
    assert figures(world, "solgaarden").hidden in {"", "beside"}


# --- A meeting -----------------------------------------------------------------------------------------------


def meeting(unit: str = "1000", month: date = MONTH):
    return from_json(Pack.objects.get(kind=PackKind.MEETING, unit__code=unit, first_day=month).content)


def test_the_units_of_the_upper_levels_have_packs(world: World, told: dict, settings) -> None:
    freeze()
    packs = Pack.objects.filter(kind=PackKind.MEETING).order_by("unit__code")
    assert [pack.unit.name for pack in packs] == ["Nordstrand Kommune", "Ældre og Sundhed"]
    Pack.objects.all().delete()
    settings.MEETING_PACK_LEVELS = 1
    freeze()
    assert [pack.unit.code for pack in Pack.objects.filter(kind=PackKind.MEETING)] == ["1000"]


def test_a_meeting_has_the_units_below_and_what_waits(world: World, told: dict, sick: Callable) -> None:
    sick(told["laerkevej"][1], date(2026, 10, 5), None)  # the 29th day is 2 November
    sick(told["laerkevej"][2], date(2026, 10, 6), None)
    for key, due, done in (("late", 1, None), ("settled", 1, 20), ("on_the_day", 2, None), ("before", 1, 1)):
        FollowUp.objects.create(
            employee=told["solgaarden"][0],
            key=key,
            rule_key="x",
            kind="contact",
            origin="x",
            due_on=date(2026, 11, due),
            state="done" if done else "open",
            done_on=date(2026, 11, done) if done else None,
            done_at=NOW if done else None,
            created_at=NOW,
        )
    running = Initiative.objects.create(
        title="Trivsel", purpose="x", responsible_words="HR", first_day=date(2026, 1, 1), follow_up_on=TODAY
    )
    running.units.add(world.units["laerkevej"])
    freeze()
    whole = meeting()
    assert [each.unit for each in whole.units] == [world.units[name].pk for name in ("kommune", "aeldre")]
    assert (whole.first, whole.last) == (date(2025, 11, 1), date(2026, 10, 31))
    # Late on 2 November: what is still open, and what was done after it. The world's own were due later or done.
    # Two are overdue and one is away for long: few enough to be somebody's.
    assert (whole.overdue, whole.long) == (None, None)
    assert whole.initiatives == (running.pk,)
    area = meeting("2000")
    assert [each.unit for each in area.units] == [world.units[n].pk for n in ("aeldre", "solgaarden", "laerkevej")]
    assert area.units[2].percent is not None
    assert area.units[2].before == Decimal("0.00")


def test_earlier_meetings_are_of_the_months_before(world: World, told: dict) -> None:
    freeze(back=2)
    assert [meeting(month=date(2026, month, 1)).last for month in (9, 10, 11)] == [
        date(2026, 8, 31),
        date(2026, 9, 30),
        date(2026, 10, 31),
    ]


def test_a_small_unit_has_no_pack(world: World) -> None:
    freeze()
    codes = Pack.objects.filter(kind=PackKind.MEETING).values_list("unit__code", flat=True)
    hidden = PackFigures.objects.exclude(hidden="").values_list("unit__code", flat=True)
    assert set(codes).isdisjoint(hidden)


@pytest.mark.parametrize("path", ["kind", "first_day"])
def test_nothing_of_a_pack_changes_afterwards(listed: World, told: dict, path: str, sick: Callable) -> None:
    freeze()
    before = list(Pack.objects.order_by("pk").values(path, "content"))
    sick(told["laerkevej"][3], date(2026, 8, 3), 60)
    Employment.objects.filter(employee=told["solgaarden"][4]).update(last_day=date(2026, 8, 1))
    freeze(later(3))
    assert list(Pack.objects.order_by("pk").values(path, "content")) == before
