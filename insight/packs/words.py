"""Lists and packs in words."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.rules.distance import points_above
from insight.rules.packs import Basis
from people.language import page_language
from people.viewer import Viewer
from people.words import say_number
from roundtable.figures.words import say_as_of, say_the_day

DASH = "–"


def say_fetched(viewer: Viewer) -> str:
    """On paper and in files: when what is as of today was read."""
    return _("Fetched %(when)s.") % {"when": say_as_of(viewer)}


def say_count(number: Decimal | float, decimals: int = 0) -> str:
    return say_number(float(number), decimals, page_language())


def say_more_or_less(now: Decimal, before: Decimal) -> str:
    """`0,3 højere`, `0,1 lavere`, `uændret`, of the figures as they are said."""
    points = points_above(now, before)
    if not points:
        return _("unchanged")
    words = _("%(points)s higher") if points > 0 else _("%(points)s lower")
    return words % {"points": say_count(abs(points), 1)}


def say_rule(basis: Basis, threshold: int, window: int, through: date) -> str:
    said = {"number": threshold, "window": window, "day": say_the_day(through)}
    if basis is Basis.WORKING:
        return _("At least %(number)s working days of sickness in the %(window)s days through %(day)s.") % said
    return _("At least %(number)s calendar days of sickness in the %(window)s days through %(day)s.") % said


def say_people(number: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": say_count(number)}
