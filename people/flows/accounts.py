"""Accounts: invited, opened by their owner, closed."""

import logging
import smtplib
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from people.flows.managing import insist_on_managing, record
from people.invitations import write_invitation
from people.models import Capacity, Leadership, User
from people.rules import ActingAs, Event, check_invitation, insist
from people.viewer import Viewer

log: Final = logging.getLogger(__name__)


@transaction.atomic
def invite(*, user: User, by: Viewer) -> None:
    """Owes somebody an invitation: a mail with a link to choose a password. Nothing opens before that is done.

    Again, for one that was lost or has run out. By HR, an administrator, or the system. Records `account_invited`.
    """
    insist_on_managing(by)
    user = User.objects.select_for_update().get(pk=user.pk)
    leads = Leadership.objects.filter(user=user).from_day_on(by.today).exists()
    check_invitation(
        is_active=user.is_active,
        has_email=bool(user.email),
        has_grant=leads or Capacity.objects.filter(user=user).from_day_on(by.today).exists(),
        invite_employees=settings.INVITE_EMPLOYEES,
    )
    user.invitation_owed_at = by.now
    user.save(update_fields=["invitation_owed_at"])
    record(Event.ACCOUNT_INVITED, user, by=by, capacity=by.standing)


def send_invitations(*, by: Viewer) -> int:
    """Sends what is owed, one mail at a time. What the mail server does not take stays owed. Returns how many went."""
    owed = User.objects.filter(invitation_owed_at__isnull=False, is_active=False).order_by("invitation_owed_at")
    return sum(_send_invitation(pk, by) for pk in owed.values_list("pk", flat=True))


@transaction.atomic
def _send_invitation(pk: int, by: Viewer) -> bool:
    user = User.objects.select_for_update(skip_locked=True).filter(pk=pk, invitation_owed_at__isnull=False).first()
    if user is None:
        return False
    try:
        write_invitation(user).send()
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("An invitation could not be sent: %s", type(fault).__name__)
        return False
    user.invitation_owed_at = None
    user.invited_at = by.now
    user.save(update_fields=["invitation_owed_at", "invited_at"])
    return True


@transaction.atomic
def open_account(*, user: User, password: str, by: Viewer) -> None:
    """The invited person has chosen a password: from now on they can log in. `by` is that person.

    A password that is too weak raises Django's ValidationError. Records `account_opened`.
    """
    insist(by.actor_id == user.pk, "not_allowed")
    user = User.objects.select_for_update().get(pk=user.pk)
    insist(not user.is_active, "already_open")
    validate_password(password, user)
    user.set_password(password)
    user.is_active = True
    user.invitation_owed_at = None
    user.save(update_fields=["password", "is_active", "invitation_owed_at"])
    record(Event.ACCOUNT_OPENED, user, by=by, capacity=ActingAs.SELF)


@transaction.atomic
def close_account(*, user: User, by: Viewer) -> None:
    """Ends every session at once and for good; a later invitation begins from nothing. Grants stay as they are.

    Records `account_closed`.
    """
    insist_on_managing(by)
    insist(by.actor_id != user.pk, "not_yourself")
    user = User.objects.select_for_update().get(pk=user.pk)
    insist(user.is_active or user.invitation_owed_at is not None or user.invited_at is not None, "not_open")
    # Sessions and links are made from the password's hash: another one, and none of them holds any more.
    user.set_unusable_password()
    user.is_active = False
    user.invitation_owed_at = None
    user.invited_at = None
    user.save(update_fields=["password", "is_active", "invitation_owed_at", "invited_at"])
    record(Event.ACCOUNT_CLOSED, user, by=by, capacity=by.standing)
