"""Whom the municipality of the demo speaks to elsewhere. Nobody of them exists; the numbers cannot be called."""

from datetime import date, timedelta
from typing import Final

from demo.flows.story import HENRIK, KAREN
from people.access import system, viewer_for
from people.models import User
from people.viewer import Viewer
from retention.models import Contact, Municipality
from retention.partners.flows import (
    add_agreement,
    add_contact,
    agree_action,
    confirm_contact,
    note_meeting,
    save_sheet,
    set_phone_hours,
    settle_action,
    use_agreement,
)
from retention.rules.partners import AgreementKind, counted
from retention.rules.saying import opened_with

OWN: Final = "760"
# Code, name, title, telephone, mail without the part before @, days since it was last confirmed. Lemvig (665) has none.
CONTACTS: Final = (
    (OWN, "Grethe Brandt", "Virksomhedskonsulent, team Fastholdelse", "00 00 60 01", "nordstrand.example", 12),
    (OWN, "Morten Fabricius", "Faglig koordinator", "00 00 60 02", "nordstrand.example", 12),
    ("671", "Lis Thorup", "Virksomhedskonsulent", "00 00 71 10", "struer.example", 64),
    ("661", "Peter Nymark", "Sygedagpenge og fastholdelse", "00 00 61 20", "holstebro.example", 97),
    ("657", "Anne-Mette Krogh", "Team Job og sundhed", "00 00 57 30", "herning.example", 31),
    ("615", "Jytte Vang", "Virksomhedskonsulent", "00 00 15 40", "horsens.example", 236),
)
HOURS: Final = {
    OWN: "Mandag til torsdag 8.30-15, fredag 8.30-13",
    "671": "Hverdage 9-12",
    "657": "Mandag, tirsdag og torsdag 9-14",
}
SHEET: Final = """Sådan kommer en anmodning hurtigt frem.

1. Ring til Grethe, før du sender. Så ved hun, at den kommer.
2. Send anmodningen i NemRefusion.
3. Aftal med medarbejderen, hvilken telefon de må ringes op på.

# Den første samtale
Den holdes gerne på arbejdspladsen, hvis medarbejderen vil. Lederen er velkommen de sidste 20 minutter.

# Det hører de tit
- At kommunen er rådgiver for begge parter.
- At en anmodning ikke er et skridt mod en afskedigelse.
"""
LOG: Final = """Det virker, at lederne ringer først: Svarene kommer to dage hurtigere end i foråret.

Det er svært, når medarbejderen ikke kender ordningen. Flere siger nej, før de ved, hvad det er.

- Samtaler på arbejdspladsen fortsætter
- Fælles oplæg for lederne i januar
"""


def tell_partners(*, by: Viewer) -> None:
    """Contacts as they were last confirmed, what is agreed, a sheet, and a status meeting with an open action."""
    today = by.today
    karen = viewer_for(User.objects.get(username=KAREN), by.now)
    henrik = viewer_for(User.objects.get(username=HENRIK), by.now)
    for code, name, role, phone, domain, ago in CONTACTS:
        asked = system(by.now - timedelta(days=ago))
        contact = add_contact(
            municipality=_municipality(code),
            name=name,
            role=role,
            phone=phone,
            email=f"{name.split()[0].lower()}@{domain}",
            secure_email=f"sikkerpost@{domain}",
            first_day=asked.today - timedelta(days=200),
            by=asked,
        )
        if ago == min(days for *_rest, days in CONTACTS):
            confirm_contact(contact=Contact.objects.get(pk=contact.pk), by=karen)
    for code, hours in HOURS.items():
        opened = opened_with({"phone_hours": ""})
        set_phone_hours(municipality=_municipality(code), phone_hours=hours, opened=opened, by=karen)
    _agree(today, karen)
    _meet(today, karen, henrik)


def _agree(today: date, by: Viewer) -> None:
    begins = date(today.year, 1, 1)
    preventive = add_agreement(
        municipality=_municipality(OWN),
        kind=AgreementKind.PREVENTIVE_FAST_TRACK,
        words="Første samtale inden for ti dage, også før nogen er syg",
        quota=25,
        first_day=begins,
        last_day=date(today.year + 1, 12, 31),
        by=by,
    )
    trials = add_agreement(
        municipality=_municipality("671"),
        kind=AgreementKind.WORK_TRIAL,
        words="Pladser i køkken, service og administration",
        quota=6,
        first_day=begins,
        last_day=None,
        by=by,
    )
    for agreement, number in ((preventive, 3), (trials, 2)):
        for used in range(number):
            use_agreement(agreement=agreement, used_on=today, opened=opened_with(counted(used)), by=by)
    save_sheet(
        municipality=_municipality(OWN),
        title="Sådan arbejder vi med Fast track",
        text=SHEET,
        source="Statusmøde med kommunen",
        owner="Karen Ravn",
        checked_on=today - timedelta(days=12),
        by=by,
    )


def _meet(today: date, karen: Viewer, henrik: Viewer) -> None:
    meeting = note_meeting(
        municipality=_municipality(OWN),
        held_on=today - timedelta(days=26),
        with_whom="Grethe Brandt, Morten Fabricius, Karen Ravn og Henrik fra HR",
        note=LOG,
        note_override="",
        next_on=today + timedelta(days=65),
        by=karen,
    )
    for what, who, due, done in (
        ("Oplæg om Fast track på ledermødet", "Karen Ravn", 9, False),
        ("Kort folder til medarbejderne", "Grethe Brandt", -3, False),
        ("Ny liste med direkte telefonnumre", "Morten Fabricius", -14, True),
    ):
        action = agree_action(meeting=meeting, what=what, who=who, due_on=today + timedelta(days=due), by=karen)
        if done:
            settle_action(action=action, done=True, by=henrik)


def _municipality(code: str) -> Municipality:
    return Municipality.objects.get(pk=code)
