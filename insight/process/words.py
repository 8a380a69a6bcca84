"""Rules, groups and what differs, in words. No database."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from absence.rules.deriving import ASK_RETURN, WELCOME_BACK
from insight.process.queries import Known
from insight.rules.clusters import Signal
from insight.rules.fatigue import Advice
from insight.rules.process import When
from insight.rules.treatment import Size, Told, Verdict
from insight.simulation.words import say_condition, say_rule
from people.words import Chip, Language, Tone, chip, say_month, say_number, say_percent
from roundtable.figures.words import BEGINNING
from roundtable.rules.figures import Share

BUILT_IN: Final = {duty.rule: duty.words for duty in (ASK_RETURN, WELCOME_BACK)}
SIZES: Final[dict[Size, Promise]] = {
    Size.SMALL: gettext_lazy("Leaders of fewer than 10 people"),
    Size.MEDIUM: gettext_lazy("Leaders of 10-19 people"),
    Size.LARGE: gettext_lazy("Leaders of 20-49 people"),
    Size.HUGE: gettext_lazy("Leaders of 50 people or more"),
    Size.LEADERLESS: gettext_lazy("No leader: HR follows up"),
}
SIGNALS: Final[dict[Signal, Promise]] = {
    Signal.BEGAN: gettext_lazy("Many fell ill at about the same time"),
    Signal.LONG: gettext_lazy("Many have been away for 29 days or more"),
}
ADVICE: Final[dict[Advice, Promise]] = {
    Advice.MANDATORY: gettext_lazy(
        "The law asks for it, so the rule stays. Find out what keeps those who owe it from doing it."
    ),
    Advice.LAPSES: gettext_lazy(
        "More than half of it falls away before it is to be done. Consider asking on a later day, or of fewer causes."
    ),
    Advice.IGNORED: gettext_lazy(
        "Much of it stays undone. Ask the leaders whether it helps. Then consider a higher threshold, or no such rule."
    ),
    Advice.GONE: gettext_lazy("No policy has this rule any more. What is still open can be looked through and closed."),
}


def say_known(key: str, known: Known | None, lang: Language) -> tuple[str, str]:
    """What a rule asks for, and beneath it what it waits for and whose rule it is."""
    if key in BUILT_IN:
        words = BUILT_IN[key]
        act = words.act_da if lang == "da" else words.act_en
        return act.replace("{name}", _("the employee")), _("Built in")
    if known is None:
        return _("A rule that no policy has any more"), key
    label, condition = say_rule(known.rule, lang), say_condition(known.rule)
    policy = (known.policy_da if lang == "da" else known.policy_en) or known.rule.policy
    return label, policy if label == condition else f"{condition}, {policy}"


def say_when(when: When, lang: Language) -> str:
    """`juli til september 2026`, `oktober 2025 til september 2026`."""
    first, last = when.window.first, when.window.last
    begins = say_month(first, last if first.year == last.year else BEGINNING, lang)
    said = _("%(first)s to %(last)s") % {"first": begins, "last": say_month(last, BEGINNING, lang)}
    return said.lower() if lang == "da" else said


def say_share(share: Share, lang: Language) -> str:
    return "–" if share.percent is None else say_percent(share.percent, 0, lang)


def say_of(share: Share, lang: Language) -> str:
    return _("%(number)s of %(base)s") % {
        "number": say_number(share.number, 0, lang),
        "base": say_number(share.base, 0, lang),
    }


def say_days_until(days: float | None, lang: Language) -> str:
    """In the middle: `2`, `2,5`; a dash where nothing is done."""
    if days is None:
        return "–"
    return say_number(days, 0 if days == int(days) else 1, lang)


def beside_chip(told: Told) -> Chip | None:
    """How the group differs from all others; None where it does not, or where there are none."""
    lower, higher = Verdict.LOWER, Verdict.HIGHER
    if told.done_beside is lower:
        return chip(Tone.NEAR, _("done less often"))
    if told.on_time_beside is lower:
        return chip(Tone.NEAR, _("less often on time"))
    if told.done_beside is higher:
        return chip(Tone.FACT, _("done more often"))
    return chip(Tone.FACT, _("more often on time")) if told.on_time_beside is higher else None
