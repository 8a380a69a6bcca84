"""Days, numbers and names as people say them, in Danish and English. Pure: the language is an argument.

What must not break across lines is held together by non-breaking spaces: a day and its month, `kl.` and the
hour, a number and its percent sign.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from people.calendar import COPENHAGEN

Language = Literal["da", "en"]

NBSP = "\u00a0"
A_WEEK = 7
AN_HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)
# What is over time for this long is said in days.
SAID_IN_DAYS = timedelta(hours=48)

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "da": (
        *("januar", "februar", "marts", "april", "maj", "juni"),
        *("juli", "august", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS: dict[Language, tuple[str, ...]] = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_NEAR_DAYS: dict[Language, dict[int, str]] = {
    "da": {-1: "i går", 0: "i dag", 1: "i morgen"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}


# Days


def say_day(day: date, today: date, lang: Language = "da", *, weekday_back: bool = False) -> str:
    """`i dag`; `fredag` within six days ahead; else `tirsdag 22. december`, with the year when it is another.

    `weekday_back` allows the bare weekday for the last six days too, where the sentence is about the past.
    """
    distance = (day - today).days
    if distance in _NEAR_DAYS[lang]:
        return _NEAR_DAYS[lang][distance]
    if 0 < distance < A_WEEK or (weekday_back and -A_WEEK < distance < 0):
        return say_weekday(day, lang)
    return say_full_date(day, today, lang)


def say_distance(day: date, today: date, lang: Language = "da") -> str:
    """`i dag`, `i morgen`, `i går`, `om 4 dage`, `for 4 dage siden`."""
    distance = (day - today).days
    if distance in _NEAR_DAYS[lang]:
        return _NEAR_DAYS[lang][distance]
    days = say_days(abs(distance), lang)
    if lang == "da":
        return f"om {days}" if distance > 0 else f"for {days} siden"
    return f"in {days}" if distance > 0 else f"{days} ago"


def say_day_and_distance(day: date, today: date, lang: Language = "da") -> str:
    """`i morgen`; `fredag, om 4 dage` within six days ahead; else as `say_day`."""
    words = say_day(day, today, lang)
    if 1 < (day - today).days < A_WEEK:
        return f"{words}, {say_distance(day, today, lang)}"
    return words


def say_full_date(day: date, today: date, lang: Language = "da") -> str:
    """`tirsdag 22. december`, with the year when it is another."""
    return f"{say_weekday(day, lang)} {say_date(day, today, lang)}"


def say_date(day: date, today: date, lang: Language = "da") -> str:
    """`22. december`, with the year when it is another."""
    return _date(day, today, lang, _MONTHS)


def say_short_date(day: date, today: date, lang: Language = "da") -> str:
    """`22. dec.`, for tight columns; with the year when it is another."""
    return _date(day, today, lang, _SHORT_MONTHS)


def month_names(lang: Language = "da") -> tuple[str, ...]:
    """The twelve months, short: `jan.`, `feb.`, ... for the axes of drawings."""
    return _SHORT_MONTHS[lang]


def say_month(day: date, today: date, lang: Language = "da") -> str:
    """`Oktober`, as a heading; with the year when it is another."""
    name = _MONTHS[lang][day.month - 1].capitalize()
    return name if day.year == today.year else f"{name} {day.year}"


def say_weekday(day: date, lang: Language = "da") -> str:
    return _WEEKDAYS[lang][day.weekday()]


def say_period(first: date, last: date | None, today: date, lang: Language = "da") -> str:
    """`siden 26. oktober`, `9. november`, `9. til 10. november`, `2. september til 4. oktober`."""
    if last is None:
        return f"{'siden' if lang == 'da' else 'since'} {say_date(first, today, lang)}"
    if first == last:
        return say_date(first, today, lang)
    to = "til" if lang == "da" else "to"
    if (first.year, first.month) == (last.year, last.month):
        begin = _day_number(first, lang)
    elif first.year == last.year:
        begin = _in_month(first, lang, _MONTHS)
    else:
        begin = f"{_in_month(first, lang, _MONTHS)} {first.year}"
        return f"{begin} {to} {_in_month(last, lang, _MONTHS)} {last.year}"
    return f"{begin} {to} {say_date(last, today, lang)}"


def say_time(clock: time | datetime, lang: Language = "da") -> str:
    """`kl. 8.05`, in English `8:05`; the clock as it is given, whatever its zone."""
    if lang == "da":
        return f"kl.{NBSP}{clock.hour}.{clock.minute:02}"
    return f"{clock.hour}:{clock.minute:02}"


def say_hours(begin: datetime, end: datetime, lang: Language = "da") -> str:
    """`kl. 10.00 til 11.00`: from when to when on one day, on the Copenhagen clock."""
    first, last = (say_time(moment.astimezone(COPENHAGEN), lang) for moment in (begin, end))
    return f"{first} til {last.removeprefix(f'kl.{NBSP}')}" if lang == "da" else f"{first} to {last}"


def say_end_of(moment: datetime, day: date, lang: Language = "da") -> str:
    """`kl. 13.40` of a moment by which something is to be done on the day; the midnight that ends it is `kl. 24.00`."""
    wall = moment.astimezone(COPENHAGEN)
    if wall.date() > day:
        return f"kl.{NBSP}24.00" if lang == "da" else "24:00"
    return say_time(wall, lang)


def say_moment(moment: datetime, today: date, lang: Language = "da") -> str:
    """`i dag kl. 8.05`, `torsdag kl. 17.40`: a moment of the last days or the next, on the Copenhagen clock."""
    wall = moment.astimezone(COPENHAGEN)
    return f"{say_day(wall.date(), today, lang, weekday_back=True)} {say_time(wall, lang)}"


def say_days(number: int, lang: Language = "da") -> str:
    """`1 dag`, `3 dage`."""
    return _count(number, *(("dag", "dage") if lang == "da" else ("day", "days")))


def say_duration(length: timedelta, lang: Language = "da") -> str:
    """`45 timer`, `1 time`; under an hour `40 minutter`; rounded down."""
    if length >= AN_HOUR:
        return _count(length // AN_HOUR, *(("time", "timer") if lang == "da" else ("hour", "hours")))
    if length >= A_MINUTE:
        return _count(length // A_MINUTE, *(("minut", "minutter") if lang == "da" else ("minute", "minutes")))
    return "under et minut" if lang == "da" else "less than a minute"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _date(day: date, today: date, lang: Language, months: dict[Language, tuple[str, ...]]) -> str:
    words = _in_month(day, lang, months)
    return words if day.year == today.year else f"{words} {day.year}"


def _in_month(day: date, lang: Language, months: dict[Language, tuple[str, ...]]) -> str:
    return f"{_day_number(day, lang)}{NBSP}{months[lang][day.month - 1]}"


def _day_number(day: date, lang: Language) -> str:
    return f"{day.day}." if lang == "da" else str(day.day)


# Numbers


def halves_up(value: Decimal | float, decimals: int = 0) -> Decimal:
    """As it is said: rounded as when somebody works it out by hand."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def say_number(value: Decimal | float, decimals: int = 0, lang: Language = "da") -> str:
    """`3.600`, `5,4`; in English `3,600`, `5.4`."""
    english = f"{halves_up(value, decimals):z,}"
    return english.translate(_DANISH_POINTS) if lang == "da" else english


