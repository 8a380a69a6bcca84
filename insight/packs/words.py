"""Lists and packs in words."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.rules.distance import points_above
from insight.rules.packs import Basis, number_of_quarter
from people.calendar import COPENHAGEN
from people.language import page_language
from people.viewer import Viewer
from people.words import say_date, say_month, say_number, say_time
from roundtable.figures.page import BEGINNING

DASH = "–"


def say_quarter(first: date) -> str:
    return _("Quarter %(number)s of %(year)s") % {"number": number_of_quarter(first), "year": first.year}


def say_the_month(first: date) -> str:
    """`november 2026`, as it stands inside a sentence."""
    lang = page_language()
    words = say_month(first, BEGINNING, lang)
    return words.lower() if lang == "da" else words


def say_the_day(day: date) -> str:
    return say_date(day, BEGINNING, page_language())


def say_made(at: datetime) -> str:
    """`2. november 2026 kl. 5.05`."""
    at = at.astimezone(COPENHAGEN)
    return f"{say_the_day(at.date())} {say_time(at, page_language())}"


def say_fetched(viewer: Viewer) -> str:
    """On paper and in files: when what is as of today was read."""
    return _("Fetched %(when)s.") % {"when": say_made(viewer.now)}


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
