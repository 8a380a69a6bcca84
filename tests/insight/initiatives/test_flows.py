"""Keeping the register: what is written, kept and refused, and by whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from insight.initiatives.flows import (
    ENDING,
    FOLLOWED_UP,
    add_initiative,
    assess_initiative,
    change_initiative,
    compare_initiative,
    end_initiative,
)
from insight.initiatives.queries.standing import as_compared, as_written
from insight.models import Assessment, Initiative
from retention.rules.saying import ChangedMeanwhile, opened_with
from retention.saying import as_it_stands
from tests.insight.initiatives.conftest import Made, written
from tests.refusals import refusal_of
from tests.world import PEOPLE, TODAY, World

DAY = timedelta(days=1)
NEVER = sorted(PEOPLE.keys() - {"hr", "hr_colleague"})


def names(units) -> set[str]:
    return set(units.values_list("name", flat=True))


def assess(row: Initiative, world: World, *, by: str = "hr", **said: object) -> Assessment:
    row.refresh_from_db()
    plain: dict[str, object] = {
        "percent": 80,
        "words": "",
        "assessor": "HR",
        "assessed_on": TODAY,
        "next_step": row.next_step,
        "follow_up_on": row.follow_up_on,
        "opened": opened_with(as_it_stands(row, FOLLOWED_UP)),
    }
    return assess_initiative(initiative=row, **{**plain, **said}, by=world.viewer(by))  # type: ignore[arg-type]


# --- Adding and changing -----------------------------------------------------------------------------------


def test_a_new_one_is_compared_with_the_units_beside(world: World, made: Made) -> None:
    row = made()
    assert (row.title, names(row.units), names(row.compared)) == (
        "Trivselsteam",
        {"Plejecenter Solgården"},
        {"Plejecenter Lærkevej"},
    )
    assert names(made("kommune", title="Alle").compared) == set()


def test_the_very_same_is_added_once(world: World, made: Made) -> None:
    assert made() == made()
    assert made("laerkevej") != made()
    assert Entry.objects.filter(event="initiative_added").count() == 2


@pytest.mark.parametrize("person", NEVER)
def test_only_hr_keeps_the_register(world: World, made: Made, person: str) -> None:
    row, by = made(), world.viewer(person)
    opened = opened_with(as_written(row))
    assert refusal_of(lambda: add_initiative(written=written(world), by=by)) == "not_yours"
    change = lambda: change_initiative(initiative=row, written=written(world), opened=opened, by=by)  # noqa: E731
    assert refusal_of(change) == "not_yours"
    assert refusal_of(lambda: compare_initiative(initiative=row, compared=[], opened="", by=by)) == "not_yours"
    assert refusal_of(lambda: assess(row, world, by=person)) == "not_yours"
    end = lambda: end_initiative(initiative=row, last_day=TODAY, outcome="", opened="", by=by)  # noqa: E731
    assert refusal_of(end) == "not_yours"


def test_a_cpr_number_is_kept_nowhere(world: World, made: Made) -> None:
    row, cpr = made(), "010190-1234"
    by = world.viewer("hr")
    for field in ("title", "purpose", "goal", "efforts", "next_step", "reports_to", "responsible_words"):
        said = replace(written(world), **{field: cpr})
        assert refusal_of(lambda said=said: add_initiative(written=said, by=by)) == "cpr_in_note"
    assert refusal_of(lambda: assess(row, world, words=cpr)) == "cpr_in_note"
    end = lambda: end_initiative(initiative=row, last_day=TODAY, outcome=cpr, opened="", by=by)  # noqa: E731
    assert refusal_of(end) == "cpr_in_note"


def test_health_may_be_what_an_initiative_is_about(world: World, made: Made) -> None:
    assert made(title="Stress og ryg").title == "Stress og ryg"


def test_two_who_change_it_do_not_write_over_each_other(world: World, made: Made) -> None:
    row = made()
    opened = opened_with(as_written(row))
    one, other = replace(written(world), goal="5 %"), replace(written(world), goal="4 %")
    change_initiative(initiative=row, written=one, opened=opened, by=world.viewer("hr"))
    with pytest.raises(ChangedMeanwhile) as changed:
        change_initiative(initiative=row, written=other, opened=opened, by=world.viewer("hr_colleague"))
    assert changed.value.newer["goal"] == "5 %"
    change_initiative(initiative=row, written=one, opened=opened, by=world.viewer("hr_colleague"))
    assert Entry.objects.filter(event="initiative_changed").values_list("fields", flat=True).get() == ["goal"]


def test_a_unit_that_is_taken_in_is_compared_with_no_more(world: World, made: Made) -> None:
    row = made()
    both = written(world, "solgaarden", "laerkevej")
    change_initiative(initiative=row, written=both, opened=opened_with(as_written(row)), by=world.viewer("hr"))
    assert names(row.units) == {"Plejecenter Solgården", "Plejecenter Lærkevej"}
    assert names(row.compared) == set()


# --- Comparing ---------------------------------------------------------------------------------------------


def test_hr_chooses_what_it_is_compared_with(world: World, made: Made) -> None:
    row, by = made(), world.viewer("hr")
    opened = opened_with(as_compared(row))
    itself = lambda: compare_initiative(  # noqa: E731
        initiative=row, compared=[world.units["aeldre"].pk], opened=opened, by=by
    )
    assert refusal_of(itself) == "compared_with_itself"
    compare_initiative(initiative=row, compared=[], opened=opened, by=by)
    assert names(row.compared) == set()
    with pytest.raises(ChangedMeanwhile):
        compare_initiative(initiative=row, compared=[world.units["laerkevej"].pk], opened=opened, by=by)


# --- Assessing and ending ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (80, "80% 60%"),
        (None, "< 5%"),
        (None, "Periodevis"),
        (50, "To plejecentre"),
        (80, "100 % muligt 80% anvendelse"),
        (None, "Ingen HR vurdering"),
        (0, ""),
    ],
)
def test_each_assessment_is_kept(world: World, made: Made, percent: int | None, words: str) -> None:
    row = made()
    first = assess(row, world)
    second = assess(row, world, percent=percent, words=words, assessor="Områdelederen")
    assert set(row.assessments.all()) == {first, second}
    assert (second.percent, second.words, second.noted_by) == (percent, words, world.users["hr"])


def test_following_up_says_what_comes_next_and_when(world: World, made: Made) -> None:
    row = made()
    stale = opened_with(as_it_stands(row, FOLLOWED_UP))
    assess(row, world, next_step="Mål igen", follow_up_on=TODAY + 90 * DAY)
    row.refresh_from_db()
    assert (row.next_step, row.follow_up_on) == ("Mål igen", TODAY + 90 * DAY)
    with pytest.raises(ChangedMeanwhile):
        assess(row, world, percent=90, next_step="Noget andet", opened=stale)
    assert row.assessments.count() == 1
    assert Entry.objects.latest("pk").fields == ["assessments", "follow_up_on", "next_step"]


def test_the_very_same_assessment_is_noted_once(world: World, made: Made) -> None:
    row = made()
    assert assess(row, world) == assess(row, world)


def test_what_runs_is_followed_up_some_day(world: World, made: Made) -> None:
    row = made(first_day=TODAY - 90 * DAY)
    assert refusal_of(lambda: assess(row, world, follow_up_on=None)) == "follow_up_missing"
    opened = opened_with(as_it_stands(row, ENDING))
    by = world.viewer("hr")
    end_initiative(initiative=row, last_day=TODAY - DAY, outcome="Kun til aften", opened=opened, by=by)
    assess(row, world, follow_up_on=None)
    row.refresh_from_db()
    assert (row.follow_up_on, row.outcome) == (None, "Kun til aften")
    opened = opened_with(as_it_stands(row, ENDING))
    again = lambda: end_initiative(initiative=row, last_day=TODAY, outcome="", opened=opened, by=by)  # noqa: E731
    assert refusal_of(again) == "follow_up_missing"


def test_an_end_can_be_put_right(world: World, made: Made) -> None:
    row, by = made(), world.viewer("hr")
    opened = opened_with(as_it_stands(row, ENDING))
    before = lambda: end_initiative(  # noqa: E731
        initiative=row, last_day=TODAY - DAY, outcome="", opened=opened, by=by
    )
    assert refusal_of(before) == "ends_before_start"
    end_initiative(initiative=row, last_day=TODAY, outcome="", opened=opened, by=by)
    with pytest.raises(ChangedMeanwhile):
        end_initiative(initiative=row, last_day=TODAY + DAY, outcome="", opened=opened, by=by)
    row.refresh_from_db()
    opened = opened_with(as_it_stands(row, ENDING))
    end_initiative(initiative=row, last_day=TODAY + DAY, outcome="", opened=opened, by=by)
    row.refresh_from_db()
    assert row.last_day == TODAY + DAY


# --- What the database insists on --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [{"responsible_words": ""}, {"last_day": TODAY - DAY}],
)
def test_no_row_without_responsible_or_that_ends_before_it_begins(
    world: World, made: Made, wrong: dict[str, object]
) -> None:
    row = made()
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize("wrong", [{"percent": None, "words": ""}, {"percent": 101}])
def test_no_assessment_that_says_nothing_or_too_much(world: World, made: Made, wrong: dict[str, object]) -> None:
    row = assess(made(), world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(**wrong)
