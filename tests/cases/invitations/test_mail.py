"""The mail of an invitation as it leaves, read with nothing but the standard library."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from cases.invitations.calendar_file import CalendarEntry, calendar_file
from cases.invitations.mail import organizer_address, write_invitation
from cases.invitations.rules import Method
from tests.cases.invitations.test_calendar_file import ENTRY
from tests.letters import read, words_of

MESSAGE_ID = "<1234.5678@tilbage.nordstrand.example>"
SENT_AT = ENTRY.made_at + timedelta(minutes=2)


def sent(entry: CalendarEntry) -> EmailMessage:
    mail = write_invitation(entry=entry, message_id=MESSAGE_ID, at=SENT_AT, again=entry.sequence > 0)
    return read(mail.message().as_bytes(linesep="\r\n"))


def body(entry: CalendarEntry) -> str:
    return words_of(sent(entry)).replace("\xa0", " ").replace("\r\n", "\n").rstrip("\n")


def test_text_and_calendar_stand_beside_each_other() -> None:
    message = sent(ENTRY)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/calendar"]
    _text, calendar = message.iter_parts()
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar["Content-Disposition"] is None
    assert calendar.get_content().replace("\r\n", "\n").encode() == calendar_file(ENTRY).replace(b"\r\n", b"\n")


def test_the_method_of_the_part_is_the_method_of_the_calendar() -> None:
    _text, calendar = sent(replace(ENTRY, method=Method.CANCEL, sequence=2)).iter_parts()
    assert calendar["Content-Type"].params["method"] == "CANCEL"
    assert "METHOD:CANCEL" in calendar.get_content()


def test_the_head_says_as_little_as_the_calendar() -> None:
    message = sent(ENTRY)
    assert (message["Subject"], message["To"], message["Message-ID"]) == ("Samtale", ENTRY.attendee_address, MESSAGE_ID)
    assert message["Date"].datetime == SENT_AT
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_the_organizer_is_the_sender(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Tilbage <post@tilbage.nordstrand.example>"
    message = sent(replace(ENTRY, organizer_address=organizer_address()))
    _text, calendar = message.iter_parts()
    assert message["From"].addresses[0].addr_spec == "post@tilbage.nordstrand.example"
    assert "ORGANIZER:mailto:post@tilbage.nordstrand.example" in calendar.get_content()


def test_the_text_of_an_invitation() -> None:
    assert body(ENTRY) == (
        "Du er inviteret til en samtale tirsdag 24. november kl. 10.00 til 11.00.\n"
        "\n"
        "Sted: Plejecenter Solgården; mødelokale 2, stuen\n"
        f"Video: {ENTRY.video_link}\n"
        "\n"
        "Læs mere og svar her:\n"
        f"{ENTRY.link}\n"
        "\n"
        "Svar på siden. Et svar fra kalenderen bliver ikke læst.\n"
        "\n"
        "Af hensyn til dem, det handler om, nævner mailen ingen."
    )


@pytest.mark.parametrize(
    ("changes", "first_line"),
    [
        ({"sequence": 1}, "Samtalen er ændret. Den er nu tirsdag 24. november kl. 10.00 til 11.00."),
        (
            {"sequence": 2, "method": Method.CANCEL},
            "Samtalen tirsdag 24. november kl. 10.00 til 11.00 er aflyst.",
        ),
    ],
)
def test_the_text_says_what_has_changed(changes: dict[str, Any], first_line: str) -> None:
    text = body(replace(ENTRY, **changes))
    assert text.splitlines()[0] == first_line
    assert "\n\n\n" not in text


def test_without_a_video_link_there_is_no_line_for_it() -> None:
    text = body(replace(ENTRY, video_link=""))
    assert "Sted: Plejecenter Solgården; mødelokale 2, stuen\n\nLæs mere" in text
