"""One mail: made of a count and a date, handed to the mail server, and what became of it.

It carries no name and no reason, so that nobody but the recipient learns anything who sees it.
"""

import smtplib
from datetime import date, datetime
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.notices.rules import NoticeEvent, NoticeKind, Outcome, Reason, outcome_of_reply
from people.words import Language, say_full_date

LANGUAGE: Language = "da"


def new_message_id() -> str:
    """Fixed when the envelope is made, and the same at every attempt."""
    return make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost")


def write_mail(*, kind: NoticeKind, address: str, message_id: str, count: int, day: date, at: datetime) -> EmailMessage:
    """The mail to one recipient. Danish, as the workplace is."""
    with translation.override(LANGUAGE):
        if kind is NoticeKind.DIGEST:
            subject = ngettext("You have %(count)d task in Tilbage", "You have %(count)d tasks in Tilbage", count)
        elif kind is NoticeKind.CONTACTS:
            subject = ngettext("%(count)d contact must be confirmed", "%(count)d contacts must be confirmed", count)
        elif kind is NoticeKind.NEW_TASK:
            subject = _("You have a new task in Tilbage that cannot wait")
        else:
            subject = _("A new case has been opened in Tilbage")
        body = render_to_string(
            f"cases/mails/{kind}.txt",
            {"count": count, "day": say_full_date(day, day, LANGUAGE), "link": settings.BASE_URL},
        )
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return EmailMessage(
        subject=subject % {"count": count},
        body=body,
        to=[address],
        headers={
            "Message-ID": message_id,
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Id": f"Tilbage <tilbage.{host}>",
            "List-Help": f"<{settings.BASE_URL}>",
        },
    )


class Post:
    """A conversation with the mail server, for one mail. The caller commits between `hand_over` and `close`."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection(timeout=settings.EMAIL_TIMEOUT)

    def hand_over(self, mail: EmailMessage) -> Outcome:
        """Accepted, not now, or never. Nothing of the server's words is kept but the number."""
        try:
            self._connection.open()
        except OSError:  # smtplib's own errors are, too: refused connections, greetings, log-ins
            return Outcome(NoticeEvent.DEFER, Reason.NO_SERVER)
        try:
            self._connection.send_messages([mail])
        except (OSError, ValueError) as error:
            return _outcome_of(error)
        return Outcome(NoticeEvent.ACCEPT)

    def close(self) -> None:
        """What goes wrong while saying goodbye is of no concern: the mail has been taken, or it has not."""
        try:
            self._connection.close()
        except OSError:
            return


def _outcome_of(error: OSError | ValueError) -> Outcome:
    match error:
        case smtplib.SMTPHeloError():
            return Outcome(NoticeEvent.DEFER, Reason.NO_SERVER)
        case smtplib.SMTPRecipientsRefused():
            return outcome_of_reply(max(code for code, _words in error.recipients.values()))
        case smtplib.SMTPResponseException():
            return outcome_of_reply(error.smtp_code)
        case ValueError() | smtplib.SMTPNotSupportedError():
            return Outcome(NoticeEvent.REFUSE, Reason.BAD_ADDRESS)
        case _:
            # Cut off, or too slow: the server may have taken the mail before its answer was lost.
            return Outcome(NoticeEvent.DEFER, Reason.NO_ANSWER, perhaps_sent=True)
