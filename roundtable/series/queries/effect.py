"""What became of a workplace's absence: the six months before the first talk against each full month after it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from absence.models import Period
from absence.rules import Period as AbsencePeriod
from absence.rules.percent import Place, Share, share_of, working_days
from cases.models import Case
from cases.rules import OpenReason
from people.calendar import COPENHAGEN, Calendar
from people.language import page_language
from people.models import Employment
from people.queries import municipal_calendar
from people.querysets import PERSON
from people.viewer import Viewer
from people.words import say_date, say_month, say_number, say_percent, say_period
from retention.rules.partners import SMALLEST_TOLD
from roundtable.models import Series
from roundtable.rules.series import shown_of, window_before, windows_after
from roundtable.rules.windows import Window

# How long the longest bar is drawn.
FULL_BAR = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One window. Where `hidden` says why nothing is told of it, the figures are empty."""

    when: str
    percent: str = ""
    base: str = ""
    cases: str = ""
    bar: int = 0
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """`before` and the months after, the oldest first; `as_of` is the day of the count, in words."""

    before: Line
    after: tuple[Line, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the figures are made of, read once for all windows.

    `units` are the workplace and, inside it, those that have a series of their own: each with the units below it.
    """

    units: Mapping[int, frozenset[int]]
    places: Sequence[Place]
    periods: Mapping[int, Sequence[AbsencePeriod]]
    opened: Collection[tuple[int, date]]
    calendar: Calendar


def effect_of(series: Series, first_held_at: datetime | None, viewer: Viewer) -> Effect | None:
    """None until the first talk of the series was held. Four queries, for any number of windows and people."""
    if first_held_at is None:
        return None
    first, today, lang = first_held_at.astimezone(COPENHAGEN).date(), viewer.today, page_language()
    windows = [window_before(first), *windows_after(first, today)]
    found = _found(series, Window(windows[0].first, windows[-1].last), viewer)
    shares = [_share(found, series.unit_id, window, today) for window in windows]
    most = max((share.percent for share in shares if isinstance(share, Share) and share.percent), default=Decimal(0))
    said = [say_period(windows[0].first, windows[0].last, today, lang)]
    said += [say_month(window.first, today, lang) for window in windows[1:]]
    lines = [
        _line(when, share, _cases(found, window), most)
        for when, window, share in zip(said, windows, shares, strict=True)
    ]
    return Effect(lines[0], tuple(lines[1:]), say_date(today, today, lang))


# --- Counting ------------------------------------------------------------------------------------------------


def _found(series: Series, whole: Window, viewer: Viewer) -> _Found:
    house = viewer.organisation
    below = house.below(series.unit_id)
    with_series = {series.unit_id, *Series.objects.filter(unit__in=below).values_list("unit", flat=True)}
    cases = Case.objects.filter(employee=OuterRef("employee"), open_reason=OpenReason.RULE)
    rows = (
        Employment.objects.overlapping(whole.first, whole.last)
        .filter(unit__in=below)
        .annotate(person=PERSON, opened=ArraySubquery(cases.values("opened_on")))
    )
    columns = ("person", "employee_id", "unit_id", "first_day", "last_day", "weekly_hours")
    places, opened = [], set()
    for *place, days in rows.values_list(*columns, "opened"):
        places.append(Place(*place))
        opened |= {(places[-1].employee, day) for day in days if _is_in(day, places[-1])}
    periods: defaultdict[int, list[AbsencePeriod]] = defaultdict(list)
    sick = Period.objects.standing().filter(cause__in_headline=True).overlapping(whole.first, whole.last)
    there = sick.of_many({place.employee for place in places})
    for employee, *values in there.values_list("employee_id", "first_day", "last_day", "cause_id", "degree"):
        periods[employee].append(AbsencePeriod(*values))
    return _Found(
        units={unit: house.below(unit) for unit in with_series},
        places=places,
        periods=periods,
        opened=opened,
        calendar=municipal_calendar(),
    )


def _is_in(day: date, place: Place) -> bool:
    return place.first_day <= day <= (place.last_day or date.max)


def _share(found: _Found, unit: int, window: Window, today: date) -> Share | str:
    """The share of the workplace in the window; or why it is not told."""
    days = working_days(found.calendar, window.first, window.last)
    share = share_of(found.places, found.periods, days, today)
    groups = {key: {one for one in share.group if one[1] in units} for key, units in found.units.items()}
    inside = {key: (found.units.keys() & units) - {key} for key, units in found.units.items()}
    if unit in shown_of(groups, inside):
        return share
    if share.people < SMALLEST_TOLD:
        return _("Hidden: fewer than %(number)s people") % {"number": SMALLEST_TOLD}
    return _("Hidden, so that nobody's absence can be found by subtracting")


def _cases(found: _Found, window: Window) -> int:
    """How many cases were opened because an absence had lasted long, of those who were there that day."""
    return sum(day in window for _employee, day in found.opened)


def _line(when: str, share: Share | str, cases: int, most: Decimal) -> Line:
    lang = page_language()
    if isinstance(share, str):
        return Line(when, hidden=share)
    if share.percent is None:
        return Line(when, hidden=_("Nobody could work on any day"))
    return Line(
        when=when,
        percent=say_percent(float(share.percent), 1, lang),
        base=_("%(absent)s of %(possible)s working days, %(people)s people")
        % {
            "absent": say_number(float(share.absent), 0, lang),
            "possible": say_number(float(share.possible), 0, lang),
            "people": say_number(share.people, 0, lang),
        },
        cases=say_number(cases, 0, lang),
        bar=round(FULL_BAR * share.percent / most) if most else 0,
    )
