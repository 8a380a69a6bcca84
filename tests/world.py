"""One small municipality with everybody in it that the access rule tells apart.

    Nordstrand (1000)            led by the director
      Ældre og Sundhed (2000)    led by the leader above
        Solgården (2001)         led by the leader, who has a deputy; Åse and a colleague work there
        Lærkevej (2002)          led by the sibling leader; the former leader of Solgården works there

It is Monday 23 November 2026, 9 o'clock. Åse has been away for 20 days, the leader herself for two.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import time_machine
from django.core.management import call_command
from django.utils import translation

from absence.models import Cause, Period
from cases.followups.rules import FollowUpState
from cases.models import Case, Conversation, FollowUp, Invitation, Notice, Participant
from cases.notices.rules import NoticeKind
from cases.rules import OpenReason
from people.access import viewer_for
from people.calendar import COPENHAGEN
from people.models import Assignment, Capacity, Employee, Employment, Leadership, Unit, User
from people.rules import CapacityKind
from people.viewer import Viewer
from retention.models import (
    Agreement,
    Contact,
    MeetingAction,
    Municipality,
    Offer,
    OfferUse,
    Placement,
    Sheet,
    StatusMeeting,
    Step,
    Work,
)
from retention.rules.partners import AgreementKind

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
TODAY = NOW.date()
BEGINNING = date(2020, 1, 1)

# Whoever may not see Åse's matter must never meet these; nor those who may not see the sick leader's, hers.
ASE_CANARIES = ("Kanariefugl", "00 00 99 01", "aftalt-kun-om-aase")
LEADER_CANARIES = ("aftalt-kun-om-birgit",)
# Whom Åse has asked to come along; no user.
COMPANION = "Bo Bisidder"


@dataclass
class World:
    """The people by what they are in it, and the objects that pages are about."""

    users: dict[str, User] = field(default_factory=dict)
    employees: dict[str, Employee] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    follow_ups: dict[str, FollowUp] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    # By who placed; the offer is in use by the employee.
    placements: dict[str, Placement] = field(default_factory=dict)
    offer_uses: dict[str, OfferUse] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)
    # The places at the talk about Åse that is called for tomorrow; the guest is the companion whom she has asked.
    seats: dict[str, Participant] = field(default_factory=dict)

    def viewer(self, person: str, now: datetime = NOW) -> Viewer:
        return viewer_for(self.users[person], now)


# Who they are; the first is how tests name them.
PEOPLE = {
    "director": ("Dorte", "Dahl", "kommune"),
    "leader_above": ("Anders", "Aagaard", "aeldre"),
    "leader": ("Birgit", "Lund", "solgaarden"),
    "deputy": ("Dina", "Dam", "solgaarden"),
    "past_deputy": ("Palle", "Pil", "solgaarden"),
    "colleague": ("Carl", "Colding", "solgaarden"),
    "employee": ("Åse", "Kanariefugl", "solgaarden"),
    "sibling_leader": ("Søren", "Sand", "laerkevej"),
    "former_leader": ("Frida", "Fjord", "laerkevej"),
    "hr": ("Henrik", "Holt", "kommune"),
    "hr_colleague": ("Hanne", "Hede", "kommune"),
    "consultant": ("Karen", "Ravn", "kommune"),
    "other_consultant": ("Ole", "Overgaard", "kommune"),
    "administrator": ("Ida", "Itoft", "kommune"),
}


@contextmanager
def at_its_hour() -> Iterator[None]:
    """The clock stands at the world's morning, and words are Danish."""
    with time_machine.travel(NOW, tick=False), translation.override("da"):
        yield


def build() -> World:
    """Writes the world to the database, reference data included."""
    call_command("seed", verbosity=0)
    world = World()
    for code, name, title, parent in (
        ("1000", "kommune", "Nordstrand Kommune", None),
        ("2000", "aeldre", "Ældre og Sundhed", "kommune"),
        ("2001", "solgaarden", "Plejecenter Solgården", "aeldre"),
        ("2002", "laerkevej", "Plejecenter Lærkevej", "aeldre"),
    ):
        world.units[name] = Unit.objects.create(code=code, name=title, parent=world.units[parent] if parent else None)
    for number, (person, (first, last, unit)) in enumerate(PEOPLE.items(), start=10001):
        user = User.objects.create_user(
            username=person, email=f"{person}@nordstrand.example", first_name=first, last_name=last
        )
        employee = Employee.objects.create(
            number=str(number), first_name=first, last_name=last, user=user, phone=f"00 00 98 {number % 100:02}"
        )
        Employment.objects.create(
            employee=employee,
            unit=world.units[unit],
            first_day=BEGINNING,
            title="Medarbejder",
            weekly_hours=37,
            home_municipality="760",
        )
        world.users[person], world.employees[person] = user, employee
    Employee.objects.filter(number=world.employees["employee"].number).update(phone="00 00 99 01")
    _grant(world)
    _fall_ill(world)
    _place(world)
    _have_partners(world)
    _call_together(world)
    return world


def _call_together(world: World) -> None:
    """Åse, her leader and the consultant, who have been invited to a round table; the companion is no user."""
    begins = NOW + timedelta(days=1, hours=1)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=1), "place": "Lokale 2"}
    talk = Conversation.objects.create(
        employee=world.employees["employee"],
        case=world.cases["employee"],
        kind="round_table",
        host=world.users["consultant"],
        uid="verden@tilbage.example",
        **times,
    )
    for role in ("employee", "leader", "consultant", "guest"):
        world.seats[role] = Participant.objects.create(
            conversation=talk,
            role="companion" if role == "guest" else role,
            user=world.users.get(role),
            name=COMPANION if role == "guest" else "",
            email="bo@eksempel.dk" if role == "guest" else "",
            asked_by=world.seats["employee"] if role == "guest" else None,
            text=ASE_CANARIES[2] if role == "employee" else "",
            gets_minutes=role != "guest",
            link_until=begins + timedelta(days=15),
            added_at=NOW - timedelta(days=1),
        )
        Invitation.objects.create(
            participant=world.seats[role],
            sequence=0,
            method="REQUEST",
            text=world.seats[role].text,
            made_at=NOW - timedelta(days=1),
            **times,
        )


