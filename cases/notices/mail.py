"""One mail: made of a count, a date and a link, handed to the mail server, and what became of it.

It carries no name and no reason, so that nobody but the recipient learns anything who sees it.
"""

import smtplib
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from cases.models import Notice
from cases.notices.rules import NoticeEvent, Outcome, Reason, outcome_of_reply
from people.viewer import Viewer
from people.words import Language, say_full_date

# Of every mail, as the workplace is.
LANGUAGE: Language = "da"


def new_message_id() -> str:
    """Fixed when the envelope is made, and the same at every attempt."""
    return make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One that is about to be sent: the notice, to which address, when, and the day that a digest is asked about."""

    notice: Notice
    address: str
    by: Viewer
    day: date


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into an envelope: the mail, and how many things it tells of."""

    mail: EmailMessage
    items: int = 1


def write_mail(envelope: Envelope, *, subject: str, template: str, link: str, **said: object) -> EmailMessage:
    """A mail of words and a link; the template is told `link`, `day` and what is said besides. The caller has switched
    to the language of the mails.
    """
    day = envelope.notice.day
    body = render_to_string(
        f"cases/mails/{template}.txt", {"link": link, "day": say_full_date(day, day, LANGUAGE), **said}
    )
    return EmailMessage(
        subject=subject,
        body=body,
        to=[envelope.address],
        headers=headers(message_id=envelope.notice.message_id, at=envelope.by.now),
    )


def headers(*, message_id: str, at: datetime) -> dict[str, str]:
    """What every mail of the house says of itself: a machine wrote it, and machines need not answer."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return {
        "Message-ID": message_id,
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": f"Tilbage <tilbage.{host}>",
        "List-Help": f"<{settings.BASE_URL}>",
    }


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
