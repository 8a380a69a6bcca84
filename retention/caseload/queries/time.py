"""Where the consultants' time goes: capacity and plan against use, the latest notes, and which units were visited."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from people.language import page_language
from people.models import Assignment, Employee, Unit, User
from people.viewer import Viewer
from people.words import say_date, say_percent, say_plain_number
from retention.caseload.queries.referrals import consultants
from retention.caseload.words import WORK_KINDS
from retention.models import ConsultantHours, Engagement, Work
from retention.rules.caseload import Hours, WorkKind, first_looked_back, load_of

MOST_NOTES: Final = 10
A_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A consultant's time, in words; `share` is what was used of what was had, in percent, empty without hours."""

    ref: str
    name: str
    weekly: str
    cases: str
    planned: str
    used: str
    share: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    ref: str
    day: str
    what: str
    about: str
    hours: str


@dataclass(frozen=True, slots=True)
class Visit:
    unit: str
    last: str


@dataclass(frozen=True, slots=True)
class Time:
    loads: tuple[LoadLine, ...]
    notes: tuple[NoteLine, ...]
    visits: tuple[Visit, ...]
    reached: str
    """`12 af 173 enheder er besøgt det seneste år.`"""


def time_of(viewer: Viewer) -> Time:
    """Sums are seen by all consultants and HR, notes only by who made them, and whom they are about only while the
    viewer handles the matter; records who is named.
    """
    visits = _visits(viewer.today)
    rows = Work.objects.of(viewer).select_related("employee", "unit")
    rows = rows.annotate(handled=Exists(Employee.objects.visible_to(viewer).filter(pk=OuterRef("employee"))))
    work = list(rows.order_by("-on", "-pk")[:MOST_NOTES])
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=sorted({row.employee.ref for row in work if row.employee and row.handled}),
        purpose="time",
        at=viewer.now,
    )
    return Time(
        loads=tuple(_loads(viewer.today)),
        notes=tuple(_notes(work, viewer.today)),
        visits=tuple(visits),
        reached=_("%(visited)s of %(all)s units were visited in the last year.")
        % {"visited": _say(len(visits)), "all": _say(Unit.objects.count())},
    )


def _loads(today: date) -> Iterable[LoadLine]:
    people = consultants(today)
    hours: defaultdict[int, list[Hours]] = defaultdict(list)
    for row in ConsultantHours.objects.filter(consultant__in=people):
        hours[row.consultant_id].append(Hours(row.weekly_hours, row.first_day, row.last_day))
    planned = _gathered(
        Engagement.objects.filter(
            assignment__in=Assignment.objects.running(today).filter(consultant__in=people), planned_hours__isnull=False
        ).values_list("assignment__consultant", "planned_hours")
    )
    used = _gathered(
        Work.objects.filter(consultant__in=people, on__range=(first_looked_back(today), today)).values_list(
            "consultant", "hours"
        )
    )
    cases: defaultdict[int | None, set[int]] = defaultdict(set)
    for user, employee in (
        Assignment.objects.running(today).filter(consultant__in=people).values_list("consultant", "employee")
    ):
        cases[user].add(employee)
    for person in people:
        yield _load_line(person, hours[person.pk], planned, used, len(cases[person.pk]), today)


def _load_line(
    person: User,
    hours: list[Hours],
    planned: Mapping[int, list[Decimal]],
    used: Mapping[int, list[Decimal]],
    cases: int,
    today: date,
) -> LoadLine:
    load = load_of(hours, planned.get(person.pk, ()), used.get(person.pk, ()), today)
    return LoadLine(
        ref=person.ref,
        name=str(person),
        weekly=_say(load.weekly),
        cases=_say(cases),
        planned=_say(load.planned),
        used=_("%(used)s of %(had)s") % {"used": _say(load.used), "had": _say(load.had)},
        share=say_percent(100 * load.used / load.had, lang=page_language()) if load.had else "",
    )


def _gathered(rows: Iterable[tuple[int, Decimal | None]]) -> dict[int, list[Decimal]]:
    found: defaultdict[int, list[Decimal]] = defaultdict(list)
    for person, hours in rows:
        found[person].append(hours or Decimal(0))
    return found


def _notes(rows: Iterable[Work], today: date) -> Iterable[NoteLine]:
    for row in rows:
        whom = row.employee.name if row.employee and row.handled else ""
        about = [whom, row.unit.name if row.unit else "", row.words]
        yield NoteLine(
            ref=row.ref,
            day=say_date(row.on, today, page_language()),
            what=str(WORK_KINDS[WorkKind(row.kind)]),
            about=", ".join(filter(None, about)),
            hours=_say(row.hours),
        )


def _visits(today: date) -> list[Visit]:
    rows = Work.objects.filter(kind=WorkKind.VISIT, on__gt=today - A_YEAR, on__lte=today)
    latest = rows.values("unit__name").annotate(last=Max("on")).order_by("-last", "unit__name")
    return [Visit(row["unit__name"], say_date(row["last"], today, page_language())) for row in latest]


def _say(number: Decimal | int) -> str:
    return say_plain_number(number, page_language())
