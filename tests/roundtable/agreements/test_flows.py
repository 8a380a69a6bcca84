"""Agreements: written at the table, owed once it is closed, ticked off by whoever took them on."""

from datetime import datetime, timedelta

import pytest

from audit.models import Entry
from cases.followups.queries import due_rows, owners_of_rows
from cases.models import FollowUp, Participant
from people.access import guest
from people.calendar import COPENHAGEN
from people.models import Leadership
from retention.rules.saying import ChangedMeanwhile
from roundtable.agreements import flows
from roundtable.models import AgreedAction, Meeting
from tests.at_once import while_others
from tests.refusals import refusal_of
from tests.roundtable.agreements.conftest import SOON, WHAT, agree, mark, owe_all
from tests.roundtable.sitting import Table, sit_down
from tests.world import NOW, TODAY, World


def owners(world: World, row: FollowUp) -> set[str]:
    by_pk = {user.pk: name for name, user in world.users.items()}
    rows = [each for each in due_rows(row.due_on) if each.pk == row.pk]
    return {by_pk[pk] for pk in owners_of_rows(rows, world.viewer("hr"))[row.pk].told}


# --- At the table -----------------------------------------------------------------------------------------


def test_a_line_is_written_changed_and_taken_off(table: Table) -> None:
    first = agree(table, what="Laver ny vagtplan", who="", due_on=None)
    assert (first.what, first.owner, first.due_on, first.follow_up) == ("Laver ny vagtplan", None, None, None)
    agree(table, who="consultant", due_on=SOON)
    first.refresh_from_db()
    assert (first.what, first.owner, first.due_on) == (WHAT, table.seats["consultant"], SOON)
    agree(table, "en-til", who="companion")
    flows.remove_agreement(meeting=table.meeting, ref=first.ref, by=table.by())
    assert [row.ref for row in AgreedAction.objects.filter(removed_at=None)] == ["en-til"]
    assert table.again().touched["agreements"]["by"] == "Karen Ravn"
    assert not FollowUp.objects.filter(kind="agreed_action").exists()


def test_the_same_form_sent_twice_makes_one_line(table: Table) -> None:
    opened = mark(None)
    agree(table, opened=opened)
    before = Entry.objects.count()
    agree(table, opened=opened)
    assert (AgreedAction.objects.count(), Entry.objects.count()) == (1, before)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_makes_one_line(world: World) -> None:
    table = sit_down(world)
    opened = mark(None)
    came = while_others(lambda: agree(table, opened=opened), lambda: agree(table, opened=opened))
    assert came == AgreedAction.objects.get()


def test_who_was_faster_is_not_written_over(table: Table) -> None:
    opened = mark(agree(table))
    agree(table, what="Noget andet", by="hr")
    with pytest.raises(ChangedMeanwhile) as refusal:
        agree(table, what="Et tredje", opened=opened)
    assert refusal.value.newer["what"] == "Noget andet"
    agree(table, what="Et tredje", opened=refusal.value.opened)
    assert AgreedAction.objects.get().what == "Et tredje"


@pytest.mark.parametrize("person", ["leader", "deputy", "employee", "colleague", "administrator", "sibling_leader"])
def test_whoever_runs_the_meeting_writes(table: Table, person: str) -> None:
    assert refusal_of(lambda: agree(table, by=person)) == "not_yours"
    action = agree(table)
    by = table.by(person)
    assert refusal_of(lambda: flows.remove_agreement(meeting=table.meeting, ref=action.ref, by=by)) == "not_yours"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"what": ""}, "what_missing"),
        ({"what": "Søger læge om sin depression"}, "health_in_note"),
        ({"what": "Ringer til 010190-1234", "override": "fordi"}, "cpr_in_note"),
        ({"what": "Søger læge om sin depression", "override": "Hun har selv bedt om det"}, ""),
    ],
)
def test_it_has_words_that_pass_the_guard(table: Table, given: dict, code: str) -> None:
    if code:
        assert refusal_of(lambda: agree(table, **given)) == code
    else:
        assert agree(table, **given).what_override == "Hun har selv bedt om det"


def test_the_owner_takes_part_and_the_line_is_of_this_meeting(table: Table, world: World) -> None:
    other = sit_down(world, "leader")
    agree(other, "deres")
    removed = table.seats["companion"]
    Participant.objects.filter(pk=removed.pk).update(removed_at=NOW)
    assert refusal_of(lambda: agree(table, who="companion")) == "owner_unknown"
    table.seats["leader"] = other.seats["consultant"]
    assert refusal_of(lambda: agree(table)) == "owner_unknown"
    assert refusal_of(lambda: agree(table, "deres", who="")) == "agreement_gone"
    assert refusal_of(lambda: agree(table, "ukendt", opened="x", who="")) == "agreement_gone"
    assert refusal_of(lambda: flows.remove_agreement(meeting=table.meeting, ref="deres", by=table.by())) == (
        "agreement_gone"
    )


def test_there_is_an_end_to_it(table: Table) -> None:
    for number in range(20):
        agree(table, f"nr-{number}", who="")
    assert refusal_of(lambda: agree(table, "nr-20", who="")) == "too_many_agreements"
    agree(table, "nr-19", what="Rettet", who="")


def test_nothing_is_written_once_the_meeting_is_over(table: Table) -> None:
    action = agree(table)
    Meeting.objects.update(state="held", held_at=NOW)
    assert refusal_of(lambda: agree(table, what="x")) == "meeting_not_open"
    assert refusal_of(lambda: flows.remove_agreement(meeting=table.meeting, ref=action.ref, by=table.by())) == (
        "meeting_not_open"
    )


