"""The arguments of the addresses in the matrix, out of the world: whose reference, which unit, which row."""

from collections.abc import Callable
from datetime import date, timedelta

from absence.models import GivenPolicy
from cases.invitations.links import token_of
from cases.minutes.flows import make_minutes
from cases.models import Conversation, FollowUp, Minutes, Participant
from insight.bi.flows import make_token
from insight.models import ApiToken, Initiative, Pack, PlanAction
from insight.packs.flows import freeze_packs
from insight.rollup.flows import rebuild_figures
from insight.rules.packs import PackKind
from insight.rules.tokens import Scope
from people.access import system
from people.models import User
from retention.models import Consent, FastTrack, Screening
from roundtable.models import Meeting, OutsideRequest, Preparation, Series
from roundtable.outside.links import token_of as token_from_outside
from roundtable.table.pulse import token_for
from tests.cases.minutes.example import LAERKE
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


def own_task_of(person: str) -> Arguments:
    """What the person has taken on about themselves."""

    def made(world: World) -> dict[str, str]:
        row, _made = FollowUp.objects.get_or_create(
            employee=world.employees[person],
            key="agreed_action:1",
            defaults={
                "kind": "agreed_action",
                "origin": "agreed_action",
                "owner_role": "employee",
                "words": ASE_CANARIES[2] if person == "employee" else "",
                "due_on": TODAY,
                "created_at": NOW,
            },
        )
        return {"ref": row.ref}

    return made


def case_of(person: str) -> Arguments:
    return lambda world: {"ref": world.cases[person].ref}


def period_of(person: str) -> Arguments:
    return lambda world: {"ref": world.periods[person].ref}


def some_key(_: World) -> dict[str, str]:
    """A link to a new password that nobody was sent."""
    return {"uidb36": "1", "key": "abc-123"}


def api_token(world: World) -> dict[str, str]:
    """One that HR has handed out."""
    found = ApiToken.objects.filter(name="Økonomi").first()
    if found is None:
        said = {"name": "Økonomi", "scopes": [Scope.UNITS], "unit": None, "last_day": TODAY}
        found = make_token(**said, by=world.viewer("hr")).token
    return {"ref": found.ref}


def figures_of(name: str, **more: str) -> Arguments:
    """The unit's code, with its figures counted."""

    def counted(world: World) -> dict[str, str]:
        rebuild_figures(by=system(NOW))
        return {"code": world.units[name].code, **more}

    return counted


def packed(of: PackKind, name: str, **more: str) -> Arguments:
    """The list or the meeting's pack of a unit, or the unit's quarter; two units have lists."""

    def made(world: World) -> dict[str, str]:
        for place in ("aeldre", "solgaarden"):
            gift = {"unit": world.units[place], "policy_id": "gt29", "first_day": date(2026, 1, 1)}
            GivenPolicy.objects.get_or_create(**gift)
        freeze_packs(by=system(NOW))
        if of is PackKind.QUARTER:
            return {"code": world.units[name].code, "quarter": "2026-3", **more}
        return {"ref": Pack.objects.get(kind=of, unit=world.units[name]).ref, **more}

    return made


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


def seat_of(person: str) -> Arguments:
    """The link of the person's place at the talk about Åse."""
    return lambda world: {"token": token_of(world.seats[person])}


def minutes_of_ase(world: World) -> dict[str, str]:
    """The minutes of the talk about Åse."""
    return {"ref": _minutes(world).ref}


def copy_of(person: str) -> Arguments:
    """The person's own copy of them."""
    return lambda world: {"ref": _minutes(world).copies.get(participant=world.seats[person]).ref}


def copy_at_seat(person: str) -> Arguments:
    return lambda world: seat_of(person)(world) | copy_of(person)(world)


def _minutes(world: World) -> Minutes:
    """Everybody who takes part gets them."""
    talk = world.seats["employee"].conversation
    Participant.objects.update(gets_minutes=True)
    return talk.minutes.first() or make_minutes(conversation=talk, content=LAERKE, by=world.viewer("consultant"))


def the_talk(world: World) -> dict[str, str]:
    return {"ref": world.seats["employee"].conversation.ref}


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


def a_meeting(world: World, person: str) -> Meeting:
    """The person's round table, asked for an hour ago."""
    found = Meeting.objects.filter(employee=world.employees[person]).first()
    if found is not None:
        return found
    of_case = {"employee": world.employees[person], "case": world.cases[person]}
    talk = Conversation.objects.create(**of_case, kind="round_table", uid=f"{person}@tilbage.example")
    return Meeting.objects.create(
        **of_case,
        conversation=talk,
        requester="leader",
        requested_by=world.users["leader"],
        requested_at=NOW - timedelta(hours=1),
        reason="long_absence",
        note=ASE_CANARIES[2] if person == "employee" else "",
    )


