"""How a meeting stands, as far as whoever plans it would write over it."""

from people.calendar import COPENHAGEN
from roundtable.models import Meeting


def standing_of(meeting: Meeting) -> dict[str, object]:
    """The fields that the planning screen shows, and what else changes when another plans."""
    talk = meeting.conversation
    begins = talk.starts_at.astimezone(COPENHAGEN) if talk.starts_at else None
    return {
        "day": begins.date() if begins else None,
        "begins": begins.time() if begins else None,
        "length": int((talk.ends_at - talk.starts_at).total_seconds() // 60) if talk.starts_at and talk.ends_at else 60,
        "place": talk.place,
        "video_link": talk.video_link,
        "state": str(meeting.state),
        "sequence": talk.sequence,
    }
