"""A leader's wish for a series: the consultants are told, and it stands in their inbox until somebody is invited."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cases.models import Notice
from cases.notices.flows import send_notices
from people.access import system
from roundtable.models import Series
from roundtable.series.flows import begin_series, end_series
from tests.roundtable.conftest import HOUR
from tests.world import NOW, TODAY, World


def begin(world: World, person: str = "leader") -> Series:
    return begin_series(unit=world.units["solgaarden"], months=6, by=world.viewer(person))


def told(world: World, at=NOW) -> list[str]:
    send_notices(by=lambda: system(at))
    names = {user: name for name, user in world.users.items()}
    return sorted(names[row.recipient] for row in Notice.objects.filter(kind="series", state="sent"))


def read(client) -> str:
    return re.sub(r"\s+", " ", client.get(reverse("inbox")).content.decode())


def test_the_consultants_are_mailed_once_and_the_mail_names_nobody(world: World) -> None:
    begin(world)
    assert told(world) == ["consultant", "other_consultant"]
    assert told(world, NOW + 30 * HOUR) == ["consultant", "other_consultant"]
    letters = [letter for letter in mail.outbox if "omsorgssamtaler" in letter.subject]
    assert len(letters) == 2
    for letter in letters:
        assert [word for word in ("Birgit", "Lund", "Solgården") if word in f"{letter.subject} {letter.body}"] == []


@pytest.mark.parametrize("person", ["consultant", "hr"])
def test_what_they_begin_themselves_is_no_wish(world: World, client_of, person: str) -> None:
    begin(world, person)
    assert told(world) == []
    assert "Ønsker om omsorgssamtaler" not in read(client_of("consultant"))


def test_it_stands_in_the_inbox_until_somebody_is_invited(world: World, client_of) -> None:
    client = client_of("other_consultant")
    series = begin(world)
    text = read(client)
    assert "Ønsker om omsorgssamtaler" in text
    assert "Plejecenter Solgården" in text
    assert reverse("series", args=[series.ref]) in text
    Series.objects.filter(pk=series.pk).update(state="inviting", invited_on=TODAY)
    assert "Ønsker om omsorgssamtaler" not in read(client)


def test_what_is_ended_before_the_mail_leaves_is_not_told(world: World) -> None:
    early = NOW - timedelta(hours=3)
    series = begin_series(unit=world.units["solgaarden"], months=6, by=world.viewer("leader", early))
    row = {"kind": "series", "day": TODAY, "subject": series.ref, "owed_at": early, "not_before": early}
    Notice.objects.create(recipient=world.users["consultant"], message_id="<series@tilbage.example>", **row)
    end_series(series=series, by=world.viewer("consultant"))
    assert told(world) == []
    assert Notice.objects.get(kind="series").state == "withdrawn"


def test_the_leader_is_told_that_the_consultants_are(world: World, client_of) -> None:
    url = reverse("series_add")
    said = {"unit": world.units["solgaarden"].pk, "months": "6"}
    assert "Konsulenterne får besked" in client_of("leader").post(url, said, follow=True).content.decode()
