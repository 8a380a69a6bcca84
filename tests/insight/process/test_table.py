"""The process of a unit beside what comes of it."""

from datetime import date, datetime, timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from cases.models import Case, Conversation
from insight.access import topmost
from insight.process.page import Kept, Line, Table, around, key_of, table_of, unit_asked, when_asked
from insight.rules.process import WHOLE, When
from people.calendar import COPENHAGEN
from people.models import Employee, Unit
from people.viewer import Viewer
from retention.models import FastTrack, Placement, Step
from roundtable.models import Meeting
from tests.insight.process.conftest import DUE, words
from tests.world import NOW, TODAY, World

YEAR = when_asked(TODAY, "")
SUMMER = when_asked(TODAY, "2026-3")
MONDAY = datetime(2026, 8, 3, 9, tzinfo=COPENHAGEN)


def table(world: World, unit: str | None = "kommune", name: str = "hr", when=YEAR) -> Table:
    return seen_by(world.viewer(name), world.units[unit].pk if unit else None, when)


def seen_by(viewer: Viewer, unit: int | None, when: When = YEAR) -> Table:
    return table_of(unit, around(unit, viewer), when, viewer)


def units(found: Table) -> dict[str, Kept]:
    return {row.name: row for row in found.units}


def rules(found: Table) -> dict[str, Kept]:
    return {row.about or row.name: row for row in found.rules}


def lines(found: Table) -> dict[str, Line]:
    return {line.label: line for line in found.lines}


# --- Follow-ups ------------------------------------------------------------------------------------------


def test_on_time_of_owed_by_unit(world: World, staff, owe) -> None:
    for number, employee in enumerate(staff("solgaarden", 8)):
        owe(employee, late=number % 2)
    for employee in staff("laerkevej", 6):
        owe(employee)
    found = units(table(world, "aeldre"))
    assert list(found) == ["Ældre og Sundhed", "Plejecenter Solgården", "Plejecenter Lærkevej"]
    above, solgaarden, laerkevej = found.values()
    assert (above.owed, above.on_time, above.share, above.url) == ("14", "10", "71\xa0%", "")
    assert (solgaarden.owed, solgaarden.on_time, solgaarden.share) == ("8", "4", "50\xa0%")
    assert solgaarden.url.endswith(f"?enhed={world.units['solgaarden'].code}")
    assert (laerkevej.owed, laerkevej.on_time, laerkevej.share) == ("6", "6", "100\xa0%")


def test_what_is_not_owed(world: World, staff, owe) -> None:
    first, *rest = staff("solgaarden", 6)
    for employee in rest:
        owe(employee)
    # Open is owed and not done; a reminder moves nothing.
    owe(first, late=None, remind_on=DUE + timedelta(days=7))
    for state in ("lapsed", "overtaken", "withdrawn"):
        owe(first, state=state, closed_on=DUE)
    owe(first, late=3, late_by_correction=True)
    # Not a rule's, of another time, and of another employer.
    owe(first, rule="")
    owe(first, date(2025, 9, 30))
    owe(first, date(2026, 10, 1))
    owe(first, date(2019, 12, 1))
    found = units(table(world))["Nordstrand Kommune"]
    assert (found.owed, found.on_time) == ("6", "5")
    Employee.objects.filter(pk=rest[0].pk).update(is_outside=True)
    assert units(table(world))["Nordstrand Kommune"].owed == "5"


def test_on_time_is_by_the_due_date_itself(world: World, staff, owe) -> None:
    people = staff("solgaarden", 5)
    for employee, late in zip(people, (-3, 0, 1, 2, 40), strict=True):
        owe(employee, late=late, remind_on=DUE + timedelta(days=7), postponed=1)
    assert units(table(world))["Nordstrand Kommune"].on_time == "2"


def test_a_follow_up_counts_where_the_employee_worked_on_the_day(world: World, staff, owe) -> None:
    for employee in staff("solgaarden", 6, last_day=DUE):
        employee.employments.create(
            unit=world.units["laerkevej"], first_day=DUE + timedelta(days=1), weekly_hours=37, title="x"
        )
        owe(employee)
        owe(employee, DUE + timedelta(days=1), late=1)
    # Who moves is counted as somebody in one place only: without others there, nothing is told of the former one.
    for employee in staff("solgaarden", 5):
        owe(employee)
    found = units(table(world, "aeldre"))
    solgaarden, laerkevej = found["Plejecenter Solgården"], found["Plejecenter Lærkevej"]
    assert (solgaarden.owed, solgaarden.on_time) == ("11", "11")
    assert (laerkevej.owed, laerkevej.on_time) == ("6", "0")


