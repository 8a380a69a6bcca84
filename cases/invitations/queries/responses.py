"""What came back, for those who call the talk: who was sent what, has read it, and what each answered."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cases.invitations.queries.places import in_order
from cases.invitations.rules import PARTIES, Answer, Role
from cases.invitations.words import answer_chip, came_chip, say_role
from cases.models import Conversation, Invitation, Notice, Participant
from cases.notices.rules import NoticeKind, NoticeState
from people.language import page_language
from people.nested import made, nested
from people.viewer import Viewer
from people.words import Chip, Tone, chip, say_moment


@dataclass(frozen=True, slots=True)
class Response:
    """One who takes part: what they were sent, and what came of it, in words.

    `answer` is the one that counts: None where there is none, or only one to an earlier invitation. `sent` says so too
    where nothing can be sent. `hosts` says that they call the talk themselves, `came` whether they were there; None
    until that is noted.
    """

    ref: str
    name: str
    has_address: bool
    role: Role
    role_words: str
    asked_by: str
    hosts: bool
    came: Chip | None
    sent: str
    is_sent: bool
    read: str
    answer: Answer | None
    chip: Chip
    reason: str


@dataclass(frozen=True, slots=True)
class _Letter:
    state: str
    sent_at: datetime | None
    not_before: datetime


@dataclass(frozen=True, slots=True)
class _Invited:
    """An invitation; `letter` is the one that it went out with, None where there is nowhere to send it."""

    answer: str
    answer_reason: str
    read_at: datetime | None
    letter: dict[str, str | None] | None


def responses_of(conversation: Conversation, viewer: Viewer, *, in_full: bool) -> list[Response]:
    """Those who take part, the parties first. One query.

    `in_full` for those who call the talk; others learn of who is no party only as what they come, and no reasons.
    """
    letters = Notice.objects.filter(kind=NoticeKind.INVITATION, subject=OuterRef("ref")).order_by("-pk")
    letter = letters.values(json=JSONObject(state="state", sent_at="sent_at", not_before="not_before"))[:1]
    sent = Invitation.objects.filter(participant=OuterRef("pk")).order_by("-sequence", "-pk")
    rows = (
        Participant.objects.present()
        .filter(conversation=conversation)
        .select_related("user", "asked_by__user")
        .annotate(invited=nested(_Invited, sent, letter=Subquery(letter)))
    )
    found = [_response(row, conversation, viewer) for row in sorted(rows, key=in_order)]
    return found if in_full else [_in_short(each) for each in found]


def _in_short(response: Response) -> Response:
    """For those who only read of the talk."""
    shown = response.name if response.role in PARTIES else ""
    return replace(response, name=shown, asked_by="", reason="")


def _response(row: Participant, talk: Conversation, viewer: Viewer) -> Response:
    lang, invitations = page_language(), made(_Invited, vars(row)["invited"])
    latest = next(iter(invitations), None)
    answered = next((each for each in invitations if each.answer), None)
    counts = answered is not None and answered is latest
    letter = next(iter(made(_Letter, [latest.letter])), None) if latest and latest.letter else None
    hosts = row.user_id is not None and row.user_id == talk.host_id
    return Response(
        ref=row.ref,
        name=row.called,
        has_address=bool(row.address),
        role=Role(row.role),
        role_words=say_role(row.role),
        asked_by=row.asked_by.called if row.asked_by else "",
        hosts=hosts,
        came=None if row.attended is None else came_chip(came=row.attended),
        sent=_say_sent(row, latest, letter, viewer),
        is_sent=letter is not None and letter.state == NoticeState.SENT,
        read=say_moment(latest.read_at, viewer.today, lang) if latest and latest.read_at else "",
        answer=Answer(answered.answer) if answered and counts else None,
        chip=_chip(answered, counts=counts, hosts=hosts),
        reason=answered.answer_reason if answered else "",
    )


def _chip(answered: _Invited | None, *, counts: bool, hosts: bool) -> Chip:
    """Nobody waits for an answer of who calls the talk."""
    if hosts and answered is None:
        return chip(Tone.FACT, _("Calls the talk"))
    return answer_chip(answered.answer if answered else "", superseded=not counts)


def _say_sent(row: Participant, latest: _Invited | None, letter: _Letter | None, viewer: Viewer) -> str:
    if latest is None:
        return _("Not invited yet")
    if letter is None:
        return "" if row.address else _("No e-mail address")
    if letter.sent_at is not None:
        return say_moment(letter.sent_at, viewer.today, page_language())
    if letter.not_before > viewer.now and letter.state == NoticeState.OWED:
        return _("is sent %(when)s") % {"when": say_moment(letter.not_before, viewer.today, page_language())}
    words = {NoticeState.FAILED: _("Could not be delivered"), NoticeState.WITHDRAWN: _("Not sent")}
    return words.get(NoticeState(letter.state), _("on its way"))
