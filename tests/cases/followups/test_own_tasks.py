"""What an employee has taken on themselves: theirs to tick off and to be reminded of, and nothing else of their own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Entry
from cases.followups.flows import confirm_follow_up, owe, postpone_follow_up, undo_confirmation
from cases.followups.queries import due_rows, owners_of_rows
from cases.followups.rules import PostponeReason
from cases.models import FollowUp
from cases.notices.queries import digest_count, digest_counts
from cases.overview.queries import overview_of
from cases.overview.rules import Filters
from cases.rules import insist_on_confirming, insist_on_doing
from people.models import User
from people.rules import ActingAs, OwnerRole, RuleViolation
from tests.world import TODAY, World

WORDS = "Siger til Birgit hver fredag"
CASES = [(capacity, role, named) for capacity in ActingAs for role in OwnerRole for named in (True, False)]


def own(world: World, person: str = "employee", *, days: int = 0, key: str = "1") -> FollowUp:
    return owe(
        employee=world.employees[person],
        key=f"agreed_action:{key}",
        kind="agreed_action",
        owner_role=OwnerRole.EMPLOYEE,
        due_on=TODAY + timedelta(days=days),
        words=WORDS,
        by=world.viewer("consultant"),
    )


def close_account(world: World, person: str = "employee") -> None:
    User.objects.filter(pk=world.users[person].pk).update(is_active=False)


def told(world: World, person: str) -> int:
    """Of how many cards the person's mail tells, once all other rows are gone."""
    FollowUp.objects.exclude(kind="agreed_action").delete()
    return digest_counts(due_rows(TODAY), world.viewer("hr"))[world.users[person].pk]


@pytest.mark.parametrize(("capacity", "role", "named"), CASES)
def test_the_employee_confirms_their_own_and_does_nothing_else(capacity, role, named):
    doing = {"owner_role": role, "named": named, "capacity": capacity}
    own_task = capacity is ActingAs.SELF and role is OwnerRole.EMPLOYEE
    try:
        insist_on_doing(**doing)
    except RuleViolation:
        assert capacity is not ActingAs.LEADER
        if not own_task:
            with pytest.raises(RuleViolation, match=r"^not_yours$"):
                insist_on_confirming(**doing)
    else:
        assert capacity is not ActingAs.SELF
        insist_on_confirming(**doing)
    if own_task:
        insist_on_confirming(**doing)


def test_it_is_the_employees_and_of_who_cannot_log_in_the_leader_hears(world: World) -> None:
    own(world)
    assert (told(world, "employee"), told(world, "leader"), told(world, "deputy")) == (1, 0, 0)
    assert digest_count(world.users["employee"], TODAY, world.viewer("hr")) == 1
    close_account(world)
    assert (told(world, "employee"), told(world, "leader"), told(world, "deputy")) == (0, 1, 1)
    assert digest_count(world.users["leader"], TODAY, world.viewer("hr")) == 1


def test_nothing_else_of_ones_own_is_counted_in_ones_mail(world: World) -> None:
    assert digest_count(world.users["employee"], TODAY, world.viewer("hr")) == 0
    assert digest_count(world.users["leader"], TODAY, world.viewer("hr")) == 1


def test_whose_it_is_for_who_is_nobodys_employee(world: World) -> None:
    director = own(world, "director")
    found = owners_of_rows(due_rows(TODAY), world.viewer("hr"))
    assert (found[director.pk].owe, found[director.pk].in_queue) == ({world.users["director"].pk}, False)
    close_account(world, "director")
    assert owners_of_rows(due_rows(TODAY), world.viewer("hr"))[director.pk].in_queue


def test_it_stands_on_ones_own_page_with_a_tick(world: World, client_of) -> None:
    row, client = own(world), client_of("employee")
    text = client.get(reverse("my_page")).content.decode()
    assert (WORDS in text, text.count("button-primary")) == (True, 1)
    assert reverse("own_task_done", args=[row.ref]) in text
    client.post(reverse("own_task_done", args=[row.ref]))
    row.refresh_from_db()
    assert (row.state, row.done_on, row.done_by) == ("done", TODAY, world.users["employee"])
    assert "Noteret: du har gjort det." in client.get(reverse("my_page")).content.decode()
    assert Entry.objects.filter(event="follow_up_confirmed").get().capacity == "self"


def test_what_is_further_off_is_no_next_step(world: World, client_of) -> None:
    own(world, days=8)
    text = client_of("employee").get(reverse("my_page")).content.decode()
    assert WORDS in text
    assert text.index("act--first") < text.index(WORDS)
    assert "Birgit" in text[text.index("act--first") : text.index("act--first") + 400]


def test_one_does_nothing_official_in_ones_own_matter(world: World, client_of) -> None:
    row, client = own(world), client_of("employee")
    others = world.follow_ups["employee"]
    assert client.post(reverse("own_task_done", args=[others.ref])).status_code == 404
    for name in ("confirm_follow_up", "postpone_follow_up", "undo_follow_up"):
        assert client.post(reverse(name, args=[row.ref])).status_code == 404
    by = world.viewer("employee")
    with pytest.raises(RuleViolation, match=r"^not_yours$"):
        confirm_follow_up(follow_up=others, done_on=TODAY, by=by)
    with pytest.raises(RuleViolation, match=r"^not_yours$"):
        postpone_follow_up(follow_up=row, until=TODAY + timedelta(days=1), reason=PostponeReason.NO_TIME, by=by)
    confirm_follow_up(follow_up=row, done_on=TODAY, by=by)
    with pytest.raises(RuleViolation, match=r"^not_yours$"):
        undo_confirmation(follow_up=row, by=by)


def test_the_leader_reads_whose_it_is_and_may_tick_it_for_them(world: World, client_of) -> None:
    row, client = own(world), client_of("leader")
    text = client.get(reverse("employee_detail", args=[world.employees["employee"].ref])).content.decode()
    assert WORDS in text
    assert text.count("Åse Kanariefugl</span>") == 1
    assert WORDS not in client.get(reverse("home")).content.decode()
    close_account(world)
    assert WORDS in client.get(reverse("home")).content.decode()
    confirm_follow_up(follow_up=row, done_on=TODAY, by=world.viewer("leader"))
    text = client.get(reverse("employee_detail", args=[world.employees["employee"].ref])).content.decode()
    assert f"Aftale holdt: {WORDS}" in text


def test_hrs_overview_says_that_it_is_the_employees(world: World) -> None:
    FollowUp.objects.all().delete()
    own(world)
    (line,) = overview_of(world.viewer("hr"), Filters(), "1").lines
    assert (line.act, line.owner.name) == (WORDS, "Medarbejderen selv")
    assert overview_of(world.viewer("hr"), Filters(standings=frozenset({"employee"})), "1").lines
    close_account(world)
    (line,) = overview_of(world.viewer("hr"), Filters(), "1").lines
    assert line.owner.name == "Birgit Lund"


def test_words_are_said_as_they_are_and_a_leaders_stand_on_the_card(world: World, client_of) -> None:
    owe(
        employee=world.employees["colleague"],
        key="agreed_action:2",
        kind="agreed_action",
        owner_role=OwnerRole.LEADER,
        due_on=TODAY,
        words="Lægger <b>vagtplan</b>",
        by=world.viewer("consultant"),
    )
    assert "Lægger &lt;b&gt;vagtplan&lt;/b&gt;" in client_of("leader").get(reverse("home")).content.decode()
    assert "Lægger" not in client_of("colleague").get(reverse("my_page")).content.decode()
