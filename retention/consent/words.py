"""The words of consent's codes."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.words import refusal as refusal_of_cases
from retention.fasttrack.words import TOLD_HOW
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.ladder import ToldHow

PURPOSES: Final[dict[Purpose, Promise]] = {
    Purpose.FAST_TRACK: _("Fast track"),
    Purpose.ROUND_TABLE: _("A round table meeting"),
    Purpose.RETURN_PLAN: _("The plan for coming back"),
    Purpose.EARLY_EFFORT: _("Other early help"),
}
RECEIVERS: Final[dict[Receiver, Promise]] = {
    Receiver.MUNICIPALITY: _("The home municipality"),
    Receiver.UNION: _("The union representative or the union"),
    Receiver.COLLEAGUES: _("The closest colleagues"),
    Receiver.OTHER_WORKPLACE: _("Another workplace"),
}
CONTENTS: Final[dict[Content, Promise]] = {
    Content.TASKS: _("Which tasks can be done, and which not yet"),
    Content.PLAN: _("The plan for coming back"),
    Content.STEP: _("The step on the ladder"),
    Content.CONTACT_DETAILS: _("How the employee can be reached"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "nothing_chosen": _("Choose what may be passed on."),
    "no_consent": _("There is no consent to that. Ask the employee, and note the consent first."),
    "withdrawn_since": _("The employee has withdrawn this since. Ask again, and note the day on which you asked."),
    "already_withdrawn": _("This consent has been withdrawn already."),
    "told_how_missing": _("Say how it was told."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)


def say_content(content: Iterable[str]) -> str:
    chosen = set(content)
    words = [str(CONTENTS[each]) for each in Content if each in chosen]
    return "; ".join([words[0], *(word[:1].lower() + word[1:] for word in words[1:])]) if words else ""


def say_how(how: str) -> str:
    return str(TOLD_HOW[ToldHow(how)]).lower() if how else ""
