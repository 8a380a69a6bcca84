"""The mails that the demo's mail server has received, read from its folder."""

import mailbox
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from people.calendar import COPENHAGEN

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as its receiver would read it."""

    key: str
    at: datetime | None
    to: str
    subject: str
    text: str
    link: str


def received(folder: str, *, limit: int = NEWEST) -> list[Mail]:
    """The newest mails, newest first; none where there is no folder yet."""
    if not folder or not Path(folder).is_dir():
        return []
    box = mailbox.Maildir(folder)
    found = (
        (key, message_from_bytes(box.get_bytes(key), _class=EmailMessage, policy=default)) for key in box.iterkeys()
    )
    mails = [_read(key, message) for key, message in found]
    oldest = datetime.min.replace(tzinfo=COPENHAGEN)
    return sorted(mails, key=lambda mail: (mail.at or oldest, mail.key), reverse=True)[:limit]


def _read(key: str, message: EmailMessage) -> Mail:
    body = message.get_body(preferencelist=("plain",))
    text = str(body.get_content()).strip() if body is not None else ""
    sent = message["Date"]
    return Mail(
        key=key,
        at=parsedate_to_datetime(str(sent)).astimezone(COPENHAGEN) if sent else None,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=text,
        link=next((line for line in text.splitlines() if line.startswith(("http://", "https://"))), ""),
    )
