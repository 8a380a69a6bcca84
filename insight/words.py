"""What every part of the figures says in the same words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from insight.rules.masking import Why
from insight.rules.measures import FEWEST
from people.words import Language, say_number


def say_aim(points: Decimal | None, lang: Language) -> str:
    """`0,4 over mål`, `0,1 under mål`, `På målet`, of so many points above it; empty where there is no target."""
    if points is None:
        return ""
    if not points:
        return _("On target")
    words = _("%(points)s over target") if points > 0 else _("%(points)s under target")
    return words % {"points": say_number(abs(float(points)), 1, lang)}


def say_why(why: Why) -> str:
    if why is Why.FEW:
        return _("Hidden: fewer than %(number)s people") % {"number": FEWEST}
    return _("Hidden, so that others' figures cannot be worked out")


def say_few() -> str:
    """Why a part of a figure is not told, where it is not said which of the two it is."""
    return _("Hidden: few people, or others' figures could be worked out")
