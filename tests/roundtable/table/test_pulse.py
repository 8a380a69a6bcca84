"""The pulse: one query, no session, nothing about anybody, and only for who was given its token."""

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundtable.models import Meeting
from roundtable.rules.table import Phase
from roundtable.table import flows
from roundtable.table.pulse import SEAT, WALL, read_token, token_for
from tests.roundtable.table.conftest import choose, reveal_at
from tests.world import World


def ask(meeting: Meeting, screen: str = WALL, version: str = ""):
    """As a screen asks: without a session."""
    return Client().get(reverse("pulse", args=[token_for(meeting.pk, screen)]), {"v": version})


def version(meeting: Meeting, screen: str) -> int:
    answer = ask(meeting, screen)
    assert answer.status_code == 200
    return int(answer.content)


def test_it_says_the_version_once_and_then_that_nothing_has_changed(meeting: Meeting) -> None:
    said = ask(meeting).content.decode()
    answer = ask(meeting, version=said)
    assert (said, answer.status_code, answer.content) == ("1", 204, b"")
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.parametrize("known", ["", "1"])
def test_it_takes_one_query(meeting: Meeting, known: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        ask(meeting, version=known)
    assert len(captured) == 1


def test_every_change_is_heard_at_the_wall_and_what_concerns_them_at_the_seats(world: World, meeting: Meeting) -> None:
    by = world.viewer("consultant")
    heard = {WALL: version(meeting, WALL), SEAT: version(meeting, SEAT)}

    def changed() -> set[str]:
        now = {screen: version(meeting, screen) for screen in heard}
        rose = {screen for screen in heard if now[screen] > heard[screen]}
        heard.update(now)
        return rose

    choose(world, meeting, "employee", 6)
    assert changed() == {WALL, SEAT}
    flows.begin_table(meeting=meeting, by=by)
    assert changed() == {WALL, SEAT}
    flows.choose_phase(meeting=meeting, phase=Phase.PICTURE, by=by)
    assert changed() == {WALL}
    reveal_at(world, meeting, None, 4)
    assert changed() == {WALL, SEAT}
    flows.agree_on_step(meeting=meeting, number=5, by=by)
    assert changed() == {WALL, SEAT}
    assert changed() == set()


def test_a_token_is_short_signed_and_good_for_nothing_else(meeting: Meeting) -> None:
    token = token_for(meeting.pk)
    assert len(token) < 60
    assert read_token(token) == (meeting.pk, WALL)
    forged = [f"{meeting.pk + 1}{token[1:]}", token[:-1], "x", "", Signer(salt="other").sign(f"{meeting.pk}w")]
    assert [read_token(each) for each in forged] == [None] * 5
    for each in ("x", token[:-2] + "xx", token_for(meeting.pk + 1000)):
        assert Client().get(reverse("pulse", args=[each])).status_code == 404
    assert Client().post(reverse("pulse", args=[token])).status_code == 405
