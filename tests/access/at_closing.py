"""The arguments of the addresses of plans, agreements and closing: see arguments.py."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from cases.models import FollowUp
from retention.rules.saying import opened_with
from roundtable.closing.queries import prepared
from roundtable.models import AgreedAction, Meeting, PlanItem, PlanWeek, ReturnPlan
from tests.access.arguments import Arguments, a_meeting, seat_of, table_of
from tests.world import ASE_CANARIES, NOW, TODAY, World

MONDAY = TODAY + timedelta(days=7)


def a_plan(world: World, person: str) -> ReturnPlan:
    """The person's plan that runs. Åse's has a canary in it."""
    meeting = a_meeting(world, person)
    row, made = ReturnPlan.objects.get_or_create(
        employee=meeting.employee,
        state="active",
        defaults={
            "meeting": meeting,
            "full_hours": Decimal(37),
            "begun_at": NOW,
            "evaluate_on": TODAY + timedelta(days=28),
        },
    )
    if made:
        PlanWeek.objects.create(plan=row, monday=MONDAY, hours=8)
        words = ASE_CANARIES[2] if person == "employee" else "x"
        PlanItem.objects.create(plan=row, kind="change", place=0, words=words, effect="new")
    return row


def plan_of(person: str) -> Arguments:
    return lambda world: {"ref": a_plan(world, person).ref}


def table_with_plan(person: str) -> Arguments:
    """The person's meeting at its table, while a plan runs."""

    def made(world: World) -> dict[str, str]:
        a_plan(world, person)
        return table_of(person)(world)

    return made


def an_agreement(world: World, person: str, *, owed: bool) -> AgreedAction:
    """One of the person's meeting; the person's own, where there is a place at the talk for them."""
    meeting = Meeting.objects.get(ref=table_of(person)(world)["ref"])
    own = meeting.conversation.participants.filter(role="employee").first()
    row, _made = AgreedAction.objects.get_or_create(
        meeting=meeting,
        place=0,
        defaults={"what": ASE_CANARIES[2] if person == "employee" else "x", "owner": own, "due_on": TODAY},
    )
    if owed and row.follow_up is None and own is not None:
        row.follow_up = FollowUp.objects.create(
            employee=meeting.employee,
            key=f"agreed_action:{row.ref}",
            kind="agreed_action",
            origin="agreed_action",
            owner_role="employee",
            words=row.what,
            due_on=TODAY,
            created_at=NOW,
        )
        row.save()
    return row


def agreement_of(person: str, *, owed: bool = False) -> Arguments:
    def made(world: World) -> dict[str, str]:
        row = an_agreement(world, person, owed=owed)
        return {"ref": row.meeting.ref, "action": row.ref}

    return made


def own_agreement_of(person: str) -> Arguments:
    """By the person's link, what they have taken on at the talk about Åse."""

    def made(world: World) -> dict[str, str]:
        row = an_agreement(world, "employee", owed=True)
        AgreedAction.objects.filter(pk=row.pk).update(owner=world.seats[person])
        return {**seat_of(person)(world), "ref": row.ref}

    return made


def came_to(person: str) -> Callable[[World], dict[str, str]]:
    """Nobody is ticked in the form of the person's meeting."""

    def sent(world: World) -> dict[str, str]:
        meeting = Meeting.objects.get(ref=table_of(person)(world)["ref"])
        opened = opened_with(prepared(meeting, meeting.conversation.participants.order_by("pk")))
        return {"next": "none", "opened": opened}

    return sent