def say_plain_number(value: Decimal | float, lang: Language = "da") -> str:
    """`32,5`, and `37` rather than `37,0`."""
    return say_number(value, 1 if halves_up(value, 1) % 1 else 0, lang)


def say_percent(value: Decimal | float, decimals: int = 0, lang: Language = "da") -> str:
    """`100 %`, `5,4 %`; in English `5.4%`."""
    return say_number(value, decimals, lang) + (f"{NBSP}%" if lang == "da" else "%")


_DANISH_POINTS = str.maketrans(",.", ".,")


# Names


def initials(first_names: str, last_names: str) -> str:
    """The first letters of the first and of the last names, for an avatar: Søren Kjær, Dam is SD."""
    return "".join(names.strip()[:1].upper() for names in (first_names, last_names))


def danish_key(name: str) -> str:
    """Sorts as Danish does: æ, ø, å last, aa as å, ä and ö beside æ and ø, ü as y, capitals as small letters.

    The same order as the database's Danish sorting.
    """
    return name.lower().replace("aa", "å").translate(_AFTER_Z)


_AFTER_Z = str.maketrans("æøåäöü", "{|}{|y")


# Chips


class Tone(StrEnum):
    """How a chip looks; the words always say the same as the colour."""

    CALM = "calm"
    TODAY = "today"
    NEAR = "near"
    LATE = "late"
    MET = "met"
    PAUSED = "paused"
    CORRECTED = "corrected"
    FACT = "fact"


