"""Who of a leader's people is away, since when, and who has just come back. Asked for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from absence.models import Cause, Period
from cases.day.cards import Person
from cases.day.queries import person_of
from people.calendar import ONE_DAY
from people.models import Employee
from people.viewer import Viewer
from people.words import A_WEEK, Language, danish_key, say_date, say_day, say_days, say_percent, say_short_date

# How far back a spell is followed. Nobody's card says more than "sick for three years".
FOLLOWED_BACK = timedelta(days=1100)
FULL = 100


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away now. `period` is the reference of the running period, `day` the number of the day."""

    person: Person
    cause: str
    day: int
    period: str
    under: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is away, by employee, the longest first; what cards say under a name; and how many people there are."""

    away: Mapping[int, Away]
    under: Mapping[int, str]
    people: int


@dataclass(frozen=True, slots=True)
class Spell:
    """Sick days on end; `last` is empty while they run on. `now` is its latest period."""

    first: date
    last: date | None
    now: Period


def presence_of(viewer: Viewer, lang: Language) -> Presence:
    """Of those whom the viewer leads today. Two queries."""
    led = Employee.objects.led_by(viewer)
    of_employee = recent_periods(led, viewer.today)
    away = {
        employee: found
        for employee, rows in of_employee.items()
        if (found := away_now(rows[0].employee, rows, viewer.today, lang)) is not None
    }
    return Presence(
        away=dict(sorted(away.items(), key=lambda item: (-item[1].day, danish_key(item[1].person.name)))),
        under={
            employee: away[employee].under if employee in away else say_back(rows, viewer.today, lang)
            for employee, rows in of_employee.items()
        },
        people=led.count(),
    )


def recent_periods(employees: QuerySet[Employee] | Sequence[Employee], day: date) -> defaultdict[int, list[Period]]:
    """What stands of each and has begun, in order, as far back as a spell is followed. One query."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    rows = Period.objects.standing().filter(employee__in=employees, first_day__lte=day).from_day_on(day - FOLLOWED_BACK)
    for period in rows.select_related("employee", "cause").order_by("employee_id", "first_day"):
        found[period.employee_id].append(period)
    return found


def spells_of(periods: Iterable[Period]) -> list[Spell]:
    """One employee's sick days, merged where periods touch; the periods come in order. A child's day is none."""
    spells: list[Spell] = []
    for period in periods:
        if not period.cause.counts_as_sick:
            continue
        before = spells[-1] if spells else None
        if before is not None and (before.last is None or period.first_day <= before.last + ONE_DAY):
            spells[-1] = Spell(before.first, period.last_day, period)
        else:
            spells.append(Spell(period.first_day, period.last_day, period))
    return spells


def say_cause(cause: Cause, degree: float, lang: Language) -> str:
    """`Sygdom`; `Delvis sygdom, 60 %` where only a part of the hours is missed."""
    name = cause.name_da if lang == "da" else cause.name_en
    return name if degree == FULL else f"{name}, {say_percent(degree, lang=lang)}"


def say_back(periods: Sequence[Period], today: date, lang: Language) -> str:
    """`Tilbage fredag efter 6 dage`; empty for somebody who has not been sick."""
    spells = [spell for spell in spells_of(periods) if spell.last is not None and spell.last < today]
    if not spells or spells[-1].last is None:
        return ""
    back = spells[-1].last + ONE_DAY
    near = (today - back).days < A_WEEK
    day = say_day(back, today, lang, weekday_back=True) if near else say_short_date(back, today, lang)
    length = (back - spells[-1].first).days
    return _("Back %(day)s after %(days)s") % {"day": day, "days": say_days(length, lang)}


def say_not_away(employee: Employee, today: date, lang: Language) -> str:
    """Where somebody with a place is who is not absent: at work, or no longer or not yet employed."""
    if employee.unit_id is not None:
        return _("At work")
    if employee.has_left(today) and employee.place_until is not None:
        return _("Left %(day)s") % {"day": say_date(employee.place_until, today, lang)}
    return _("Not employed yet")


def away_now(employee: Employee, periods: Sequence[Period], today: date, lang: Language) -> Away | None:
    """Since when and how the employee is away; None for who is at work. The periods come in order, from the past on."""
    now = next((p for p in periods if p.last_day is None or p.last_day >= today), None)
    if now is None:
        return None
    spell = next((spell for spell in spells_of(periods) if spell.first <= now.first_day and spell.now == now), None)
    first = spell.first if spell else now.first_day
    cause = say_cause(now.cause, float(now.degree), lang)
    return Away(
        person=person_of(employee),
        cause=cause,
        day=(today - first).days + 1,
        period=now.ref,
        under=_("%(cause)s since %(day)s") % {"cause": cause, "day": say_short_date(first, today, lang)},
    )