def test_by_rule(world: World, staff, owe) -> None:
    people = staff("solgaarden", 45)
    for employee in people:
        owe(employee)
    for employee in people[:20]:
        owe(employee, rule="1-5-14/14", late=1)
        owe(employee, rule="built-in/welcome-back")
    owe(people[0], rule="gone/1")
    found = rules(table(world))
    assert list(found) == [
        "Dag 5 i et fravær, 1-5-14",
        "Dag 14 i et fravær, 1-5-14",
        "Indbygget",
        "gone/1",
    ]
    first = found["Dag 5 i et fravær, 1-5-14"]
    assert (first.owed, first.on_time, first.share) == ("45", "45", "100\xa0%")
    assert found["Indbygget"].name == "Sig velkommen tilbage"
    # One person's rule takes another one along.
    hidden = [row for row in found.values() if row.hidden]
    assert found["gone/1"] in hidden
    assert len(hidden) == 2
    assert {row.owed for row in hidden} == {""}


def test_rule_by_rule_is_not_told_of_small_units(world: World, staff, owe) -> None:
    for employee in staff("solgaarden", 19):
        owe(employee)
    found = table(world)
    assert found.by_rule_hidden == (
        "Regel for regel vises for enheder, hvor der skulle følges op på mindst 20 medarbejdere, "
        "og hvor andres tal ikke kan regnes ud af det."
    )
    assert not units(found)["Nordstrand Kommune"].hidden


def test_few_people_are_hidden_with_a_sibling(world: World, staff, owe) -> None:
    for employee in staff("solgaarden", 4):
        owe(employee)
        owe(employee, rule="1-5-14/14")
    for employee in staff("laerkevej", 9):
        owe(employee)
    found = units(table(world, "aeldre"))
    assert found["Plejecenter Solgården"].hidden == "Skjult: færre end 5 personer"
    assert found["Plejecenter Lærkevej"].hidden == "Skjult, så andres tal ikke kan regnes ud"
    assert found["Ældre og Sundhed"].owed == "17"
    # The same on their own pages.
    assert units(table(world, "laerkevej"))["Plejecenter Lærkevej"].hidden


def test_a_quarter_is_told_of_where_all_may_be(world: World, staff, owe) -> None:
    people = staff("solgaarden", 9)
    for employee in people:
        owe(employee)
        owe(employee, date(2026, 5, 4))
    assert units(table(world, when=SUMMER))["Nordstrand Kommune"].owed == "9"
    for employee in people[:4]:
        owe(employee, date(2026, 1, 5))
    assert units(table(world, when=SUMMER))["Nordstrand Kommune"].hidden
    assert units(table(world))["Nordstrand Kommune"].owed == "22"


def test_where_nothing_was_owed_it_says_so(world: World) -> None:
    found = table(world)
    assert {row.owed for row in found.units} == {"0"}
    assert {row.share for row in found.units} == {"–"}
    assert {line.words for line in found.lines} == {"ingen"}
    assert found.rules == ()
    assert found.place == "Nordstrand Kommune"
    assert found.days == "oktober 2025 til september 2026"
    assert table(world, when=SUMMER).days == "juli til september 2026"
    assert found.as_of == "23.\xa0november 2026 kl.\xa09.00"


# --- Meetings, Fast track, steps -------------------------------------------------------------------------


def meet(employee: Employee, asked: datetime = MONDAY, *, hours: float | None = 24, **more) -> Meeting:
    """Asked for, planned so many hours later, and held a week after that."""
    case = Case.objects.create(
        employee=employee,
        opened_on=asked.date(),
        open_reason="by_hand",
        state="closed",
        closed_on=TODAY,
        close_reason="not_needed",
    )
    talk = Conversation.objects.create(employee=employee, case=case, kind="round_table", uid=f"{employee.pk}@{asked}")
    if hours is not None:
        planned = asked + timedelta(hours=hours)
        more = {"state": "held", "planned_at": planned, "held_at": planned + timedelta(days=7), **more}
    row: Meeting = Meeting.objects.create(
        employee=employee,
        case=case,
        conversation=talk,
        requester="leader",
        requested_at=asked,
        reason="long_absence",
        **more,
    )
    return row


def test_round_tables_wished_for_planned_in_time_and_held(world: World, staff) -> None:
    people = staff("solgaarden", 8)
    for employee in people[:6]:
        meet(employee)
    meet(people[6], hours=49)
    meet(people[7], hours=None, state="cancelled", ended_at=MONDAY + timedelta(hours=1), end_reason="asked_by_mistake")
    found = lines(table(world))
    assert (found["Ønskede rundbordsmøder"].words, found["Ønskede rundbordsmøder"].base) == ("7", "")
    planned = found["Planlagt inden for 48 timer"]
    assert (planned.words, planned.base) == ("86\xa0%", "6 af 7")
    assert found["Rundbordsmøder holdt"].words == "7"
    assert lines(table(world, when=when_asked(TODAY, "2026-2")))["Rundbordsmøder holdt"].hidden == ""


def test_round_tables_of_few_are_hidden(world: World, staff) -> None:
    for employee in staff("solgaarden", 4):
        meet(employee)
    found = lines(table(world))["Ønskede rundbordsmøder"]
    assert (found.words, found.hidden) == ("", "Skjult: færre end 5 personer")


