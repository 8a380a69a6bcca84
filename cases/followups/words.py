"""Why a follow-up waits, in the first person of whoever postpones it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.followups.rules import PostponeReason


def postpone_reasons(name: str) -> Iterator[tuple[str, str]]:
    """The typed reasons about the employee of that first name."""
    words = {
        PostponeReason.NOT_REACHED: _("I cannot reach %(name)s"),
        PostponeReason.ASKED_TO_WAIT: _("%(name)s has asked to wait"),
        PostponeReason.NO_TIME: _("I cannot make it today"),
    }
    for reason in PostponeReason:
        yield reason, words[reason] % {"name": name}
