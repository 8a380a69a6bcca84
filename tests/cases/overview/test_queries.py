"""What the overview reads: whose each row is, one row a person, and how few queries that takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from cases.followups.owners import Owners
from cases.followups.queries import owners_of_rows
from cases.models import FollowUp
from cases.overview.queries import desk_of, open_rows, overview_of, takers_of
from cases.overview.rules import Due, Filters, Standing, Tab
from people.models import Leadership, User
from people.rules import OwnerRole
from tests.cases.conftest import rows_of
from tests.cases.overview.conftest import Owe
from tests.world import TODAY, World

NOTHING = Filters()
NBSP = "\u00a0"


def names(world: World, filters: Filters = NOTHING, person: str = "hr") -> list[str]:
    return [line.name for line in overview_of(world.viewer(person), filters, "1").lines]


def test_nearest_first_by_name_on_the_same_day_and_undated_last(world: World, owe: Owe) -> None:
    owe("Uden", days=None)
    owe("Åge", days=-2)
    owe("Ægir", days=-2)
    owe("Snart", days=3)
    owe("Åge", days=9, employee=FollowUp.objects.get(employee__first_name="Åge").employee)
    assert names(world) == ["Ægir Berg", "Åge Berg", "Birgit Lund", "Åse Kanariefugl", "Snart Berg", "Uden Berg"]


def test_ones_own_matter_never_stands_there(world: World) -> None:
    assert "Henrik Holt" not in names(world)
    assert "Henrik Holt" in names(world, person="hr_colleague")


def test_a_line_in_words(world: World, owe: Owe) -> None:
    row = owe("Bo", days=-3, kind="talk", legal_last_day=TODAY + timedelta(days=7), mandatory=True)
    owe("Bo", days=3, employee=row.employee)
    line = overview_of(world.viewer("hr"), NOTHING, "1").lines[0]
    assert (line.name, line.unit, line.act) == ("Bo Berg", "Plejecenter Solgården", "Hold en samtale med Bo")
    assert line.under == f"Lovens frist er mandag 30.{NBSP}november, og 1 opgave mere"
    assert line.chip is not None
    assert (line.chip.words, line.day) == ("3 dage over tid", f"20.{NBSP}nov.")
    assert len(line.chosen.split(".")) == 2


def test_a_postponed_row_is_still_overdue_and_says_to_when(world: World, owe: Owe) -> None:
    owe("Bo", days=-3, remind_on=TODAY + timedelta(days=1), postponed=1, postpone_reason="no_time")
    found = overview_of(world.viewer("hr"), Filters(due=frozenset({Due.LATE})), "1")
    assert [(line.name, line.under) for line in found.lines] == [("Bo Berg", "Udsat til i morgen")]


def test_what_a_tick_stands_for_follows_the_filters(world: World, owe: Owe) -> None:
    row = owe("Bo", kind="talk")
    notice = owe("Bo", kind="notice", owner_role=OwnerRole.HR, employee=row.employee)
    (line,) = overview_of(world.viewer("hr"), Filters(kinds=frozenset({"notice"})), "1").lines
    assert line.chosen == notice.ref


@pytest.mark.parametrize("text", ["kanarie", "åse kan", "10007", "ÅSE"])
def test_search_by_name_or_number(world: World, text: str) -> None:
    found = overview_of(world.viewer("hr"), Filters(text=text), "1")
    assert [line.name for line in found.lines] == ["Åse Kanariefugl"]
    # What is said of everybody stays.
    assert found.tabs[Tab.ALL] == 2


def test_search_is_no_pattern(world: World) -> None:
    assert names(world, Filters(text="%")) == []


# --- Whose they are -------------------------------------------------------------------------------------


def standings(world: World, person: str = "hr") -> dict[str, tuple[Standing, str, str]]:
    viewer = world.viewer(person)
    raws = open_rows(viewer)
    desk = desk_of(viewer, raws.values())
    lines = {line.name: line.owner for line in overview_of(viewer, NOTHING, "1").lines}
    return {
        raw.first_name: (desk.stand(raw).standing, lines[name].name, lines[name].under)
        for raw in raws.values()
        if (name := f"{raw.first_name} {raw.last_name}") in lines
    }


def test_whose_it_is(world: World, owe: Owe) -> None:
    owe("Hos", owner_role=OwnerRole.HR)
    owe("Givet", named_owner=world.users["hr_colleague"])
    # Handed to somebody who may not see the employee: it is the leader's.
    owe("Forkert", named_owner=world.users["sibling_leader"])
    Leadership.objects.filter(user=world.users["sibling_leader"]).delete()
    Leadership.objects.filter(user=world.users["leader_above"]).delete()
    Leadership.objects.filter(user=world.users["director"]).delete()
    owe("Uden", unit="laerkevej")
    assert standings(world) == {
        "Åse": (Standing.LEADER, "Birgit Lund", "stedfortræder: Dina Dam"),
        "Hos": (Standing.HR, "HR", ""),
        "Givet": (Standing.GIVEN, "Hanne Hede", "overdraget"),
        "Forkert": (Standing.LEADER, "Birgit Lund", "stedfortræder: Dina Dam"),
        "Uden": (Standing.NO_LEADER, "HR", "ingen leder"),
        "Birgit": (Standing.NO_LEADER, "HR", "ingen leder"),
    }


def test_a_leader_without_an_account_is_marked_and_counted(world: World) -> None:
    User.objects.filter(username__in=["leader", "deputy"]).update(is_active=False)
    assert standings(world)["Åse"] == (Standing.NO_ACCOUNT, "Birgit Lund", "uden konto")
    found = overview_of(world.viewer("hr"), NOTHING, "1")
    assert (found.without_account, found.stuck) == (1, 1)


def test_a_deputy_with_an_account_is_enough(world: World) -> None:
    User.objects.filter(username="leader").update(is_active=False)
    assert standings(world)["Åse"][0] is Standing.LEADER


def as_the_outbox_says(world: World) -> dict[int, Owners]:
    viewer = world.viewer("hr")
    rows = FollowUp.objects.open().visible_to(viewer)
    return owners_of_rows(rows_of(rows), viewer)


def test_owners_are_those_whom_the_outbox_tells(world: World, owe: Owe) -> None:
    """The overview remembers what the one rule says; the outbox asks it for each row."""
    owe("Hos", owner_role=OwnerRole.HR)
    owe("Konsulentens", owner_role=OwnerRole.CONSULTANT, employee=world.employees["employee"])
    owe("Uhenvist", owner_role=OwnerRole.CONSULTANT)
    owe("Konsulent", named_owner=world.users["consultant"], employee=world.employees["employee"])
    owe("Fremmed", named_owner=world.users["other_consultant"], employee=world.employees["employee"])
    owe("Egen", named_owner=world.users["leader"], employee=world.employees["leader"])
    owe("Lederens", named_owner=world.users["leader"])
    owe("Bestyrer", named_owner=world.users["administrator"])
    for person in ("director", "leader_above", "sibling_leader", "hr_colleague", "deputy"):
        owe("", employee=world.employees[person])
    viewer = world.viewer("hr")
    raws = open_rows(viewer)
    desk = desk_of(viewer, raws.values())
    assert {pk: desk.stand(raw).owners for pk, raw in raws.items()} == as_the_outbox_says(world)


def test_who_is_no_consultant_any_more_owes_nothing(world: World, owe: Owe) -> None:
    row = owe("Konsulentens", owner_role=OwnerRole.CONSULTANT, employee=world.employees["employee"])
    world.users["consultant"].capacities.update(last_day=TODAY - timedelta(days=1))
    hr = world.viewer("hr")
    raws = open_rows(hr)
    assert desk_of(hr, raws.values()).stand(raws[row.pk]).owners == as_the_outbox_says(world)[row.pk]


def test_takers_may_see_all_of_it_and_none_of_it_is_theirs(world: World, owe: Owe) -> None:
    here, there = owe("Her"), owe("Der", unit="laerkevej")

    def takers(*rows: FollowUp) -> list[str]:
        return [taker.words for taker in takers_of(world.viewer("hr"), rows)]

    leads = "leder eller stedfortræder"
    assert takers(here) == ["Hanne Hede, HR", f"Birgit Lund, {leads}", f"Dina Dam, {leads}"]
    assert takers(here, there) == ["Hanne Hede, HR"]
    assert takers(owe("", employee=world.employees["hr_colleague"])) == [f"Dorte Dahl, {leads}"]
    User.objects.filter(username="leader").update(is_active=False)
    assert takers(here) == ["Hanne Hede, HR", f"Dina Dam, {leads}"]


# --- How it is read -------------------------------------------------------------------------------------


def test_the_list_is_recorded_with_those_whom_it_shows(world: World) -> None:
    overview_of(world.viewer("hr"), NOTHING, "1")
    entry = Entry.objects.get()
    assert (entry.event, entry.purpose, entry.capacity) == ("listed", "overview", "hr")
    assert set(entry.subjects) == {world.employees["employee"].ref, world.employees["leader"].ref}


def test_pages_of_fifty(world: World, owe: Owe) -> None:
    for number in range(51):
        owe(f"N{number:02}", days=1)
    first, second = (overview_of(world.viewer("hr"), NOTHING, page) for page in ("1", "2"))
    assert (len(first.lines), [line.name for line in second.lines]) == (50, ["N48 Berg", "N49 Berg", "N50 Berg"])
    # A page that is not there is the last one.
    assert overview_of(world.viewer("hr"), NOTHING, "99").page.number == 2
    assert overview_of(world.viewer("hr"), NOTHING, "x").page.number == 1


def test_queries_do_not_hang_on_the_rows(world: World, owe: Owe, hr) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert hr.get("/overblik/").status_code == 200
        return len(caught)

    hr.get("/overblik/")
    one = queries()
    for number in range(3):
        owe(f"N{number}", named_owner=world.users["hr_colleague"] if number else None, unit="laerkevej")
    assert (one, queries()) == (12, 12)
