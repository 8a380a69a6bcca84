"""The reads of return plans: as they are written, and as the rules see them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast

from absence.queries import periods_of
from people.calendar import COPENHAGEN, Calendar
from people.models import Employee
from people.nested import made, nested
from roundtable.models import Meeting, PlanItem, PlanWeek, ReturnPlan
from roundtable.rules.plans import Away, Effect, Fault, ItemKind, PlanState, Week, faults_of, monday_of

# Of who has no employment here: those of other employers.
FULL_TIME: Final = Decimal(37)


@dataclass(frozen=True, slots=True)
class Line:
    """What can be begun with, what waits, what is changed, who supports."""

    kind: ItemKind
    words: str
    again_on: date | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a plan says. `words_override` is why flagged words are kept all the same."""

    weeks: tuple[Week, ...] = ()
    evaluate_on: date | None = None
    may_fall: bool = False
    disagreed: bool = False
    lines: tuple[Line, ...] = ()
    words_override: str = ""

    @property
    def said(self) -> dict[str, object]:
        """Part by part, for what a form was opened with."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def draft_of(meeting: Meeting) -> ReturnPlan | None:
    """What is written at the table, and runs from its closing on."""
    drafts = ReturnPlan.objects.filter(meeting=meeting, state=PlanState.DRAFT)
    return with_contents(drafts).first()


def running_of(employee: Employee) -> ReturnPlan | None:
    found: ReturnPlan | None = with_contents(
        ReturnPlan.objects.filter(employee=employee, state=PlanState.ACTIVE)
    ).first()
    return found


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    words: str
    again_on: date | None
    effect: str


@dataclass(frozen=True, slots=True)
class _Hours:
    monday: date
    hours: str


def with_contents(plans: "QuerySet[ReturnPlan]") -> "QuerySet[ReturnPlan]":
    """Plans with what stands in them."""
    items = PlanItem.objects.filter(plan=OuterRef("pk")).order_by("place")
    weeks = PlanWeek.objects.filter(plan=OuterRef("pk")).order_by("monday")
    along = {"items_read": nested(_Item, items), "weeks_read": nested(_Hours, weeks, hours=_exact("hours"))}
    return plans.annotate(**along)


def written_of(plan: ReturnPlan | None) -> Written:
    """As it stands in a plan that was read here, its lines by kind; of none, nothing. No query."""
    if plan is None:
        return Written()
    items = sorted(made(_Item, plan.items_read), key=lambda item: list(ItemKind).index(ItemKind(item.kind)))
    return Written(
        weeks=weeks_of(plan),
        evaluate_on=plan.evaluate_on,
        may_fall=plan.may_fall,
        disagreed=plan.disagreed,
        lines=tuple(
            Line(ItemKind(item.kind), item.words, item.again_on, Effect(item.effect) if item.effect else None)
            for item in items
        ),
        words_override=plan.words_override,
    )


def weeks_of(plan: ReturnPlan) -> tuple[Week, ...]:
    """Of a plan that was read here. No query."""
    return tuple(Week(week.monday, Decimal(week.hours)) for week in made(_Hours, plan.weeks_read))


def _exact(hours: str) -> Cast:
    """JSON's numbers are floats, hours are not."""
    return Cast(hours, CharField())


def full_hours_of(employee: Employee) -> Decimal:
    """To which a plan leads: the weekly hours of somebody fetched `with_place`."""
    return employee.weekly_hours or FULL_TIME


def faults_in(
    written: Written, *, full: Decimal, earliest: date | None, today: date, calendar: Calendar
) -> list[Fault]:
    """What keeps it from running; a new one (without `earliest`) begins this week or later."""
    return faults_of(
        written.weeks,
        full=full,
        evaluate_on=written.evaluate_on,
        may_fall=written.may_fall,
        earliest=monday_of(today) if earliest is None else earliest,
        today=today,
        calendar=calendar,
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """A change of an earlier plan, and since when it was tried."""

    words: str
    since: date
    effect: Effect


def tried_before(meeting: Meeting) -> list[Tried]:
    """What was changed in the plans that have run about the same person, the latest plan first. One query."""
    rows = PlanItem.objects.filter(
        plan__employee=meeting.employee_id, kind=ItemKind.CHANGE, plan__begun_at__isnull=False
    ).select_related("plan")
    found: dict[str, Tried] = {}
    for row in rows.order_by("-plan__begun_at", "place"):
        latest = found.get(row.words)
        begun_at = row.plan.begun_at
        if begun_at is not None:
            since = begun_at.astimezone(COPENHAGEN).date()
            found[row.words] = Tried(row.words, since, latest.effect if latest else Effect(row.effect))
    return list(found.values())


def line_tried(meeting: Meeting, words: str, effect: str) -> Line | None:
    """A change of an earlier plan as a line of this one; None where that was not tried, or is no effect. One query."""
    known = {each.words for each in tried_before(meeting)}
    return Line(ItemKind.CHANGE, words, effect=Effect(effect)) if words in known and effect in set(Effect) else None


def away_of(employees: Collection[int]) -> dict[int, list[Away]]:
    """Everything that is recorded of their absence. One query."""
    return {
        employee: [Away(period.first_day, period.last_day, Decimal(period.degree)) for period in periods]
        for employee, periods in periods_of(employees).items()
    }