def track(employee: Employee, *, sent: bool, reason: str = "") -> FastTrack:
    day = DUE - timedelta(days=20)
    done = (
        {"state": "sent", "sent_on": DUE, "informed_on": day}
        if sent
        else {"state": "missed", "missed_on": DUE, "missed_reason": reason, "closed_on": DUE}
    )
    row: FastTrack = FastTrack.objects.create(
        employee=employee, kind="ordinary", initiator="leader", about_day=day, started_on=day, **done
    )
    return row


def test_fast_track_sent_in_time_and_why_not(world: World, staff) -> None:
    people = staff("solgaarden", 20)
    for number, employee in enumerate(people):
        track(employee, sent=number < 6, reason="not_thought_of" if number < 14 else "no_time" if number < 18 else "")
    found = table(world)
    sent = lines(found)["Fast track sendt i tide"]
    assert (sent.words, sent.base) == ("30\xa0%", "6 af 20")
    assert found.reasons == (("Ingen tænkte på det i tide", "8"), ("Andre grunde tilsammen", "6"))
    # Of the whole only: a part could be subtracted.
    assert table(world, "solgaarden").reasons == ()
    assert table(world, when=SUMMER).reasons == ()
    assert table(world, "solgaarden", "leader").reasons == found.reasons


def place(employee: Employee, number: int, day: date, party: str = "agreed") -> None:
    at = datetime.combine(day, NOW.timetz())
    step = Step.objects.running(TODAY).get(number=number)
    Placement.objects.create(
        employee=employee, step=step, party=party, occasion="round_table", placed_on=day, placed_at=at
    )


def test_steps_gained_from_the_first_placement_to_the_latest(world: World, staff) -> None:
    for number, employee in enumerate(staff("solgaarden", 8)):
        place(employee, 6, DUE)
        if number < 6:
            place(employee, 4 if number < 4 else 6, DUE + timedelta(days=30))
    found = lines(table(world))["Gik mindst et trin op"]
    assert (found.words, found.base) == ("67\xa0%", "4 af 6")
    Placement.objects.filter(placed_on__gt=DUE).update(withdrawn_at=NOW)
    assert lines(table(world))["Gik mindst et trin op"].words == "ingen"


# --- Who sees what ---------------------------------------------------------------------------------------


def test_which_unit(world: World) -> None:
    hr, leader = world.viewer("hr"), world.viewer("leader_above")
    kommune, aeldre = world.units["kommune"].pk, world.units["aeldre"].pk
    assert unit_asked(hr, "") == kommune
    assert unit_asked(leader, "") == aeldre
    assert unit_asked(hr, "2000") == aeldre
    for asked in ("1000", str(aeldre), "x", "9" * 30):
        with pytest.raises(Http404):
            unit_asked(leader, asked)
    Unit.objects.create(code="3000", name="En anden")
    hr = world.viewer("hr")
    assert unit_asked(hr, "") == WHOLE
    assert len(topmost(hr)) == 2
    assert [row.name for row in seen_by(hr, None).units][1:] == ["Nordstrand Kommune", "En anden"]


def test_nothing_is_told_of_what_the_viewer_does_not_see(world: World) -> None:
    for unit in (None, WHOLE, world.units["kommune"].pk, world.units["laerkevej"].pk):
        with pytest.raises(Http404):
            seen_by(world.viewer("leader"), unit)
    assert seen_by(world.viewer("director"), None).place == "Nordstrand Kommune"
    assert seen_by(world.viewer("leader"), world.units["solgaarden"].pk).place == "Plejecenter Solgården"


def test_which_time() -> None:
    assert [key_of(when_asked(TODAY, key)) for key in ("", "2026-3", "2025-4", "2026-4", "2026-08", "x")] == [
        "",
        "2026-3",
        "2025-4",
        "",
        "",
        "",
    ]


def test_who_leads_several_units_chooses(world: World, client_of) -> None:
    world.units["laerkevej"].leaderships.create(user=world.users["leader"], first_day=date(2020, 1, 1))
    client = client_of("leader")
    assert words(client.get(reverse("process"))).endswith("Plejecenter Solgården Plejecenter Lærkevej")
    chosen = client.get(reverse("process"), {"enhed": "2002"})
    assert "Plejecenter Lærkevej, oktober 2025 til september 2026" in words(chosen)
    assert client.get(reverse("process"), {"enhed": "1000"}).status_code == 404


def test_the_page(world: World, client_of, staff, owe) -> None:
    for employee in staff("solgaarden", 25):
        owe(employee)
    text = words(client_of("leader_above").get(reverse("process"), {"periode": "2026-3"}))
    assert "Ældre og Sundhed, juli til september 2026" in text
    assert "Opgjort 23. november 2026 kl. 9.00" in text
    assert "Plejecenter Solgården 100 % 25 25" in text
    assert "Kanariefugl" not in text
    for person in world.users.values():
        assert person.last_name not in text