def a_taker_of_part(person: str) -> Arguments:
    """Somebody who is called to the person's round table."""

    def made(world: World) -> dict[str, str]:
        row = Participant.objects.create(
            conversation=a_meeting(world, person).conversation,
            role="interpreter",
            name="Tove Tolk",
            email="tove@eksempel.dk",
            link_until=NOW + timedelta(days=1),
            added_at=NOW,
        )
        return {"participant": row.ref}

    return made


def meeting_of(person: str) -> Arguments:
    return lambda world: {"ref": a_meeting(world, person).ref}


def a_wish(_: World) -> OutsideRequest:
    """From another employer, about somebody who does not work here; confirmed an hour ago."""
    row, _made = OutsideRequest.objects.get_or_create(
        email="grethe@firma.example",
        defaults={
            "kind": "employer",
            "organisation": "Firmaet",
            "name": "Grethe Grøn",
            "about_name": "Nora Nielsen",
            "reason": "worry",
            "made_at": NOW - timedelta(hours=2),
            "confirmed_at": NOW - timedelta(hours=1),
        },
    )
    return row


def wish_from_outside(world: World) -> dict[str, str]:
    return {"ref": a_wish(world).ref}


def link_from_outside(world: World) -> dict[str, str]:
    return {"token": token_from_outside(a_wish(world))}


def meeting_task_of(person: str) -> Arguments:
    """What is owed about it."""

    def made(world: World) -> dict[str, str]:
        ref = a_meeting(world, person).ref
        row, _made = FollowUp.objects.get_or_create(
            employee=world.employees[person],
            key=f"round_table_plan:{ref}",
            defaults={
                "kind": "round_table_plan",
                "origin": "round_table_plan",
                "owner_role": "consultant",
                "due_on": TODAY,
                "created_at": NOW,
            },
        )
        return {"ref": row.ref}

    return made


def series_at(name: str) -> Arguments:
    """A series of care talks there, prepared."""

    def made(world: World) -> dict[str, str]:
        row, _made = Series.objects.get_or_create(
            unit=world.units[name], defaults={"begun_on": TODAY, "goals": "x", "plan": "x", "roles": "x"}
        )
        return {"ref": row.ref}

    return made


def initiative_at(name: str) -> Arguments:
    """An initiative there, compared with nobody."""

    def made(world: World) -> dict[str, str]:
        words = {"purpose": "x", "responsible_words": "HR", "first_day": TODAY, "follow_up_on": TODAY}
        row, _made = Initiative.objects.get_or_create(title=name, defaults=words)
        row.units.set([world.units[name]])
        return {"ref": row.ref}

    return made


def table_of(person: str, *, revealed: bool = False, **also: str) -> Arguments:
    """The person's round table at its table. About Åse it is the talk of the world, to whose places there are links.

    Its shared words hold a canary, and both have chosen; where they stand is known once it is revealed.
    """

    def made(world: World) -> dict[str, str]:
        row = a_meeting(world, person)
        talk = world.seats["employee"].conversation if person == "employee" else row.conversation
        Meeting.objects.filter(pk=row.pk).update(
            conversation=talk,
            state="planned",
            planned_at=NOW,
            begun_at=NOW,
            phase="picture",
            revealed_at=NOW if revealed else None,
            wording=ASE_CANARIES[2] if person == "employee" else "",
        )
        for side, number in (("employee", 6), ("leader", 4)):
            Preparation.objects.update_or_create(
                meeting=row, seat=side, defaults={"number": number, "placed_at": NOW, "on_wall": True}
            )
        return {"ref": row.ref, **also}

    return made


def seat_at_table(person: str) -> Arguments:
    """The link of the person's place at the talk about Åse, which is a meeting at its table."""

    def made(world: World) -> dict[str, str]:
        table_of("employee")(world)
        return seat_of(person)(world)

    return made


def pulse_of_table(world: World) -> dict[str, str]:
    table_of("employee")(world)
    return {"token": token_for(a_meeting(world, "employee").pk)}


def plan_of_unit(name: str) -> Arguments:
    """The unit's code, and this year."""
    return lambda world: {"year": str(TODAY.year), "code": world.units[name].code}


def plan_action_at(name: str) -> Arguments:
    """A line of the unit's plan."""

    def made(world: World) -> dict[str, str]:
        row, _made = PlanAction.objects.get_or_create(
            unit=world.units[name],
            year=TODAY.year,
            what="Faste vagter",
            defaults={"who": "MED", "due_on": TODAY, "written_at": NOW},
        )
        return {"ref": row.ref}

    return made
