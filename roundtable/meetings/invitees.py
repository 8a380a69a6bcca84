"""Somebody who may be called to a meeting, and what is written to them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.invitations.rules import Role
from people.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be called. `key` says who it is in a form; `ref` is that of one who takes part already.

    `email` is where they are written to if they have no user with an address, or elsewhere than there. `thought_of`
    are ticked from the start; the others can be.
    """

    key: str
    role: Role
    name: str
    user: User | None = None
    email: str = ""
    ref: str = ""
    text: str | None = None
    text_override: str = ""
    gets_minutes: bool = True
    thought_of: bool = True

    @property
    def has_own_address(self) -> bool:
        return self.user is not None and bool(self.user.email)


def standard_text(role: Role) -> str:
    """What is written to somebody unless another text is chosen."""
    texts = {
        Role.EMPLOYEE: _(
            "You are invited to a meeting about how you can come back in a good way. It is voluntary, and you may "
            "bring a companion. You need not tell what is wrong; we talk about what you can do at work."
        ),
        Role.LEADER: _(
            "You are invited to a meeting about a good way back. Think beforehand of which tasks are possible now, and "
            "what can be arranged in another way."
        ),
        Role.COMPANION: _("You are invited as a companion. You come along to support, and may speak at the meeting."),
        Role.INTERPRETER: _("You are invited to interpret at the meeting."),
    }
    return texts.get(role) or _("You are invited to the meeting.")
