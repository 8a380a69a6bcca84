"""How a meeting stands, as far as whoever plans it would write over it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from cases.guard import tidy
from cases.invitations.flows import Invitee
from cases.invitations.queries.places import participants_of
from cases.invitations.queries.times import proposed_of
from cases.invitations.rules import Role
from people.calendar import COPENHAGEN
from roundtable.models import Meeting


def standing_of(meeting: Meeting) -> dict[str, object]:
    """The fields that the planning screen shows, and what else changes when another plans or the employee says who
    comes along.
    """
    talk = meeting.conversation
    there = participants_of(talk)
    return {
        **when_and_where(talk.starts_at, talk.ends_at, talk.place, talk.video_link),
        "state": str(meeting.state),
        "sequence": talk.sequence,
        "times": [(time.starts_at, time.ends_at) for time in proposed_of(talk)],
        "seats": [row.ref for row in there],
        "invitees": as_called(
            Invitee(
                role=Role(row.role),
                user=row.user,
                name=row.name,
                email=row.email,
                text=row.text,
                text_override=row.text_override,
                gets_minutes=row.gets_minutes,
            )
            for row in there
        ),
    }


def when_and_where(
    starts_at: datetime | None, ends_at: datetime | None, place: str, video_link: str
) -> dict[str, object]:
    begins = starts_at.astimezone(COPENHAGEN) if starts_at else None
    return {
        "day": begins.date() if begins else None,
        "begins": begins.time() if begins else None,
        "length": int((ends_at - starts_at).total_seconds() // 60) if starts_at and ends_at else 60,
        "place": place,
        "video_link": video_link,
    }


def as_called(invitees: Iterable[Invitee]) -> list[Invitee]:
    """Who is called as what and with which words, nobody twice and in a fixed order: whether they took part before is
    left out.
    """
    plain = (replace(each, ref="", text=tidy(each.text), text_override=tidy(each.text_override)) for each in invitees)
    return sorted(set(plain), key=repr)
