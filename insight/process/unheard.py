"""Rule by rule what became of what it asked for, and which rules nobody hears any more.

It is told of everything that the viewer sees and of twelve months, never of a part: nothing can be subtracted.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from insight.access import units_seen_by
from insight.process.page import order_of
from insight.process.queries import heard_of, known_rules
from insight.process.words import ADVICE, say_days_until, say_known, say_share, say_when
from insight.rules.fatigue import Rated, rate
from insight.rules.process import When, last_quarters
from insight.words import say_few
from people.language import page_language
from people.viewer import Viewer
from people.words import Chip, Tone, chip, say_number
from roundtable.figures.words import say_as_of


@dataclass(frozen=True, slots=True)
class Row:
    """A rule; where it is not told of `hidden` says why, and the rest is empty. With a `chip` the rule is not heard,
    and `advice` says what to consider.
    """

    name: str
    about: str
    fired: str = ""
    done: str = ""
    late: str = ""
    left_open: str = ""
    lapsed: str = ""
    days: str = ""
    acted: str = ""
    chip: Chip | None = None
    advice: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`flagged` is how many rules are not heard; `least` the percent from which on a rule is."""

    days: str
    as_of: str
    least: str
    left_days: int
    rows: tuple[Row, ...]
    flagged: int


def unheard_page(viewer: Viewer) -> Page:
    """Two queries."""
    lang = page_language()
    when = When(last_quarters(viewer.today))
    known = known_rules()
    heard = heard_of(when.window, units_seen_by(viewer), viewer.today, settings.RULE_LEFT_OPEN_DAYS)
    # What is built in is asked for by no law.
    mandatory = {row.rule: False for row in heard if row.rule.startswith("built-in/")}
    mandatory |= {key: each.rule.mandatory for key, each in known.items()}
    rated = rate(heard, mandatory, settings.RULE_HEARD_PERCENT)
    rows = tuple(
        _row(*say_known(key, known.get(key), lang), rated[key])
        for key in sorted(rated, key=lambda k: order_of(k, known))
    )
    return Page(
        days=say_when(when, lang),
        as_of=say_as_of(viewer),
        least=say_number(settings.RULE_HEARD_PERCENT, 0, lang),
        left_days=settings.RULE_LEFT_OPEN_DAYS,
        rows=rows,
        flagged=sum(row.chip is not None for row in rows),
    )


def _row(name: str, about: str, rated: Rated | None) -> Row:
    if rated is None:
        return Row(name, about, hidden=say_few())
    lang, heard = page_language(), rated.heard

    def said(number: int) -> str:
        return say_number(number, 0, lang)

    return Row(
        name,
        about,
        fired=said(heard.fired),
        done=said(heard.done),
        late=said(heard.late),
        left_open=said(heard.left_open),
        lapsed=said(heard.lapsed + heard.overtaken),
        days=say_days_until(heard.median_days, lang),
        acted=say_share(rated.acted, lang),
        chip=chip(Tone.NEAR, _("often left undone")) if rated.advice else None,
        advice=str(ADVICE[rated.advice]) if rated.advice else "",
    )
