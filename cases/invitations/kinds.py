"""What each kind of talk is called, wherever a page speaks of one; the settings name whose kinds there are."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Talk:
    """`voluntary` says that the employee may say no, with no effect on anything. `unfit` is the kind of follow-up that
    is owed when somebody who was called cannot come as it was planned; empty where nothing is.
    """

    name: Promise
    voluntary: bool = True
    unfit: str = ""


OTHER = Talk(_("Talk"), voluntary=False)


@cache
def talks() -> dict[str, Talk]:
    return {key: talk for path in settings.TALK_KINDS for key, talk in import_string(path).items()}


def talk_of(key: str) -> Talk:
    return talks().get(key, OTHER)
