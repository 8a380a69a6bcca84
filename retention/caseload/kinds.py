"""The follow-ups that a referral makes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.followups.kinds import Kind

REFERRAL: Final = "referral"
KINDS: Final = {
    REFERRAL: Kind(
        _("New referral"),
        _("Answer the referral of %(name)s"),
        _("Referral answered"),
        _("You are contacted about the way back"),
        icon="person-add",
        is_talk=False,
        announced=True,
    ),
}
