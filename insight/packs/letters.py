"""The mails that tell of lists and packs: a count, a date and a link. Decided when they are sent, for one recipient."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.notices.mail import Envelope, Letter, write_mail
from cases.notices.rules import NoticeKind, Reason
from insight.access import units_seen_by
from insight.packs.access import lists_of, meetings_of, people_read, unit_of
from insight.packs.queries.kept import actions_of, days_on, newest_since, number_told
from insight.rules.packs import PackKind
from people.access import viewer_for
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """How many there are of what the mail counts, and where it is read."""

    count: int
    path: str


def write(envelope: Envelope) -> Letter | Reason:
    """For `LETTERS_OF_PACKS`. The envelope's subject is the month or quarter, by its first day."""
    kind, recipient = NoticeKind(envelope.notice.kind), envelope.notice.recipient
    first_day = date.fromisoformat(envelope.notice.subject)
    if recipient is None:
        return Reason.NOT_THEIRS
    pack_kind, tell = _OF[kind]
    newest = newest_since(pack_kind, first_day)
    if newest is None:
        return Reason.NOTHING_DUE
    if newest != first_day:
        return Reason.SUPERSEDED
    told = tell(viewer_for(recipient, envelope.by.now), first_day)
    if isinstance(told, Reason):
        return told
    subject = {
        NoticeKind.LONG_LIST: _("The monthly list of long absence is ready"),
        NoticeKind.QUARTER_PACK: _("The figures of the quarter are ready"),
        NoticeKind.MEETING_PACK: _("The pack for the meeting about absence is ready"),
    }[kind]
    link = f"{settings.BASE_URL.rstrip('/')}{told.path}"
    return Letter(write_mail(envelope, subject=subject, template=kind, link=link, count=told.count), told.count)


def _long_list(viewer: Viewer, first_day: date) -> Told | Reason:
    packs = list(lists_of(viewer).filter(first_day=first_day))
    if not packs:
        return Reason.NOT_THEIRS
    days = {employee: number for on in days_on(packs).values() for employee, number in on.items()}
    count = len(people_read(viewer, days))
    if not count:
        return Reason.NOTHING_DUE
    return Told(count, reverse("packs") if len(packs) > 1 else reverse("long_list", args=[packs[0].ref]))


def _quarter(viewer: Viewer, first_day: date) -> Told | Reason:
    count = number_told(first_day, units_seen_by(viewer))
    return Told(count, reverse("packs")) if count else Reason.NOT_THEIRS


def _meeting(viewer: Viewer, first_day: date) -> Told | Reason:
    packs = list(meetings_of(viewer).filter(first_day=first_day))
    if not packs:
        return Reason.NOT_THEIRS
    actions = {row.pk for pack in packs for row in actions_of(unit_of(pack).pk, viewer)}
    return Told(len(actions), reverse("packs") if len(packs) > 1 else reverse("meeting_pack", args=[packs[0].ref]))


_OF: dict[NoticeKind, tuple[PackKind, Callable[[Viewer, date], Told | Reason]]] = {
    NoticeKind.LONG_LIST: (PackKind.LIST, _long_list),
    NoticeKind.QUARTER_PACK: (PackKind.QUARTER, _quarter),
    NoticeKind.MEETING_PACK: (PackKind.MEETING, _meeting),
}
