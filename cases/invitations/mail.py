"""The mail that carries an invitation, for people to read and for their calendars.

Like the calendar's entry it is called `Samtale` and says only when, where and by which link.
"""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from cases.invitations.calendar_file import SUBJECT, CalendarEntry, calendar_file
from cases.invitations.rules import Method
from cases.notices.mail import LANGUAGE, headers
from people.calendar import COPENHAGEN
from people.words import say_full_date, say_hours


def organizer_address() -> str:
    """Who calls, to the calendars: the sender of the mails. Outlook and Google distrust an organizer who is another."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def write_invitation(*, entry: CalendarEntry, message_id: str, at: datetime, again: bool) -> EmailMessage:
    """To the entry's attendee. Danish, as the workplace is. `at` is the moment of sending, `again` that they have been
    told of the talk before.
    """
    day = entry.starts_at.astimezone(COPENHAGEN).date()
    today = at.astimezone(COPENHAGEN).date()
    with translation.override(LANGUAGE):
        body = render_to_string(
            "cases/mails/talk.txt",
            {
                "cancelled": entry.method is Method.CANCEL,
                "changed": again,
                "when": f"{say_full_date(day, today, LANGUAGE)} {say_hours(entry.starts_at, entry.ends_at, LANGUAGE)}",
                "place": entry.place,
                "video_link": entry.video_link,
                "link": entry.link,
            },
        )
    mail = EmailMultiAlternatives(
        subject=SUBJECT, body=body, to=[entry.attendee_address], headers=headers(message_id=message_id, at=at)
    )
    # Beside the text and not attached, last, and the method in both places: else it is a file, and no invitation.
    mail.attach_alternative(calendar_file(entry).decode(), f"text/calendar; method={entry.method}")
    return mail
