"""The link by which somebody without an account confirms their address, and the mail that carries it."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases.notices.mail import LANGUAGE, headers, new_message_id
from roundtable.models import OutsideRequest
from roundtable.rules.outside import CONFIRM_WITHIN

SALT: Final = "roundtable.outside"


def token_of(asked: OutsideRequest) -> str:
    return signing.dumps(asked.ref, salt=SALT)


def ref_in(token: str) -> str:
    """Whose link it is; empty for one that was never ours, or has run out."""
    try:
        return str(signing.loads(token, salt=SALT, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        return ""


def write_confirmation(asked: OutsideRequest, at: datetime) -> EmailMessage:
    """A link and how long it holds; no name, no reason."""
    with translation.override(LANGUAGE):
        link = f"{settings.BASE_URL}{reverse('outside_confirm', args=[token_of(asked)])}"
        said = {"link": link, "days": CONFIRM_WITHIN.days, "municipality": settings.MUNICIPALITY_NAME}
        return EmailMessage(
            subject=_("Confirm your e-mail address"),
            body=render_to_string("roundtable/mails/confirm.txt", said),
            to=[asked.email],
            headers=headers(message_id=new_message_id(), at=at),
        )
