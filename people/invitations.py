"""Links by which somebody opens their own account, and the mail that carries one."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from people.models import User

DAY: Final = 24 * 3600


class InvitationTokens(PasswordResetTokenGenerator):
    """Good until the account is opened or closed, or PASSWORD_RESET_TIMEOUT has passed; no good for a new password."""

    key_salt = "people.invitations"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"

    def check_token(self, user: Any, token: str | None) -> bool:
        return user is not None and not user.is_active and super().check_token(user, token)


invitation_tokens: Final = InvitationTokens()


def invitation_link(user: User) -> str:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", kwargs={"uidb64": key, "token": invitation_tokens.make_token(user)})
    return f"{settings.BASE_URL}{path}"


def write_invitation(user: User) -> EmailMessage:
    """A link and how long it holds; no name, no reason. Danish, as the workplace is."""
    with translation.override("da"):
        body = render_to_string(
            "people/mails/invitation.txt",
            {
                "link": invitation_link(user),
                "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
                "municipality": settings.MUNICIPALITY_NAME,
            },
        )
        return EmailMessage(subject=_("Choose your password for Tilbage"), body=body, to=[user.email])
