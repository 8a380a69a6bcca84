"""The same form sent twice does nothing twice, and a stale form loses neither what others wrote nor what was typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from retention.models import (
    Agreement,
    Consent,
    Contact,
    GuideVersion,
    MeetingAction,
    Municipality,
    Offer,
    Screening,
    ScreeningQuestion,
    Share,
    Sheet,
    StatusMeeting,
    Work,
)
from tests.retention.fasttrack.conftest import start
from tests.world import TODAY, World

DAY = "23-11-2026"
CONTACT = {"name": "Grethe Test", "role": "", "phone": "1", "email": "", "secure_email": "", "first_day": DAY}
SHEET = {"title": "Veje ind", "text": "Ring først.", "source": "Møde", "owner": "Karen", "checked_on": DAY}
MEETING = {"held_on": DAY, "with_whom": "Grethe", "note": "Det går godt.", "note_override": "", "next_on": ""}
ACTION = {"what": "Ringe", "who": "Karen", "due_on": DAY}
OFFER = {
    "name_da": "Gåtur", "name_en": "", "steps": ["3", "4"], "purpose": "Luft", "eligibility": "", "provider": "",
    "price": "", "wait": "", "contact": "", "source": "", "last_checked": DAY, "first_day": DAY, "last_day": "",
    "why_ended": "",
}  # fmt: skip
WORK = {"kind": "sparring", "on": DAY, "hours": "1", "words": ""}


def address_of(world: World, name: str) -> str:
    ase = world.employees["employee"].ref
    arguments: dict[str, list[str]] = {
        "contact_add": ["760"],
        "agreement_add": ["760"],
        "sheet_add": ["760"],
        "status_meeting_add": ["760"],
        "status_meeting": [world.partners["meeting"]],
        "screening": [ase],
        "consent_share": [Consent.objects.latest("pk").ref] if name == "consent_share" else [],
    }
    return reverse(name, args=arguments.get(name, []))


def hidden(html: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert tag, f"no hidden {name}"
    value = re.search(r'value="([^"]*)"', tag[0])
    return value[1] if value else ""


@pytest.mark.parametrize(
    ("name", "model", "said"),
    [
        ("contact_add", Contact, CONTACT),
        ("agreement_add", Agreement, {"kind": "work_trial", "words": "", "quota": "2", "first_day": DAY}),
        ("agreement_add", Agreement, {"kind": "other", "words": "De ringer", "quota": "", "first_day": DAY}),
        ("sheet_add", Sheet, SHEET),
        ("status_meeting_add", StatusMeeting, MEETING),
        ("status_meeting", MeetingAction, ACTION),
        ("offer_add", Offer, OFFER),
        ("screening", Screening, None),
        ("consent_share", Share, {"content": ["tasks"]}),
        ("consultant_time", Work, WORK),
    ],
)
def test_the_same_form_sent_twice_makes_one_row(
    world: World, client_of: Callable[[str], Client], name: str, model: type[models.Model], said: dict[str, Any] | None
) -> None:
    Consent.objects.create(
        employee=world.employees["employee"], purpose="fast_track", receiver="municipality", content=["tasks"],
        given_on=TODAY,
    )  # fmt: skip
    said = said or {f"q_{key}": "yes" for key in ScreeningQuestion.objects.values_list("key", flat=True)}
    client, address, before = client_of("consultant"), address_of(world, name), model.objects.count()
    if name == "consultant_time":
        said = {**said, "ref": hidden(client.get(address).content.decode(), "ref")}
    answers = [client.post(address, said) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert model.objects.count() == before + 1


def test_other_words_in_the_same_form_are_another_note_of_time(
    world: World, client_of: Callable[[str], Client]
) -> None:
    client, address = client_of("consultant"), reverse("consultant_time")
    Work.objects.all().delete()
    ref = hidden(client.get(address).content.decode(), "ref")
    client.post(address, {**WORK, "ref": ref})
    client.post(address, {**WORK, "ref": ref, "hours": "2"})
    client.post(address, {**WORK, "ref": hidden(client.get(address).content.decode(), "ref")})
    assert sorted(Work.objects.values_list("hours", flat=True)) == [1, 1, 2]


def test_one_press_of_the_counter_counts_once(world: World, client_of: Callable[[str], Client]) -> None:
    """Sent twice it counts once, and whoever had not seen the other's press is told; the same for taking one back."""
    karen, hr = client_of("consultant"), client_of("hr")
    page, agreement = reverse("municipality", args=["760"]), Agreement.objects.get()
    address = reverse("agreement_use", args=[agreement.ref])

    def press(client: Client, opened: str, **said: str) -> str:
        return client.post(address, {"opened": opened, **said}, follow=True).content.decode()

    seen = hidden(karen.get(page).content.decode(), "opened")
    assert "Tallet er ændret." in press(karen, seen)
    for client in (karen, hr):
        assert "Tallet er ændret, siden du åbnede siden." in press(client, seen)
        assert agreement.uses.count() == 1
    press(hr, hidden(hr.get(page).content.decode(), "opened"))
    assert agreement.uses.count() == 2

    seen = hidden(hr.get(page).content.decode(), "opened")
    for _time in range(2):
        press(hr, seen, back="1")
        assert agreement.uses.count() == 1


