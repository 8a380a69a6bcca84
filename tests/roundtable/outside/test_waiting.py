"""A wish from outside that waits for a consultant: its clock, who is called for help, and where it stands meanwhile."""

import re
from datetime import timedelta
from itertools import islice

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import FollowUp, Notice
from cases.notices.flows import send_notices
from cases.overview.rules import Filters
from people.access import system
from people.models import Capacity
from retention.caseload.queries.inbox import Tab, inbox_of
from roundtable.models import ClockWatch, OutsideRequest, Series
from roundtable.outside import flows
from roundtable.request.flows import watch_clocks
from roundtable.rules.outside import EndReason
from tests.audit.scenarios_request import ask_from_outside, confirm_from_outside
from tests.roundtable.conftest import HOUR
from tests.world import NOW, TODAY, World

MOST_QUERIES = 12
BOTH = {"consultant", "other_consultant"}


def told(world: World, kind: str, at) -> set[str]:
    """Who has been mailed so by then, each once."""
    send_notices(by=lambda: system(at))
    names = {user: name for name, user in world.users.items()}
    found = [names[row.recipient] for row in Notice.objects.filter(kind=kind, state="sent")]
    assert len(found) == len(set(found))
    return set(found)


def name(world: World, level: str, person: str, consultant: str | None = None) -> None:
    of = world.users[consultant] if consultant else None
    ClockWatch.objects.create(level=level, consultant=of, watcher=world.users[person])


def read(client) -> str:
    return re.sub(r"\s+", " ", client.get(reverse("inbox")).content.decode())


# --- Called for help ----------------------------------------------------------------------------------------


def test_at_three_quarters_the_colleague_is_asked_and_at_the_end_the_lead_is_told(world: World) -> None:
    name(world, "colleague", "other_consultant")
    name(world, "lead", "consultant")
    # Its clock runs since it was confirmed, and not since it was written.
    asked = ask_from_outside(world)
    OutsideRequest.objects.filter(pk=asked.pk).update(made_at=NOW - 30 * HOUR)
    flows.confirm_from_outside(asked=asked, by=system(NOW))
    assert told(world, "outside", NOW) == BOTH
    assert told(world, "outside_help", NOW + 24 * HOUR) == set()
    assert told(world, "outside_help", NOW + 24 * HOUR + timedelta(hours=8)) == set()
    assert told(world, "outside_help", NOW + 47 * HOUR) == {"other_consultant"}
    assert told(world, "outside_late", NOW + 47 * HOUR) == set()
    assert told(world, "outside_late", NOW + 48 * HOUR) == {"consultant"}
    assert told(world, "outside_late", NOW + 72 * HOUR) == {"consultant"}
    assert told(world, "outside_help", NOW + 72 * HOUR) == {"other_consultant"}


def test_where_nobody_is_named_the_whole_team_is_told(world: World) -> None:
    confirm_from_outside(world)
    assert told(world, "outside_help", NOW + 47 * HOUR) == BOTH
    assert told(world, "outside_late", NOW + 48 * HOUR) == BOTH


def test_who_may_not_open_it_is_not_told_of_it(world: World) -> None:
    """HR sees no wishes from outside; and nobody has it yet, whose own colleague could be asked."""
    name(world, "lead", "hr")
    name(world, "colleague", "consultant", consultant="other_consultant")
    confirm_from_outside(world)
    assert told(world, "outside_late", NOW + 48 * HOUR) == BOTH
    assert told(world, "outside_help", NOW + 48 * HOUR) == BOTH


def test_who_was_named_and_has_left_the_team_is_not_told(world: World) -> None:
    name(world, "lead", "other_consultant")
    Capacity.objects.filter(user=world.users["other_consultant"]).update(last_day=TODAY)
    confirm_from_outside(world)
    assert told(world, "outside_late", NOW + 48 * HOUR) == {"consultant"}


def test_the_mails_name_nobody(world: World) -> None:
    confirm_from_outside(world, "Kanine Udenfor")
    send_notices(by=lambda: system(NOW + 48 * HOUR))
    said = [f"{letter.subject} {letter.body}" for letter in mail.outbox if "udefra" in letter.subject]
    assert len({letter.subject for letter in mail.outbox if "udefra" in letter.subject}) == 3
    assert len(said) == 6
    for words in said:
        assert [word for word in ("Kanine", "Udenfor", "Grethe", "Firmaet", "worry") if word in words] == []


