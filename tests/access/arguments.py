"""The arguments of the addresses in the matrix, out of the world: whose reference, which unit, which row."""

from collections.abc import Callable

from cases.models import FollowUp
from people.models import User
from retention.models import Consent, FastTrack, Screening
from tests.world import ASE_CANARIES, NOW, TODAY, World

Arguments = Callable[[World], dict[str, str]]


def nothing(_: World) -> dict[str, str]:
    return {}


def about(person: str) -> Arguments:
    """The employee's reference."""
    return lambda world: {"ref": world.employees[person].ref}


def follow_up_of(person: str) -> Arguments:
    return lambda world: {"ref": world.follow_ups[person].ref}


def rows_of(person: str, *, to: str) -> Callable[[World], dict[str, str]]:
    """The person's open follow-up, ticked in HR's list."""
    return lambda world: {"row": world.follow_ups[person].ref, "to": to}


def case_of(person: str) -> Arguments:
    return lambda world: {"ref": world.cases[person].ref}


def period_of(person: str) -> Arguments:
    return lambda world: {"ref": world.periods[person].ref}


def some_key(_: World) -> dict[str, str]:
    """A link to a new password that nobody was sent."""
    return {"uidb36": "1", "key": "abc-123"}


def unit(name: str) -> Arguments:
    return lambda world: {"unit": str(world.units[name].pk)}


def leadership_of(person: str) -> Arguments:
    return lambda world: {"leadership": str(world.users[person].leaderships.get().pk)}


def capacity_of(person: str) -> Arguments:
    return lambda world: {"capacity": str(world.users[person].capacities.get().pk)}


def account_of(person: str) -> Arguments:
    """The user's reference."""
    return lambda world: {"ref": world.users[person].ref}


def work_of(person: str) -> Arguments:
    """The consultant's note of time."""
    return lambda world: {"ref": world.users[person].work.get().ref}


def spent_invitation(_: World) -> dict[str, str]:
    return {"uidb64": "MQ", "token": "d0-0"}


def a_door(_: World) -> dict[str, str]:
    """Of somebody in the demo's cast."""
    user, _made = User.objects.get_or_create(username="bilu1", is_active=True)
    return {"user_name": user.username}


def placement_by(person: str) -> Arguments:
    """Åse's, by who placed her."""
    return lambda world: {"ref": world.placements[person].ref}


def offer_use_of(person: str) -> Arguments:
    return lambda world: {"ref": world.offer_uses[person].ref}


def an_offer(_: World) -> dict[str, str]:
    return {"key": "fast-track"}


def at_home(_: World) -> dict[str, str]:
    """The municipality where everybody lives."""
    return {"code": "760"}


def partner(row: str) -> Arguments:
    return lambda world: {"ref": world.partners[row]}


def fast_track_of(person: str, state: str = "informed") -> Arguments:
    """The person's own Fast track in that state, which only some addresses need."""

    def made(world: World) -> dict[str, str]:
        row, _made = FastTrack.objects.get_or_create(
            employee=world.employees[person],
            defaults={
                "kind": "ordinary",
                "initiator": "leader",
                "state": state,
                "about_day": TODAY,
                "started_on": TODAY,
                "expected_long": True,
                "functions": ASE_CANARIES[2] if person == "employee" else "",
                "informed_on": None if state == "drafted" else TODAY,
                "informed_how": "" if state == "drafted" else "phone",
                "sent_on": TODAY if state == "sent" else None,
            },
        )
        return {"ref": row.ref}

    return made


def fast_track_task_of(person: str) -> Arguments:
    """What is owed about it."""

    def made(world: World) -> dict[str, str]:
        ref = fast_track_of(person)(world)["ref"]
        row, _made = FollowUp.objects.get_or_create(
            employee=world.employees[person],
            key=f"fast_track:answer:{ref}",
            defaults={"kind": "fast_track_answer", "origin": "fast_track", "due_on": TODAY, "created_at": NOW},
        )
        return {"ref": row.ref}

    return made


def screening_of(person: str) -> Arguments:
    def made(world: World) -> dict[str, str]:
        row, _made = Screening.objects.get_or_create(
            employee=world.employees[person],
            defaults={"screened_on": TODAY, "points": 3, "most": 14, "advice": "consultant"},
        )
        return {"ref": row.ref}

    return made


def screening_task_of(person: str) -> Arguments:
    def made(world: World) -> dict[str, str]:
        row, _made = FollowUp.objects.get_or_create(
            employee=world.employees[person],
            key="screening:again:1",
            defaults={"kind": "screening_again", "origin": "screening", "due_on": TODAY, "created_at": NOW},
        )
        return {"ref": row.ref}

    return made


def consent_of(person: str) -> Arguments:
    def made(world: World) -> dict[str, str]:
        row, _made = Consent.objects.get_or_create(
            employee=world.employees[person],
            defaults={
                "purpose": "fast_track",
                "receiver": "municipality",
                "content": ["tasks"],
                "given_on": TODAY,
                "given_how": "phone",
            },
        )
        return {"ref": row.ref}

    return made