def _have_partners(world: World) -> None:
    """Whom to speak to where everybody lives; the references by what they are."""
    home = Municipality.objects.get(pk="760")
    contact = Contact.objects.create(
        municipality=home, name="Grethe Grøn", phone="00 00 97 01", first_day=BEGINNING, confirmed_on=TODAY
    )
    agreement = Agreement.objects.create(
        municipality=home, kind=AgreementKind.PREVENTIVE_FAST_TRACK, quota=5, first_day=BEGINNING
    )
    sheet = Sheet.objects.create(
        municipality=home,
        title="Sådan gør de",
        text="Ring først.",
        source="Mødet",
        owner="HR",
        checked_on=TODAY,
        saved_at=NOW,
    )
    meeting = StatusMeeting.objects.create(
        municipality=home, held_on=TODAY, with_whom="Grethe og Henrik", note="Det går godt.", noted_at=NOW
    )
    action = MeetingAction.objects.create(meeting=meeting, what="Ny folder", who="HR", due_on=TODAY)
    rows = {"contact": contact, "agreement": agreement, "sheet": sheet, "meeting": meeting, "action": action}
    world.partners = {name: row.ref for name, row in rows.items()}


def _grant(world: World) -> None:
    past = TODAY - timedelta(days=10)
    for person, unit, is_deputy, last_day in (
        ("director", "kommune", False, None),
        ("leader_above", "aeldre", False, None),
        ("leader", "solgaarden", False, None),
        ("deputy", "solgaarden", True, TODAY + timedelta(days=5)),
        ("past_deputy", "solgaarden", True, past),
        ("sibling_leader", "laerkevej", False, None),
        ("former_leader", "solgaarden", False, past),
    ):
        Leadership.objects.create(
            unit=world.units[unit],
            user=world.users[person],
            is_deputy=is_deputy,
            first_day=BEGINNING,
            last_day=last_day,
        )
    for person, kind in (
        ("hr", CapacityKind.HR),
        ("hr_colleague", CapacityKind.HR),
        ("consultant", CapacityKind.CONSULTANT),
        ("other_consultant", CapacityKind.CONSULTANT),
        ("administrator", CapacityKind.ADMINISTRATOR),
    ):
        Capacity.objects.create(user=world.users[person], kind=kind, first_day=BEGINNING)
    Assignment.objects.create(
        employee=world.employees["employee"],
        consultant=world.users["consultant"],
        first_day=TODAY - timedelta(days=3),
        reason="referral",
    )
    Work.objects.create(
        consultant=world.users["consultant"], kind="case", on=TODAY, hours=1, employee=world.employees["employee"]
    )


def _fall_ill(world: World) -> None:
    sickness = Cause.objects.get(key="sickness")
    for person, days, canary in (
        ("employee", 19, ASE_CANARIES[2]),
        ("leader", 1, LEADER_CANARIES[0]),
        ("hr", 1, "aftalt-kun-om-henrik"),
    ):
        employee, first_day = world.employees[person], TODAY - timedelta(days=days)
        world.periods[person] = Period.objects.create(
            employee=employee,
            first_day=first_day,
            cause=sickness,
            source="leader",
            recorded_at=NOW - timedelta(days=days),
        )
        world.cases[person] = Case.objects.create(
            employee=employee, opened_on=first_day, open_reason=OpenReason.BY_HAND
        )
        FollowUp.objects.create(
            employee=employee,
            case=world.cases[person],
            key=f"1-5-14/1@{first_day}",
            rule_key="1-5-14/1",
            anchor=first_day,
            spell_from=first_day,
            kind="contact",
            origin="1-5-14",
            due_on=first_day,
            state=FollowUpState.DONE,
            done_on=first_day,
            done_at=NOW - timedelta(days=days),
            note=canary,
            created_at=NOW - timedelta(days=days),
        )
        world.follow_ups[person] = FollowUp.objects.create(
            employee=employee,
            case=world.cases[person],
            key=f"1-5-14/14@{TODAY}",
            rule_key="1-5-14/14",
            anchor=TODAY,
            spell_from=first_day,
            kind="contact",
            origin="1-5-14",
            due_on=TODAY,
            created_at=NOW - timedelta(days=days),
        )
    world.notices["leader"] = Notice.objects.create(
        recipient=world.users["leader"],
        kind=NoticeKind.DIGEST,
        day=TODAY,
        message_id="<world@tilbage.example>",
        owed_at=NOW,
        not_before=NOW,
    )


def _place(world: World) -> None:
    """Åse sees herself on step 6, the leader sees her on step 4, and a work trial is in use."""
    steps = {step.number: step for step in Step.objects.running(TODAY)}
    of_ase = {"employee": world.employees["employee"], "case": world.cases["employee"]}
    for person, number in (("employee", 6), ("leader", 4)):
        world.placements[person] = Placement.objects.create(
            **of_ase,
            step=steps[number],
            party=person,
            occasion="talk",
            placed_on=TODAY - timedelta(days=2),
            placed_at=NOW - timedelta(days=2),
            placed_by=world.users[person],
        )
    world.offer_uses["employee"] = OfferUse.objects.create(
        **of_ase,
        offer=Offer.objects.get(key="virksomhedspraktik"),
        started_on=TODAY - timedelta(days=1),
        started_by=world.users["leader"],
    )
