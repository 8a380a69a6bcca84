"""Letters to those who are called, as they arrive at a real mail server."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from cases.notices.flows import send_notices
from people.access import system
from tests.cases.conftest import NOW, user_of
from tests.cases.invitations.conftest import Called
from tests.cases.notices.smtp import Script, serving
from tests.letters import read

MINUTE = timedelta(minutes=1)


@pytest.fixture
def post(called: Called, settings: Any) -> Iterator[Script]:
    """A mail server that keeps what it takes."""
    script = Script()
    with serving(settings, script):
        yield script


def send(now: datetime = NOW) -> dict[str, int]:
    return {event.value: count for event, count in send_notices(by=lambda: system(now)).items()}


def arrived(post: Script) -> dict[str, tuple[str, int, str]]:
    """Receiver -> method, sequence and UID of what has arrived since it was asked; each must be an invitation."""
    found = {}
    for raw in post.letters:
        message = read(raw)
        text, calendar = message.iter_parts()
        assert (message["Subject"], text.get_content_type()) == ("Samtale", "text/plain")
        assert calendar.get_content_type() == "text/calendar"
        read_back = Calendar.from_ical(calendar.get_content())
        (event,) = read_back.walk("VEVENT")
        assert calendar["Content-Type"].params["method"] == read_back["METHOD"]
        found[message["To"].partition("@")[0]] = (str(read_back["METHOD"]), int(event["SEQUENCE"]), str(event["UID"]))
    post.letters.clear()
    return found


def user_name(employee: Any) -> str:
    return user_of(employee).username