def test_nobody_is_called_once_it_is_settled(world: World) -> None:
    asked = confirm_from_outside(world)
    flows.end_from_outside(asked=asked, reason=EndReason.NOT_OURS, by=world.viewer("consultant"))
    assert told(world, "outside_help", NOW + 48 * HOUR) == set()


def test_what_waits_to_be_sent_is_not_when_it_is_settled_meanwhile(world: World) -> None:
    asked = confirm_from_outside(world)
    at = NOW + 48 * HOUR
    row = {"kind": "outside_late", "day": at.date(), "subject": asked.ref, "owed_at": at, "not_before": at}
    Notice.objects.create(recipient=world.users["consultant"], message_id="<late@tilbage.example>", **row)
    flows.settle_with_outsider(asked=asked, by=world.viewer("consultant", at))
    assert told(world, "outside_late", at) == set()
    assert Notice.objects.get(kind="outside_late").state == "withdrawn"


def test_a_meeting_that_comes_of_it_calls_for_help_by_the_same_clock(world: World) -> None:
    asked, carl = confirm_from_outside(world, "Carl Colding"), world.employees["colleague"]
    flows.settle_with_employee(asked=asked, employee=carl, by=world.viewer("consultant", NOW + 40 * HOUR))
    watch_clocks(by=system(NOW + 40 * HOUR))
    row = FollowUp.objects.get(kind="round_table_help")
    assert (row.employee, row.due_at) == (carl, NOW + 48 * HOUR)
    watch_clocks(by=system(NOW + 48 * HOUR))
    assert FollowUp.objects.filter(kind="round_table_lead", employee=carl).exists()


# --- In the inbox -------------------------------------------------------------------------------------------


def test_it_stands_in_the_inbox_with_its_clock_until_it_is_settled(world: World, client_of) -> None:
    client = client_of("other_consultant")
    ask_from_outside(world, "Ida Ubekræftet")
    assert "Ønsker udefra" not in read(client)
    asked = confirm_from_outside(world, "Kanine Udenfor")
    text = read(client)
    assert "Ida Ubekræftet" not in text
    assert "Kanine Udenfor" in text
    assert "48 timer tilbage" in text
    assert reverse("outside_settle", args=[asked.ref]) in text
    flows.end_from_outside(asked=asked, reason=EndReason.NOT_OURS, by=world.viewer("consultant"))
    assert "Kanine Udenfor" not in read(client)


@pytest.mark.parametrize(("hours", "tone"), [(1, "calm"), (30, "near"), (50, "late")])
def test_its_chip_turns_amber_and_red_as_every_clock(world: World, hours: int, tone: str) -> None:
    confirm_from_outside(world)
    [panel] = inbox_of(world.viewer("consultant", NOW + hours * HOUR), Filters(tab=Tab.TEAM), "1").panels
    [line] = panel.rows.lines
    assert line.chip.tone == tone


def test_many_make_no_more_queries_and_the_oldest_stand_first(world: World, client_of) -> None:
    client, counts = client_of("consultant"), []
    units = iter(world.units.values())
    read(client)  # the first time it remembers how it is filtered
    for number in (1, 29):
        for unit in islice(units, min(number, 4)):
            Series.objects.create(unit=unit, begun_on=TODAY, begun_by=world.users["leader"])
        for each in range(number):
            asked = confirm_from_outside(world, f"Nora Nielsen{number:02}{each:02}")
            OutsideRequest.objects.filter(pk=asked.pk).update(confirmed_at=NOW - (number - each) * HOUR / 60)
        with CaptureQueriesContext(connection) as found:
            text = read(client)
        counts.append(len([query for query in found if "SAVEPOINT" not in query["sql"]]))
    assert counts[0] == counts[1] <= MOST_QUERIES
    assert "Nora Nielsen2900" in text
    assert text.count("Nora Nielsen") == 5
    assert "og 25 andre" in text
    assert "Ønsker om omsorgssamtaler" in text
