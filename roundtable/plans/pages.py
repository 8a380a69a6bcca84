"""A plan as pages show it: its curve, its weeks, and its lines in words. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from people.words import Language, say_short_date
from roundtable.plans.drawing import Curve, Size, draw
from roundtable.plans.queries import Line
from roundtable.plans.words import say_again, say_bare, say_curve, say_effect, say_evaluation, say_kind
from roundtable.rules.plans import ItemKind, Week, week_number

MANY = 13


@dataclass(frozen=True, slots=True)
class WeekWords:
    """A week under its column. `hours` is empty where none are planned, `bar` is how far it fills its row."""

    name: str
    day: str
    hours: str
    bar: float


@dataclass(frozen=True, slots=True)
class Figure:
    """The curve with what stands around it. `many` are so many weeks that their names are shortened."""

    curve: Curve
    weeks: tuple[WeekWords, ...]
    in_words: str
    full: str
    most: str
    half: str
    evaluation: str
    many: bool

    @property
    def columns(self) -> Iterable[tuple[object, WeekWords]]:
        return zip(self.curve.columns, self.weeks, strict=True)

    @property
    def first(self) -> WeekWords | None:
        return next(iter(self.weeks), None)

    @property
    def last(self) -> WeekWords | None:
        return self.weeks[-1] if self.weeks else None


@dataclass(frozen=True, slots=True)
class LineWords:
    """`note` stands small beneath it, and may be empty."""

    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Listing:
    kind: ItemKind
    heading: str
    lines: tuple[LineWords, ...]


def figure_of(
    weeks: Sequence[Week],
    mondays: Sequence[date],
    *,
    full: Decimal,
    evaluate_on: date | None,
    today: date,
    lang: Language,
    size: Size,
) -> Figure:
    """`mondays` are the weeks that are shown, those without hours among them."""
    curve = draw(mondays, weeks, full=full, marked=evaluate_on, size=size)
    hours = {week.monday: week.hours for week in weeks}
    return Figure(
        curve=curve,
        weeks=tuple(week_words(monday, hours.get(monday), curve.most, lang) for monday in mondays),
        in_words=say_curve(weeks, full, lang),
        full=_("Full time, %(hours)s hours") % {"hours": say_bare(full, lang)},
        most=say_bare(full, lang),
        half=say_bare(full / 2, lang),
        evaluation=say_evaluation(evaluate_on, today, lang) if evaluate_on else "",
        many=len(mondays) > MANY,
    )


def week_words(monday: date, hours: Decimal | None, most: float, lang: Language) -> WeekWords:
    return WeekWords(
        name=_("Week %(number)s") % {"number": week_number(monday)},
        day=say_short_date(monday, monday, lang),
        hours="" if hours is None else say_bare(hours, lang),
        bar=round(float(hours or 0) / most * 100, 1) if most else 0,
    )


def lists_of(
    lines: Sequence[Line], *, name: str, tried: Mapping[str, date], today: date, lang: Language
) -> tuple[Listing, ...]:
    """The lines by kind, what is possible first; kinds without any are left out."""
    found = [
        Listing(
            kind,
            say_kind(kind, name),
            tuple(LineWords(line.words, note_of(line, tried, today, lang)) for line in lines if line.kind is kind),
        )
        for kind in ItemKind
    ]
    return tuple(listing for listing in found if listing.lines)


def note_of(line: Line, tried: Mapping[str, date], today: date, lang: Language) -> str:
    """`Prøvet i oktober: hjalp`; `Ses på igen 22. december`"""
    said = say_effect(line.effect, tried.get(line.words), lang) or say_again(line.again_on, today, lang)
    return f"{said[:1].upper()}{said[1:]}"
