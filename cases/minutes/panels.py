"""Minutes as pieces of pages: what they say, where they stand, and when they were sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.invitations.access import Seat
from cases.invitations.rules import Role
from cases.matter.queries import cases_of
from cases.matter.timeline import About, Entry
from cases.minutes.content import MinutesContent
from cases.minutes.document import printed
from cases.minutes.forms import CommentForm
from cases.minutes.queries.pages import (
    CommentRow,
    OwnRow,
    VersionRow,
    comment_rows,
    counted_versions_of,
    own_rows,
    version_row,
    version_rows,
)
from cases.minutes.queries.sent import Copy, OwnCopy, Said, Sent
from cases.minutes.rules import newest_standing, reads_comments
from cases.models import Conversation, Minutes
from cases.panels import Panel
from people.calendar import COPENHAGEN
from people.models import Employee
from people.nested import made
from people.viewer import Viewer


def on_screen(content: MinutesContent) -> Panel:
    """The same words as on the paper. A template of another app shows it by
    `{% include minutes.template with content=minutes.rows only %}`.
    """
    return Panel("cases/minutes/content.html", printed(content))


# --- At a participant's place --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtSeat:
    """A participant's own copies, the newest first; `shown` is the one that counts, None once all were recalled.

    `own_matter` says that the comments are about the reader.
    """

    versions: tuple[VersionRow, ...]
    shown: VersionRow | None
    comments: tuple[CommentRow, ...]
    own_matter: bool
    form: CommentForm


def minutes_at_seat(seat: Seat) -> Panel | None:
    """The next step until the version that counts is opened; none is shown to who was sent none. No query beside the
    participant's.
    """
    copies = made(Copy, seat.participant.copies_sent)
    if not copies:
        return None
    counts = newest_standing(copies)
    rows = tuple(version_row(copy, seat.viewer, counts=copy == counts) for copy in copies)
    all_read = reads_comments(seat.role)
    said = [row for row in made(Said, seat.participant.comments_said) if all_read or row.by == seat.participant.pk]
    shown = AtSeat(
        versions=rows,
        shown=next((row for row in rows if row.counts), None),
        comments=comment_rows(said, seat.viewer, counts=counts),
        own_matter=seat.role is Role.EMPLOYEE,
        form=CommentForm(),
    )
    return Panel("cases/minutes/at_seat.html", shown, next=counts is not None and counts.read_at is None)


# --- For those who handle the matter -------------------------------------------------------------------------


class OfTalk(Protocol):
    """What a talk is about, as another app knows it."""

    @property
    def conversation(self) -> Conversation: ...


@dataclass(frozen=True, slots=True)
class OfMeeting:
    """`shown` is the version that counts, None once all were recalled; `told` says how many have read it and what was
    said to it: `2 af 3 har åbnet det, 1 kommentar`.
    """

    versions: tuple[VersionRow, ...]
    shown: VersionRow | None
    told: str


def minutes_of_meeting(viewer: Viewer, today: date, meeting: OfTalk) -> Panel | None:
    """None before there are any. One query."""
    versions = counted_versions_of(meeting.conversation)
    if not versions:
        return None
    counts, rows = newest_standing(versions), version_rows(versions, viewer)
    shown = next((row for row in rows if row.counts), None)
    return Panel("cases/minutes/of_meeting.html", OfMeeting(rows, shown, _say_read(versions) if counts else ""))


def _say_read(versions: list[Minutes]) -> str:
    """Of the version that counts who has read it; of all that stand the comments."""
    standing = [vars(row) for row in versions if row.recalled_at is None]
    said = sum(row["commented"] for row in standing)
    read = _("%(read)s of %(sent)s have opened it") % standing[0]
    comments = ngettext("%(number)s comment", "%(number)s comments", said) % {"number": said}
    return f"{read}, {comments}" if said else read


def minutes_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """Of each case's talks every version when it was sent, and when it was recalled. No query beside the cases'."""
    for case in cases_of(employee):
        for row in made(Sent, getattr(case, "sent", ())):
            shown = version_row(row, viewer, counts=False)
            at = row.made_at.astimezone(COPENHAGEN)
            more = " · ".join(filter(None, (shown.by, shown.reason)))
            url = reverse("minutes", args=[row.ref])
            yield Entry(About.TALKS, at.date(), "document", _say_sent(row), more=more, at=at, url=url)
            if row.recalled_at is not None:
                at = row.recalled_at.astimezone(COPENHAGEN)
                words = _("Minutes recalled: version %(number)s") % {"number": row.version}
                yield Entry(About.TALKS, at.date(), "lock", words, more=shown.recalled, at=at, url=url)


def _say_sent(row: Sent) -> str:
    if row.version == 1:
        return _("Minutes sent")
    return _("Minutes corrected: version %(number)s") % {"number": row.version}


# --- On one's own page ---------------------------------------------------------------------------------------


def own_minutes(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The minutes of the employee's talks, as the page's door has read them. No query."""
    rows = _own_rows(viewer, employee)
    return Panel("cases/minutes/own.html", rows) if rows else None


def own_new_minutes(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The next step: to read those of the newest talk, as long as something can be said to them. No query."""
    row = next(iter(_own_rows(viewer, employee)), None)
    return Panel("cases/minutes/own_new.html", row, next=True) if row and row.is_new and row.talk else None


def _own_rows(viewer: Viewer, employee: Employee) -> tuple[OwnRow, ...]:
    return own_rows(made(OwnCopy, getattr(employee, "own_minutes", ())), viewer)
