"""What each kind of follow-up is called, wherever a page speaks of one; the settings name whose kinds there are."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from cases.followups.rules import FollowUpKind

FOLLOWS_UP = _("%(name)s follows up")
OPEN_IT = _("Open it")


@dataclass(frozen=True, slots=True)
class Kind:
    """`act` is what a row without words of its own asks for, `done` looks back, `own` is said to the one it is about.

    `%(name)s` is the employee's first name, in `own` the leader's. A talk is held with the employee. `url` names the
    address where it is done, with the row's reference, if that is more than a press; `press` leads there. One that
    cannot wait is `announced` by a mail of its own. Of one that is not `told`, its app says more in the history.
    """

    name: Promise
    act: Promise
    done: Promise
    own: Promise = FOLLOWS_UP
    icon: str = "forum"
    is_talk: bool = True
    url: str = ""
    announced: bool = False
    told: bool = True
    press: Promise = OPEN_IT


OTHER = Kind(_("Other"), _("Follow up with %(name)s"), _("Followed up"), is_talk=False)
KINDS: dict[str, Kind] = {
    FollowUpKind.CONTACT: Kind(_("Contact"), _("Talk with %(name)s"), _("Contact held"), _("%(name)s calls you")),
    FollowUpKind.TALK: Kind(
        _("Conversation"), _("Hold a talk with %(name)s"), _("Talk held"), _("Talk with %(name)s about the absence")
    ),
    FollowUpKind.ASK_RETURN: Kind(
        _("Before the return"),
        _("Ask whether %(name)s is coming"),
        _("Asked about coming back"),
        _("%(name)s asks whether you are coming"),
    ),
    FollowUpKind.WELCOME_BACK: Kind(
        _("Welcome back"), _("Say welcome back to %(name)s"), _("Welcomed back"), _("%(name)s welcomes you back")
    ),
    FollowUpKind.SIGNAL: Kind(
        _("Pattern of absence"),
        _("Look at the pattern of absence with %(name)s"),
        _("Pattern of absence looked at"),
        icon="analytics",
        is_talk=False,
    ),
    FollowUpKind.NOTICE: Kind(
        _("Notice to an authority"), _("Send the notice about %(name)s"), _("Notice sent"), icon="send", is_talk=False
    ),
}


@cache
def kinds() -> dict[str, Kind]:
    """All kinds, by the text that a row holds."""
    return {key: kind for path in settings.FOLLOW_UP_KINDS for key, kind in import_string(path).items()}


def kind_of(key: str) -> Kind:
    return kinds().get(key, OTHER)