# --- Two who change the same ---------------------------------------------------------------------------------

CHANGES = ["hours", "contact", "sheet", "meeting", "offer", "guide", "answers"]
WRITTEN = [
    "phone_hours_changed", "sheet_saved", "status_meeting_noted", "offer_changed", "guide_saved", "fast_track_changed",
]  # fmt: skip


def changes(world: World) -> dict[str, tuple[str, models.Model, dict[str, Any], str]]:
    """What may be changed: where, which row, what one writes, and the field in which the other wrote something else."""
    offer = Offer.objects.get(key="fast-track")
    guide = GuideVersion.objects.get(key="fast-track")
    guide_says = {name: getattr(guide, name) for name in ("title", "summary", "steps", "text", "source", "owner")}
    home = Municipality.objects.get(pk="760")
    contact = Contact.objects.get(ref=world.partners["contact"])
    sheet = Sheet.objects.get(ref=world.partners["sheet"])
    meeting = StatusMeeting.objects.get(ref=world.partners["meeting"])
    answers = start(world)
    return {
        "hours": (reverse("phone_hours", args=["760"]), home, {}, "phone_hours"),
        "contact": (reverse("contact_change", args=[contact.ref]), contact, CONTACT, "role"),
        "sheet": (reverse("sheet_change", args=[sheet.ref]), sheet, SHEET, "text"),
        "meeting": (reverse("status_meeting_change", args=[meeting.ref]), meeting, MEETING, "with_whom"),
        "offer": (reverse("offer_change", args=[offer.key]), offer, OFFER, "purpose"),
        "guide": (reverse("guide_change", args=["fast-track"]), guide, {**guide_says, "checked_on": DAY}, "summary"),
        "answers": (reverse("fast_track_change", args=[answers.ref]), answers, {"expected_long": "no"}, "functions"),
    }


@pytest.mark.parametrize("what", CHANGES)
def test_whoever_saves_later_sees_what_the_other_wrote(
    world: World, client_of: Callable[[str], Client], what: str
) -> None:
    address, row, said, field = changes(world)[what]
    carried = "number" if what == "guide" else "opened"
    hr, karen = client_of("hr"), client_of("consultant")
    opened = hidden(hr.get(address).content.decode(), carried)
    others = {**said, field: "Den andens ord"}
    assert karen.post(address, {**others, carried: opened}).status_code == 302
    mine = {**said, field: "Mine egne ord", carried: opened}

    refused = hr.post(address, mine)
    assert refused.status_code == 200
    html = refused.content.decode()
    assert "Nogen har ændret det, siden du åbnede siden" in html
    assert "Den andens ord" in html
    assert "Mine egne ord" in html
    newest = type(row).objects.filter(key="fast-track").latest("pk") if what == "guide" else row
    newest.refresh_from_db()
    assert getattr(newest, field) == "Den andens ord"

    again = {**mine, carried: hidden(html, carried)}
    assert hr.post(address, again).status_code == 302
    newest = type(row).objects.filter(key="fast-track").latest("pk") if what == "guide" else row
    newest.refresh_from_db()
    assert getattr(newest, field) == "Mine egne ord"


@pytest.mark.parametrize("what", CHANGES)
def test_the_same_change_sent_twice_is_no_conflict_with_oneself(
    world: World, client_of: Callable[[str], Client], what: str
) -> None:
    address, row, said, field = changes(world)[what]
    carried, hr = "number" if what == "guide" else "opened", client_of("hr")
    mine = {**said, field: "Mine egne ord", carried: hidden(hr.get(address).content.decode(), carried)}
    before = type(row).objects.count()
    assert [hr.post(address, mine).status_code for _time in range(2)] == [302, 302]
    assert type(row).objects.count() == before + (what == "guide")
    written = Entry.objects.filter(event__in=WRITTEN)
    assert written.count() == (what != "contact")
