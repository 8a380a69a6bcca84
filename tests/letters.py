"""Mails as they arrive, read with nothing but the standard library."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default


def read(raw: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=default).parsebytes(raw)


def words_of(letter: EmailMessage) -> str:
    """What its plain text says."""
    body = letter.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())