_ICONS = {
    Tone.CALM: "time",
    Tone.TODAY: "flag-fill",
    Tone.NEAR: "hourglass",
    Tone.LATE: "warning",
    Tone.MET: "check",
    Tone.PAUSED: "more-horiz",
    Tone.CORRECTED: "edit",
    Tone.FACT: "",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A status beside its subject: tone, icon of the sprite (may be empty), words."""

    tone: Tone
    icon: str
    words: str


def chip(tone: Tone, words: str) -> Chip:
    return Chip(tone, _ICONS[tone], words)


def deadline_chip(due_on: date, today: date, lang: Language = "da", *, late_by_correction: bool = False) -> Chip:
    """`om 5 dage`, `i morgen`, `i dag`, `3 dage over tid`; or `sen efter rettelse`, once it is past."""
    left = (due_on - today).days
    if left in (0, 1):
        return chip(Tone.TODAY, _NEAR_DAYS[lang][left])
    if left > 1:
        return chip(Tone.CALM, say_distance(due_on, today, lang))
    if late_by_correction:
        return chip(Tone.CORRECTED, "sen efter rettelse" if lang == "da" else "late after a correction")
    over = "over tid" if lang == "da" else "overdue"
    return chip(Tone.LATE, f"{say_days(-left, lang)} {over}")


def done_chip(due_on: date, done_on: date, lang: Language = "da") -> Chip:
    """`holdt til tiden`, `holdt 2 dage for sent`."""
    late = (done_on - due_on).days
    if late <= 0:
        return chip(Tone.MET, "holdt til tiden" if lang == "da" else "done on time")
    days = say_days(late, lang)
    return chip(Tone.MET, f"holdt {days} for sent" if lang == "da" else f"done {days} late")


def clock_chip(
    left: timedelta,
    lang: Language = "da",
    *,
    near: bool = False,
    paused: bool = False,
    a_day: timedelta = timedelta(days=1),
) -> Chip:
    """Of a clock that counts down: `45 timer tilbage`, `40 minutter tilbage`, `på pause, 31 timer tilbage`.

    Once nothing is left `overskredet med 3 timer`, from 48 hours in days; `a_day` is how much time counts in one.
    """
    late = left <= timedelta()
    words = _over(-left, a_day, lang) if late else f"{say_duration(left, lang)} {'tilbage' if lang == 'da' else 'left'}"
    if paused:
        return chip(Tone.PAUSED, f"{'på pause' if lang == 'da' else 'paused'}, {words}")
    if late:
        return chip(Tone.LATE, words)
    return chip(Tone.NEAR if near else Tone.CALM, words)


def _over(over: timedelta, a_day: timedelta, lang: Language) -> str:
    """Without a number in the first minute, and as long as the clock stands still in it."""
    alone, by = ("overskredet", "med") if lang == "da" else ("overdue", "by")
    if over < A_MINUTE:
        return alone
    length = say_days(over // a_day, lang) if over >= SAID_IN_DAYS else say_duration(over, lang)
    return f"{alone} {by} {length}"


def planned_chip(after: timedelta, lang: Language = "da") -> Chip:
    """`planlagt efter 21 timer`."""
    return chip(Tone.MET, f"{'planlagt efter' if lang == 'da' else 'planned after'} {say_duration(after, lang)}")
