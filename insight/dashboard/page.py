"""A unit's page, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.dashboard.drawing import Curve, draw, spark
from insight.dashboard.lines import on_whole
from insight.dashboard.queries import Figures, Place, Years, percent_of
from insight.rules.distance import Bar, bar_of, points_above, points_off
from insight.rules.measures import Length
from insight.rules.months import A_YEAR
from insight.words import say_aim, say_few, say_why
from people.language import page_language
from people.models import Unit
from people.words import danish_key, month_names, say_number, say_percent
from roundtable.figures.words import say_moment, say_the_month

LENGTHS: Final[dict[Length | None, str | Promise]] = {
    None: gettext_lazy("All absence"),
    Length.SHORT: gettext_lazy("Short, 1-14 days"),
    Length.MEDIUM: gettext_lazy("Medium, 15-28"),
    Length.LONG: gettext_lazy("Long, from 29 days"),
}


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Spark:
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Target:
    """What was aimed at, and how far off it is: a bar, and words that say all of it."""

    percent: str
    bar: Bar
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, job group, length or cause. `hidden` says why there are no numbers."""

    name: str
    url: str
    is_top: bool
    full_time: str
    percent: str
    last_year: str
    target: Target | None
    frequency: str
    days: str
    spells: str
    spark: Spark | None
    hidden: str


@dataclass(frozen=True, slots=True)
class Table:
    """Where no row has numbers, `hidden` says why, once for all of them."""

    rows: tuple[Row, ...]

    @property
    def hidden(self) -> str:
        whys = {row.hidden for row in self.rows}
        return "" if "" in whys else ", ".join(sorted(whys))


@dataclass(frozen=True, slots=True)
class Head:
    """The number, and what stands beside it."""

    percent: str
    each: str
    target: str
    way: str
    compared: str
    before: str
    base: str
    pregnancy: str
    cost: str


@dataclass(frozen=True, slots=True)
class Trend:
    """`rows` are month, its own percent and that of the twelve months that end with it."""

    curve: Curve
    conclusion: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """With `by_length` of spells of one length alone: then targets, single months and spells are not of it."""

    unit: Unit
    by_length: bool
    days: str
    as_of: str
    pills: tuple[Pill, ...]
    hidden: str
    head: Head | None
    trend: Trend | None
    units: Table
    lengths: Table
    groups: Table
    causes: Table


def page_of(figures: Figures, length: Length | None) -> Page:
    years = figures.place.years
    told = _is_told(figures.place, length)
    return Page(
        unit=figures.place.unit,
        by_length=length is not None,
        days=_("%(first)s to %(last)s") % {"first": say_the_month(figures.first), "last": say_the_month(figures.last)},
        as_of=say_moment(figures.as_of.at),
        pills=tuple(_pills(figures.place.unit, length)),
        hidden=_why(figures.place, length),
        head=_head(figures, years, length) if years and told else None,
        # By length the single months, job groups and causes would be of few.
        trend=_trend(figures) if figures.trend and length is None else None,
        units=Table(tuple(_units(figures, length))),
        lengths=Table(tuple(_lengths(figures, years)) if years else ()),
        groups=Table(tuple(_groups(figures)) if length is None else ()),
        causes=Table(tuple(_causes(figures, years)) if years and length is None else ()),
    )


def say_share(value: Decimal | None) -> str:
    """`5,4 %`; a dash where nothing was possible."""
    return "–" if value is None else say_percent(float(value), 1, page_language())


def _number(value: Decimal | float, decimals: int = 0) -> str:
    return say_number(float(value), decimals, page_language())


def _pills(unit: Unit, length: Length | None) -> Iterable[Pill]:
    url = reverse("unit_figures", args=[unit.code])
    for each, label in LENGTHS.items():
        yield Pill(str(label), f"{url}?laengde={each}" if each else url, each is length)


def _is_told(place: Place, length: Length | None) -> bool:
    return place.years is not None and (length is None or length in place.lengths)


def _why(place: Place, length: Length | None) -> str:
    if _is_told(place, length):
        return ""
    return _few_absent() if place.why is None else say_why(place.why)


def _few_absent() -> str:
    return _("Hidden: few were absent, or others' figures could be worked out")


def _head(figures: Figures, years: Years, length: Length | None) -> Head:
    now, before = percent_of(years.this, length), percent_of(years.last, length)
    measures = years.this.measures
    absent = measures.absent if length is None else years.this.absent_by[length]
    # A target is of all absence.
    target = figures.targets.get(figures.place.unit.pk) if length is None else None
    full_time = measures.possible / figures.working_days
    pregnancy = measures.pregnancy * 100 / measures.possible if measures.possible else None
    each = absent / full_time if full_time else Decimal(0)
    return Head(
        percent=say_share(now),
        each=_("That is %(days)s days per full-time post.") % {"days": _number(each, 1)},
        target=say_aim(points_off(now, target), page_language()),
        way=_way(now, target, figures.working_days),
        compared=_compared(now, before),
        before=_("%(percent)s at the same time.") % {"percent": say_share(before)} if before is not None else "",
        base=_("%(absent)s absent of %(possible)s possible full-time days.")
        % {"absent": _number(absent), "possible": _number(measures.possible)},
        pregnancy=_("Pregnancy-related sickness is shown apart: %(percent)s.") % {"percent": say_share(pregnancy)}
        if figures.place.pregnancy
        else _("Pregnancy-related sickness is not in it."),
        cost=_("About %(amount)s million kr. in pay during sickness: %(rate)s kr. a full-time day, an estimate.")
        % {
            "amount": _number(absent * settings.ABSENT_DAY_COST / 1_000_000, 1),
            "rate": _number(settings.ABSENT_DAY_COST),
        },
    )


