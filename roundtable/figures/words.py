"""Of when figures are, in words: always with the year, for whoever reads a file or a print later."""

from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from people.calendar import COPENHAGEN
from people.language import page_language
from people.viewer import Viewer
from people.words import say_date, say_month, say_time
from roundtable.rules.windows import number_of_quarter

# Another year than any that is told of, so that a date is said with its own.
BEGINNING: Final = date(1, 1, 1)


def say_the_day(day: date) -> str:
    """`2. november 2026`."""
    return say_date(day, BEGINNING, page_language())


def say_the_month(day: date) -> str:
    """`november 2026`, as it stands inside a sentence."""
    lang = page_language()
    words = say_month(day, BEGINNING, lang)
    # Danish months are small inside a sentence.
    return words.lower() if lang == "da" else words


def say_quarter(day: date) -> str:
    """`4. kvartal 2026`."""
    return _("Quarter %(number)s of %(year)s") % {"number": number_of_quarter(day), "year": day.year}


def say_as_of(viewer: Viewer) -> str:
    """What is counted when it is asked for."""
    return say_moment(viewer.now)


def say_moment(moment: datetime) -> str:
    """`23. november 2026 kl. 9.00`."""
    there = moment.astimezone(COPENHAGEN)
    return f"{say_the_day(there.date())} {say_time(there, page_language())}"
