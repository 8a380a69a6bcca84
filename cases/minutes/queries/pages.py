"""What pages show of minutes, in words: versions, who was sent them and has read them, and what was said to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cases.invitations.words import say_role
from cases.minutes.queries.sent import OwnCopy, Said, Sent, said_at
from cases.minutes.rules import RecallReason, Version, newest_standing
from cases.minutes.words import RECALL_REASONS
from cases.models import Conversation, Minutes, MinutesCopy, Notice
from cases.notices.rules import NoticeKind, NoticeState
from people.language import page_language
from people.nested import made
from people.viewer import Viewer
from people.words import Chip, Tone, chip, say_moment

# --- Versions ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VersionRow:
    """`recalled` is empty for one that stands, `reason` for the first; `ref` leads to it, as its reader may."""

    ref: str
    name: str
    when: str
    by: str
    reason: str
    recalled: str
    counts: bool


def versions_of(conversation: Conversation) -> list[Minutes]:
    """The newest first, without what they say. One query."""
    rows = Minutes.objects.filter(conversation=conversation).select_related("made_by", "recalled_by")
    return list(rows.defer("pdf", "content").order_by("-version"))


def counted_versions_of(conversation: Conversation) -> list[Minutes]:
    """As `versions_of`, each with how many were `sent` it, have `read` it and have `commented` on it. One query."""
    rows = Minutes.objects.filter(conversation=conversation).select_related("made_by", "recalled_by")
    counted = rows.annotate(
        sent=Count("copies", distinct=True),
        read=Count("copies", filter=Q(copies__read_at__isnull=False), distinct=True),
        commented=Count("comments", distinct=True),
    )
    return list(counted.defer("pdf", "content").order_by("-version"))


def standing_of(conversation: Conversation) -> dict[int, Minutes]:
    """Number -> the version, with what it says, of those that were not recalled. One query."""
    rows = Minutes.objects.filter(conversation=conversation, recalled_at=None).select_related("made_by").defer("pdf")
    return {row.version: row for row in rows}


def version_rows(versions: Sequence[Minutes], viewer: Viewer) -> tuple[VersionRow, ...]:
    counts = newest_standing(versions)
    return tuple(version_row(sent_of(row), viewer, counts=row == counts) for row in versions)


def sent_of(row: Minutes) -> Sent:
    return Sent(
        ref=row.ref,
        version=row.version,
        made_at=row.made_at,
        made_by=str(row.made_by or ""),
        reason=row.reason,
        recalled_at=row.recalled_at,
        recalled_by=str(row.recalled_by or ""),
        recall_reason=row.recall_reason,
    )


def version_row(row: Sent, viewer: Viewer, *, counts: bool) -> VersionRow:
    """Of one that was recalled it is not told why it was made: that is among what nobody reads any more."""
    lang, recalled = page_language(), ""
    if row.recalled_at is not None:
        recalled = _("Recalled %(when)s by %(who)s. %(why)s.") % {
            "when": say_moment(row.recalled_at, viewer.today, lang),
            "who": row.recalled_by or "Tilbage",
            "why": RECALL_REASONS[RecallReason(row.recall_reason)],
        }
    return VersionRow(
        ref=row.ref,
        name=_("Version %(number)s") % {"number": row.version},
        when=say_moment(row.made_at, viewer.today, lang),
        by=row.made_by or "Tilbage",
        reason="" if recalled else row.reason,
        recalled=recalled,
        counts=counts,
    )


# --- Who gets them -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One who gets them: whether it was sent, and when they first opened it."""

    name: str
    role: str
    sent: Chip
    read: str


def copy_rows(minutes: Minutes, viewer: Viewer) -> tuple[CopyRow, ...]:
    """Who gets this version. One query."""
    letters = Notice.objects.filter(
        kind=NoticeKind.MINUTES, participant=OuterRef("participant"), subject=minutes.ref
    ).order_by("-day")
    copies = (
        MinutesCopy.objects.filter(minutes=minutes)
        .select_related("participant__user")
        .annotate(letter_state=Subquery(letters.values("state")[:1]), letter_at=Subquery(letters.values("sent_at")[:1]))
        .order_by("pk")
    )
    return tuple(_copy_row(copy, viewer) for copy in copies)


def _copy_row(copy: MinutesCopy, viewer: Viewer) -> CopyRow:
    lang = page_language()
    state, at = getattr(copy, "letter_state", None), getattr(copy, "letter_at", None)
    if at is not None:
        sent = chip(Tone.MET, _("Sent %(when)s") % {"when": say_moment(at, viewer.today, lang)})
    elif state is None:
        sent = chip(Tone.NEAR, _("No e-mail address"))
    elif state == NoticeState.FAILED:
        sent = chip(Tone.LATE, _("Could not be delivered"))
    elif state == NoticeState.WITHDRAWN:
        sent = chip(Tone.FACT, _("Not sent"))
    else:
        sent = chip(Tone.CALM, _("Waits to be sent"))
    return CopyRow(
        name=copy.participant.called,
        role=say_role(copy.participant.role),
        sent=sent,
        read=say_moment(copy.read_at, viewer.today, lang) if copy.read_at else "",
    )


# --- What was said to them -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CommentRow:
    """`version` is said where it is to another than the one that counts."""

    who: str
    role: str
    when: str
    version: str
    text: str


def comments_on(conversation: Conversation) -> tuple[Said, ...]:
    """What was said to the versions that stand, the earliest first. One query."""
    found = Conversation.objects.filter(pk=conversation.pk).values_list(said_at("pk"), flat=True).get()
    return made(Said, found)


def comment_rows(comments: Iterable[Said], viewer: Viewer, *, counts: Version | None) -> tuple[CommentRow, ...]:
    lang = page_language()
    return tuple(
        CommentRow(
            who=row.who,
            role=say_role(row.role),
            when=say_moment(row.written_at, viewer.today, lang),
            version=_("To version %(number)s") % {"number": row.version}
            if counts is None or row.version != counts.version
            else "",
            text=row.text,
        )
        for row in comments
    )


# --- On one's own page ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnRow:
    """The minutes of one talk, for the employee it was about. `copy` is empty where all were recalled, `talk` where
    nothing can be said to them any more; `is_new` until they are opened.
    """

    title: str
    version: VersionRow
    copy: str
    talk: str
    is_new: bool


def own_rows(copies: Iterable[OwnCopy], viewer: Viewer) -> tuple[OwnRow, ...]:
    """Of each talk the version that counts, or that it was recalled; the newest talk first, as the copies come."""
    return tuple(_own_row(list(group), viewer) for _talk, group in groupby(copies, key=lambda copy: copy.talk))


def _own_row(copies: list[OwnCopy], viewer: Viewer) -> OwnRow:
    counts = newest_standing(copies)
    copy = counts or copies[0]
    may_comment = counts is not None and copy.removed_at is None and copy.link_until > viewer.now
    return OwnRow(
        title=copy.title if counts else _("Minutes"),
        version=version_row(copy, viewer, counts=counts is not None),
        copy=copy.ref if counts else "",
        talk=copy.talk if may_comment else "",
        is_new=counts is not None and copy.read_at is None,
    )
