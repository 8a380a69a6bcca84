"""How a letter of each kind is written, if there is still something to tell. Decided when it is sent, not when it is
owed.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.notices.mail import LANGUAGE, Envelope, Letter, write_mail
from cases.notices.queries import contacts_to_confirm, digest_count, news_of, told_now_of_case, told_now_of_task
from cases.notices.rules import OF_PACKS, NoticeKind, Reason

Writer = Callable[[Envelope], Letter | Reason]
# What the letter of each kind of news is called.
NEWS: Final[dict[NoticeKind, Promise]] = {
    NoticeKind.OUTSIDE: gettext_lazy("A wish for a meeting has come from outside"),
    NoticeKind.OUTSIDE_HELP: gettext_lazy("A wish for a meeting from outside has waited for long"),
    NoticeKind.OUTSIDE_LATE: gettext_lazy("The time is up for a wish for a meeting from outside"),
    NoticeKind.SERIES: gettext_lazy("A leader wishes for care talks"),
}
# By dotted path, since what writes a letter knows of the flows that owe it.
WRITERS: Final[dict[NoticeKind, str]] = {
    NoticeKind.DIGEST: "cases.notices.letters.digest",
    NoticeKind.CONTACTS: "cases.notices.letters.contacts",
    NoticeKind.NEW_TASK: "cases.notices.letters.new_task",
    NoticeKind.CASE_OPENED: "cases.notices.letters.case_opened",
    **dict.fromkeys(NEWS, "cases.notices.letters.news"),
    **dict.fromkeys(OF_PACKS, "cases.notices.letters.pack"),
    NoticeKind.INVITATION: "cases.invitations.letters.invitation",
    NoticeKind.TIMES: "cases.invitations.letters.times",
    NoticeKind.MEETING_LINK: "cases.invitations.letters.meeting_link",
    NoticeKind.MINUTES: "cases.invitations.letters.minutes",
    NoticeKind.RECALLED: "cases.invitations.letters.recalled",
    NoticeKind.CODE: "cases.invitations.letters.code",
}


def write_letter(envelope: Envelope) -> Letter | Reason:
    """The letter, in the language of mails; or why there is nothing to tell this recipient any more."""
    with translation.override(LANGUAGE):
        return _writer(NoticeKind(envelope.notice.kind))(envelope)


@cache
def _writer(kind: NoticeKind) -> Writer:
    return import_string(WRITERS[kind])


def digest(envelope: Envelope) -> Letter | Reason:
    notice, recipient = envelope.notice, envelope.notice.recipient
    if notice.day != envelope.day:
        return Reason.SUPERSEDED
    count = digest_count(recipient, envelope.day, envelope.by) if recipient else 0
    if not count:
        return Reason.NOTHING_DUE
    subject = ngettext("You have %(count)d task in Tilbage", "You have %(count)d tasks in Tilbage", count)
    return _counted(envelope, subject, count)


def contacts(envelope: Envelope) -> Letter | Reason:
    count, keepers = contacts_to_confirm(envelope.by)
    if not count:
        return Reason.NOTHING_DUE
    if envelope.notice.recipient_id not in keepers:
        return Reason.NOT_THEIRS
    subject = ngettext("%(count)d contact must be confirmed", "%(count)d contacts must be confirmed", count)
    return _counted(envelope, subject, count)


def news(envelope: Envelope) -> Letter | Reason:
    about = NoticeKind(envelope.notice.kind), envelope.notice.subject
    still = next((each for each in news_of(envelope.by) if (each.kind, each.subject) == about), None)
    return _at_once(envelope, still.told if still else None, str(NEWS[about[0]]))


def pack(envelope: Envelope) -> Letter | Reason:
    letter: Letter | Reason = import_string(settings.LETTERS_OF_PACKS)(envelope)
    return letter


def new_task(envelope: Envelope) -> Letter | Reason:
    told = told_now_of_task(envelope.notice.subject, envelope.by)
    return _at_once(envelope, told, _("You have a new task in Tilbage that cannot wait"))


def case_opened(envelope: Envelope) -> Letter | Reason:
    told = told_now_of_case(envelope.notice.subject, envelope.by)
    return _at_once(envelope, told, _("A new case has been opened in Tilbage"))


def _at_once(envelope: Envelope, told: frozenset[int] | None, subject: str) -> Letter | Reason:
    """`told` are those who are told of it now; None where it is over."""
    if told is None:
        return Reason.NOTHING_DUE
    return _counted(envelope, subject, 1) if envelope.notice.recipient_id in told else Reason.NOT_THEIRS


def _counted(envelope: Envelope, subject: str, count: int) -> Letter:
    kind = envelope.notice.kind
    mail = write_mail(envelope, subject=subject % {"count": count}, template=kind, link=settings.BASE_URL, count=count)
    return Letter(mail, count)
