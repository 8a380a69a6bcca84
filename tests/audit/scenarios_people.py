"""What the flows of people write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from people import flows
from people.access import system, viewer_for
from people.importing.flows import import_people
from people.models import Capacity, Leadership, User
from people.rules import CapacityKind
from tests.people.importing.extracts import line, write
from tests.world import NOW, TODAY, World

Scenario = Callable[[World], object]


def grant_capacity(world: World) -> Capacity:
    return flows.grant_capacity(
        user=world.users["colleague"],
        kind=CapacityKind.CONSULTANT,
        first_day=TODAY,
        last_day=None,
        by=world.viewer("administrator"),
    )


def end_capacity(world: World) -> None:
    capacity = Capacity.objects.get(user=world.users["consultant"])
    flows.end_capacity(capacity=capacity, last_day=TODAY, by=world.viewer("hr"))


def name_leader(world: World) -> Leadership:
    return flows.name_leader(
        unit=world.units["solgaarden"],
        user=world.users["colleague"],
        first_day=TODAY,
        last_day=None,
        by=world.viewer("hr"),
    )


def name_deputy(world: World) -> Leadership:
    return flows.name_deputy(
        unit=world.units["solgaarden"],
        user=world.users["colleague"],
        first_day=TODAY,
        last_day=TODAY + timedelta(days=7),
        by=world.viewer("leader"),
    )


def end_leadership(world: World) -> None:
    deputyship = Leadership.objects.get(user=world.users["deputy"])
    flows.end_leadership(leadership=deputyship, last_day=TODAY, by=world.viewer("leader"))


def link_people(world: World) -> None:
    User.objects.filter(pk=world.users["colleague"].pk).update(is_active=False)
    other = world.employees["colleague"]
    other.refresh_from_db()
    flows.link_people(kept=world.employees["employee"], other=other, by=system(NOW))


def closed(world: World) -> User:
    leader = world.users["leader"]
    User.objects.filter(pk=leader.pk).update(is_active=False)
    return leader


def invite(world: World) -> None:
    flows.invite(user=closed(world), by=world.viewer("hr"))


def send_invitations(world: World) -> None:
    User.objects.filter(pk=closed(world).pk).update(invitation_owed_at=NOW)
    assert flows.send_invitations(by=system(NOW)) == 1


def open_account(world: World) -> None:
    leader = closed(world)
    flows.open_account(user=leader, password="to heste og en cykel", by=viewer_for(leader, NOW))


def close_account(world: World) -> None:
    flows.close_account(user=world.users["leader"], by=world.viewer("hr"))


def import_nobody_left_out(world: World) -> None:
    with TemporaryDirectory() as folder:
        import_people(folder=write(Path(folder), [line("1")]), as_of=TODAY, by=system(NOW))


def import_with_many_left_out(world: World) -> None:
    with TemporaryDirectory() as folder:
        import_people(
            folder=write(Path(folder), [line("1")]),
            as_of=TODAY,
            by=system(NOW),
            complete=True,
            accept_missing=True,
        )


def seed_closing_days(world: World) -> None:
    flows.seed_closing_days(by=system(NOW))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.grant_capacity, grant_capacity, ["capacity_granted"]),
    (flows.end_capacity, end_capacity, ["capacity_ended"]),
    (flows.name_leader, name_leader, ["leader_named"]),
    (flows.name_deputy, name_deputy, ["deputy_named"]),
    (flows.end_leadership, end_leadership, ["leadership_ended"]),
    (flows.link_people, link_people, ["people_linked"]),
    (flows.invite, invite, ["account_invited"]),
    (flows.send_invitations, send_invitations, []),
    (flows.open_account, open_account, ["account_opened"]),
    (flows.close_account, close_account, ["account_closed"]),
    (flows.seed_closing_days, seed_closing_days, []),
    (import_people, import_nobody_left_out, ["people_imported"]),
    (import_people, import_with_many_left_out, ["people_imported", "missing_accepted"]),
]