def _way(now: Decimal | None, target: Decimal | None, working_days: int) -> str:
    """How much less it would take."""
    if now is None or target is None:
        return ""
    aim = _("The target is %(percent)s.") % {"percent": say_share(target)}
    if points_above(now, target) <= 0:
        return aim
    days = (now - target) / 100 * working_days
    fewer = _("It is reached with %(days)s fewer days of absence a year per full-time post.")
    return f"{aim} {fewer % {'days': _number(days, 1)}}"


def _target(now: Decimal | None, target: Decimal | None, widest: Decimal) -> Target | None:
    points = points_off(now, target)
    if points is None or target is None:
        return None
    return Target(say_share(target), bar_of(points, widest), say_aim(points, page_language()))


def _compared(now: Decimal | None, before: Decimal | None) -> str:
    if now is None or before is None:
        return _("Nothing to compare with last year")
    points = points_above(now, before)
    if not points:
        return _("As last year")
    words = _("%(points)s higher than last year") if points > 0 else _("%(points)s lower than last year")
    return words % {"points": _number(abs(points), 1)}


def _trend(figures: Figures) -> Trend | None:
    """None where there is less than two years to look back on: then the tables say it all."""
    singles = [point.single.measures.percent for point in figures.trend]
    years = [None if point.year is None else point.year.measures.percent for point in figures.trend]
    told = [value for value in years if value is not None]
    if None in singles or len(told) <= A_YEAR or None in years[-len(told) :]:
        return None
    months = [point.month for point in figures.trend]
    target = figures.targets.get(figures.place.unit.pk)
    curve = draw(
        months,
        [float(value or 0) for value in singles],
        [float(value) for value in told],
        float(target) if target is not None else None,
        percent=lambda value: say_percent(value, 0 if isinstance(value, int) else 1, page_language()),
        month=lambda day: f"{month_names(page_language())[day.month - 1][:3]}. {day.year}",
    )
    return Trend(
        curve=curve,
        conclusion=_("Twelve months on end: from %(first)s in %(month)s to %(last)s in %(now)s.")
        % {
            "first": say_share(told[0]),
            "month": say_the_month(months[-len(told)]),
            "last": say_share(years[-1]),
            "now": say_the_month(months[-1]),
        },
        rows=tuple(
            (say_the_month(month), say_share(single), say_share(year) if year is not None else "")
            for month, single, year in zip(months, singles, years, strict=True)
        ),
    )


def _units(figures: Figures, length: Length | None) -> Iterable[Row]:
    places = (figures.place, *figures.below)
    values = [
        [float(month.measures.percent or 0) for month in place.years.months] if place.years and length is None else []
        for place in places
    ]
    highest = max((value for each in values for value in each), default=0)
    shares = {place.unit.pk: percent_of(place.years.this, None) for place in places if place.years}
    aims = figures.targets if length is None else {}
    points = (points_off(share, aims.get(unit)) for unit, share in shares.items())
    widest = max((abs(each) for each in points if each is not None), default=Decimal(0))
    for place, each in zip(places, values, strict=True):
        url = "" if place is figures.place else reverse("unit_figures", args=[place.unit.code])
        drawn = Spark(*spark(each, highest)) if each else None
        yield _row(
            place.unit.name,
            place.years if _is_told(place, length) else None,
            figures.working_days,
            length,
            url=url,
            is_top=place is figures.place,
            drawn=drawn,
            target=_target(shares.get(place.unit.pk), aims.get(place.unit.pk), widest),
            hidden=_why(place, length),
        )


def _row(
    name: str,
    years: Years | None,
    working_days: int,
    length: Length | None,
    *,
    url: str = "",
    is_top: bool = False,
    drawn: Spark | None = None,
    target: Target | None = None,
    hidden: str = "",
) -> Row:
    if years is None:
        return Row(name, url, is_top, "", "", "", None, "", "", "", None, hidden)
    measures = years.this.measures
    frequency = measures.frequency(working_days)
    return Row(
        name=name,
        url=url,
        is_top=is_top,
        full_time=_number(measures.possible / working_days),
        percent=say_share(percent_of(years.this, length)),
        last_year=say_share(percent_of(years.last, length)),
        target=target,
        frequency="–" if frequency is None else _number(frequency, 1),
        days=_number(measures.absent if length is None else years.this.absent_by[length]),
        spells=_number(measures.spells),
        spark=drawn,
        hidden="",
    )


def _lengths(figures: Figures, years: Years) -> Iterable[Row]:
    for length, label in LENGTHS.items():
        if length is not None:
            told = years if length in figures.place.lengths else None
            row = _row(str(label), told, figures.working_days, length, hidden=_few_absent())
            yield replace(row, spells=_number(years.this.measures.of_length(length))) if told else row


def _groups(figures: Figures) -> Iterable[Row]:
    for key in sorted(figures.groups, key=lambda key: (not key, danish_key(key))):
        years = figures.groups[key]
        hidden = "" if years else say_few()
        yield _row(key or _("No job group"), years, figures.working_days, None, hidden=hidden)


def _causes(figures: Figures, whole: Years) -> Iterable[Row]:
    """The base of each cause is the whole. Those of few people are not told from those of nobody."""
    for key, name in figures.as_of.causes.items():
        years = figures.causes[key]
        told = on_whole(years, whole) if years else None
        yield _row(name, told, figures.working_days, None, hidden=_("Not shown: few people, or nobody"))
