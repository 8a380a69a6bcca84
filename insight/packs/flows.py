"""Making lists and packs, once each, and owing those who get them a mail."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from absence.rules.percent import working_days
from audit import flows as audit
from cases.followups.queries import reachable
from cases.notices.flows import owe_news
from cases.notices.rules import News, NoticeKind
from insight.models import Pack, PackFigures, PackPerson
from insight.packs.access import receivers_of, unit_of
from insight.packs.content import to_json
from insight.packs.queries.lists import lists_of
from insight.packs.queries.meetings import meetings_of
from insight.packs.queries.quarters import figures_of_quarter
from insight.rollup.flows import refresh_figures
from insight.rollup.queries import AsOf, as_of
from insight.rules.months import A_YEAR, months_before
from insight.rules.packs import (
    Event,
    PackKind,
    last_day_of_quarter,
    leading_of,
    months_due,
    named_by,
    quarters_due,
)
from people.calendar import Calendar
from people.models import Capacity, Employee
from people.queries import municipal_calendar
from people.querysets import Among
from people.rules import CapacityKind
from people.viewer import Viewer
from roundtable.rules.windows import MONTHS_A_QUARTER

KINDS = {
    PackKind.LIST: NoticeKind.LONG_LIST,
    PackKind.QUARTER: NoticeKind.QUARTER_PACK,
    PackKind.MEETING: NoticeKind.MEETING_PACK,
}


@transaction.atomic
def freeze_packs(*, by: Viewer, back: int = 0) -> int:
    """Makes every list and pack that is due and not made yet; the number made. Run again it makes nothing twice.

    Those of an outage are made up for. Where none was ever made there are the newest alone, and `back` months and
    quarters before, of what is given by now. Whoever gets the newest is owed a mail. Records `packs_frozen` once, with
    the references of those who are on a list, if any was made.
    """
    refresh_figures(by=by)
    counted = as_of()
    if counted is None:
        return 0
    made = [*_make_lists(by, back), *_make_quarters(by, counted, back), *_make_meetings(by, counted, back)]
    if not made:
        return 0
    named = PackPerson.objects.filter(pack__in=made).values("employee")
    refs = Employee.objects.filter(pk__in=named).order_by("ref").values_list("ref", flat=True)
    audit.record(Event.PACKS_FROZEN, by=by, capacity=by.standing, subjects=refs, purpose="packs", at=by.now)
    owe_news(news=_news_of(made, by), by=by)
    return len(made)


def _latest(kind: PackKind) -> date | None:
    latest: date | None = Pack.objects.filter(kind=kind).aggregate(latest=Max("first_day"))["latest"]
    return latest


def _make_lists(by: Viewer, back: int) -> Iterable[Pack]:
    calendar, latest = municipal_calendar(), _latest(PackKind.LIST)
    looking_back = by.today if back and latest is None else None
    for month in months_due(by.today, latest, calendar, back=back):
        for listed in lists_of(month, by.organisation, calendar, given_on=looking_back):
            pack = Pack.objects.create(
                kind=PackKind.LIST,
                unit_id=listed.unit,
                policy=listed.policy,
                first_day=month,
                frozen_at=by.now,
                content=listed.content,
            )
            PackPerson.objects.bulk_create(
                PackPerson(pack=pack, employee_id=employee, days=days) for employee, days in sorted(listed.days.items())
            )
            yield pack


def _make_quarters(by: Viewer, counted: AsOf, back: int) -> Iterable[Pack]:
    calendar = municipal_calendar()
    for quarter in quarters_due(by.today, _latest(PackKind.QUARTER), back=back):
        rows = figures_of_quarter(quarter, counted, by.organisation)
        if rows:
            content = {"working_days": _working_days(quarter, calendar)}
            pack = Pack.objects.create(kind=PackKind.QUARTER, first_day=quarter, frozen_at=by.now, content=content)
            for row in rows:
                row.pack = pack
            PackFigures.objects.bulk_create(rows, batch_size=1000)
            yield pack


def _working_days(quarter: date, calendar: Calendar) -> int:
    """Of the year that ends with the quarter: a full-time year's."""
    first, last = months_before(quarter, A_YEAR - MONTHS_A_QUARTER), last_day_of_quarter(quarter)
    return len(working_days(calendar, first, last))


def _make_meetings(by: Viewer, counted: AsOf, back: int) -> Iterable[Pack]:
    calendar = municipal_calendar()
    for month in months_due(by.today, _latest(PackKind.MEETING), calendar, back=back):
        day = calendar.next_working_day(month)
        for unit, content in meetings_of(month, counted, by.organisation, day).items():
            yield Pack.objects.create(
                kind=PackKind.MEETING, unit_id=unit, first_day=month, frozen_at=by.now, content=to_json(content)
            )


def _news_of(made: list[Pack], by: Viewer) -> list[News]:
    """One mail a kind, of the newest, to everybody who gets any of them."""
    house = by.organisation
    hr = frozenset(Capacity.objects.filter(kind=CapacityKind.HR).held(by.today).values_list("user", flat=True))
    news = []
    for kind, notice in KINDS.items():
        newest = max((pack.first_day for pack in made if pack.kind == kind), default=None)
        packs = [pack for pack in made if pack.kind == kind and pack.first_day == newest]
        if newest is None:
            continue
        told: frozenset[int] = frozenset()
        for pack in packs:
            if kind is PackKind.LIST:
                told |= named_by(receivers_of(pack.policy), house, unit_of(pack).pk, hr)
            elif kind is PackKind.MEETING:
                told |= leading_of(house, unit_of(pack).pk) | hr
            else:
                shown = pack.figures.filter(Among("unit", house.leaders.keys()), hidden="")
                told |= hr.union(*(leading_of(house, unit) for unit in shown.values_list("unit", flat=True)))
        news.append(News(notice, newest.isoformat(), by.today, reachable(told)))
    return news
