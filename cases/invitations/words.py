"""The words of talks: as what somebody takes part, what they answered, and why something was refused."""

from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import words
from cases.invitations.rules import Answer, Role
from people.calendar import COPENHAGEN
from people.language import page_language
from people.terms import lazy_with_terms
from people.words import Chip, Tone, chip, say_day, say_full_date, say_hours

ROLES: Final[dict[Role, Promise | str]] = {
    Role.EMPLOYEE: _("Employee"),
    Role.LEADER: _("Leader"),
    Role.CONSULTANT: lazy_with_terms("{Consultant}"),
    Role.HR: _("HR"),
    Role.COMPANION: _("Companion"),
    Role.REPRESENTATIVE: _("Representative"),
    Role.INTERPRETER: _("Interpreter"),
    Role.MUNICIPALITY: _("The home municipality"),
    Role.OTHER: _("Another"),
}
ANSWERS: Final[dict[Answer, Promise]] = {
    Answer.YES: _("Comes"),
    Answer.OTHER_TIME: _("Asks for another time"),
    Answer.NO: _("Does not come"),
}
THANKS: Final[dict[Answer, Promise]] = {
    Answer.YES: _("Thank you. You have said that you come."),
    Answer.OTHER_TIME: _("Thank you. You have asked for another time."),
    Answer.NO: _("Thank you. You have said that you do not come."),
}
REFUSALS: Final[dict[str, Promise]] = {
    "talk_called_off": _("The talk has been called off."),
    "talk_has_begun": _("The talk has begun, so this cannot be changed any more."),
    "not_invited": _("There is no invitation to answer any more. The page below shows how it stands now."),
    "invitation_changed": _("Something about the talk has changed meanwhile. Look again, and answer then."),
    "reason_missing": _("Write when it suits you better."),
    "ends_before_start": _("The talk must end after it begins."),
    "no_times": _("There are no times to choose from any more."),
    "participant_unknown": _("Somebody does not take part any more. The page below shows how it stands now."),
    "companion_there": _("Somebody comes with you already. Leave them out before you ask another."),
    "too_many_companions": _("You have asked many already. Ask the one who invited you to add somebody."),
    "no_companion": _("Nobody comes with you any more."),
    "no_address": _("There is no e-mail address to send a code to. Ask the one who invited you."),
    "too_many_codes": _("Too many codes have been asked for. Wait an hour, or ask the one who invited you."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else words.refusal(code)


def say_to_participant(code: str) -> str:
    """To somebody who writes of themselves."""
    if code == "health_in_note":
        return gettext("This looks like a diagnosis. Write when you can come, not what is wrong with you.")
    return refusal(code)


def say_role(role: str) -> str:
    return str(ROLES[Role(role)])


def answer_chip(answer: str, *, superseded: bool) -> Chip:
    """`Kommer`, `Ikke svaret`; of an answer to an earlier invitation what it was."""
    if not answer:
        return chip(Tone.CALM, gettext("No answer yet"))
    said = str(ANSWERS[Answer(answer)])
    if superseded:
        return chip(Tone.CORRECTED, gettext("%(answer)s, said before the change") % {"answer": said})
    tones = {Answer.YES: Tone.MET, Answer.OTHER_TIME: Tone.NEAR, Answer.NO: Tone.FACT}
    return chip(tones[Answer(answer)], said)


def came_chip(*, came: bool) -> Chip:
    """`Kom`, `Kom ikke`"""
    return chip(Tone.MET, gettext("Came")) if came else chip(Tone.FACT, gettext("Did not come"))


def say_when(starts_at: datetime, ends_at: datetime, today: date) -> str:
    """`tirsdag 24. november kl. 10.00 til 11.00`."""
    lang = page_language()
    day = starts_at.astimezone(COPENHAGEN).date()
    return f"{say_full_date(day, today, lang)} {say_hours(starts_at, ends_at, lang)}"


def say_near(starts_at: datetime, ends_at: datetime, today: date) -> str:
    """`i dag kl. 10.00 til 11.00`, `fredag kl. 10.00 til 11.00`."""
    lang = page_language()
    return f"{say_day(starts_at.astimezone(COPENHAGEN).date(), today, lang)} {say_hours(starts_at, ends_at, lang)}"