# --- Owed -------------------------------------------------------------------------------------------------


def test_each_is_owed_by_whose_it_is_in_its_own_words(table: Table, world: World) -> None:
    for who in table.seats:
        agree(table, f"aftale-{who}", what=f"{who} gør noget", who=who)
    agree(table, "fjernet")
    flows.remove_agreement(meeting=table.meeting, ref="fjernet", by=table.by())
    assert owe_all(table) == 4
    rows = {row.words.split(" ")[0]: row for row in FollowUp.objects.filter(kind="agreed_action")}
    assert {who: (row.owner_role, row.named_owner, row.due_on, row.case) for who, row in rows.items()} == {
        "employee": ("employee", None, SOON, table.meeting.case),
        "leader": ("leader", None, SOON, table.meeting.case),
        "consultant": ("consultant", world.users["consultant"], SOON, table.meeting.case),
        "companion": ("consultant", None, SOON, table.meeting.case),
    }
    assert {who: owners(world, row) for who, row in rows.items()} == {
        "employee": {"employee"},
        "leader": {"leader", "deputy"},
        "consultant": {"consultant"},
        "companion": {"consultant"},
    }
    assert AgreedAction.objects.exclude(follow_up=None).count() == 4


def test_a_leader_who_does_not_lead_owes_it_by_name_or_leaves_it_to_the_consultant(table: Table, world: World) -> None:
    Participant.objects.filter(pk=table.seats["leader"].pk).update(user=world.users["sibling_leader"])
    Participant.objects.filter(pk=table.seats["companion"].pk).update(
        user=world.users["hr_colleague"], role="hr", name="", email=""
    )
    agree(table, "a", what="leder", who="leader")
    agree(table, "b", what="hr", who="companion")
    owe_all(table)
    rows = FollowUp.objects.filter(kind="agreed_action").order_by("words")
    assert [(row.words, row.owner_role, row.named_owner) for row in rows] == [
        ("hr", "hr", world.users["hr_colleague"]),
        ("leder", "consultant", None),
    ]


def test_what_a_leader_took_on_is_the_next_leaders(table: Table, world: World) -> None:
    agree(table)
    owe_all(table)
    row = FollowUp.objects.get(kind="agreed_action")
    Leadership.objects.filter(user=world.users["leader"]).update(user=world.users["colleague"])
    assert owners(world, row) == {"colleague", "deputy"}


def test_a_link_holds_until_what_was_taken_on_by_it_is_due(table: Table) -> None:
    agree(table, "a", who="companion", due_on=TODAY + timedelta(days=40))
    agree(table, "b", who="employee", due_on=TODAY)
    before = table.seats["employee"].link_until
    owe_all(table)
    for seat in table.seats.values():
        seat.refresh_from_db()
    day = TODAY + timedelta(days=40 + 14 + 1)
    assert table.seats["companion"].link_until == datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN)
    assert table.seats["employee"].link_until > before


# --- Kept -------------------------------------------------------------------------------------------------


def keep(table: Table, action: AgreedAction, *, by=None, seat: str = "") -> None:
    participant = table.seats[seat] if seat else None
    flows.keep_agreement(action=action, by=by or table.by(), participant=participant)


@pytest.mark.parametrize("who", ["employee", "leader", "consultant", "companion"])
def test_whoever_took_it_on_ticks_it_by_their_link_and_nobody_elses(table: Table, world: World, who: str) -> None:
    agree(table, who=who)
    owe_all(table)
    action = AgreedAction.objects.get()
    by = guest("Bo Bisidder", NOW) if who == "companion" else world.viewer(who)
    for other in set(table.seats) - {who}:
        assert refusal_of(lambda other=other: keep(table, action, by=by, seat=other)) == "not_yours"
    keep(table, action, by=by, seat=who)
    row = FollowUp.objects.get(kind="agreed_action")
    assert (row.state, row.done_on, row.done_by) == ("done", TODAY, by.user)
    assert Entry.objects.latest("pk").actor_name == by.actor_name
    assert refusal_of(lambda: keep(table, action, by=by, seat=who)) == "agreement_gone"


def test_at_the_next_meeting_they_are_ticked_by_whoever_runs_it(table: Table, world: World) -> None:
    agree(table, who="employee")
    action = AgreedAction.objects.get()
    assert refusal_of(lambda: keep(table, action)) == "agreement_gone"
    owe_all(table)
    for person in ("leader", "deputy", "employee", "colleague", "sibling_leader"):
        assert refusal_of(lambda person=person: keep(table, action, by=world.viewer(person))) == "not_yours"
    keep(table, action, by=world.viewer("hr"))
    assert FollowUp.objects.get(kind="agreed_action").state == "done"


def test_what_is_needed_no_more_is_taken_off_at_a_later_meeting(table: Table, world: World) -> None:
    agree(table)
    owe_all(table)
    Meeting.objects.update(state="held", held_at=NOW)
    later = sit_down(world, now=NOW + timedelta(days=28))
    by = later.by(now=NOW + timedelta(days=28))
    flows.remove_agreement(meeting=later.meeting, ref="en-aftale", by=by)
    assert FollowUp.objects.get(kind="agreed_action").state == "withdrawn"
    assert refusal_of(lambda: flows.remove_agreement(meeting=later.meeting, ref="en-aftale", by=by)) == (
        "agreement_gone"
    )


def test_no_words_reach_the_audit(table: Table) -> None:
    agree(table, what="hemmelig-aftale")
    owe_all(table)
    keep(table, AgreedAction.objects.get())
    assert "hemmelig" not in str(list(Entry.objects.values_list("fields", "purpose", "subjects", "event")))
