"""How fresh payroll's data is, what it has not confirmed, and what its files brought."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from absence.models import PayrollImport, Period
from audit import flows as audit
from audit.rules import Event
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import Language, say_date, say_days, say_moment, say_number, say_period

PAGE = 50
RUNS = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """How payroll's data stands: when it was last read in, how far it had come, and what it has not confirmed."""

    said: str
    """`i dag kl. 6.05`."""
    newest: str
    """The latest first day in the file, `20. november`; empty if it held no rows."""
    days_old: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A report that payroll has not confirmed, though it has had the time. `period` and `employee` are references."""

    period: str
    employee: str
    name: str
    unit: str
    cause: str
    days: str
    """`siden 26. oktober`."""
    reported: str
    """When it was recorded, and by whom."""
    waited: str


@dataclass(frozen=True, slots=True)
class Run:
    """One file that was read in. The numbers are in words already."""

    at: str
    by: str
    lines: str
    changed: str
    unchanged: str
    rejected: str
    newest: str


def standing_of_payroll(viewer: Viewer) -> Standing | None:
    """None if payroll's extract was never read in. One query."""
    rows = unconfirmed_by(viewer).order_by().annotate(one=Value(1)).values("one")
    number = rows.annotate(number=Count("pk")).values("number")
    latest = (
        PayrollImport.objects.order_by("-at", "-pk")
        .annotate(unconfirmed=Coalesce(Subquery(number, output_field=IntegerField()), 0))
        .values_list("at", "newest_first_day", "unconfirmed")
        .first()
    )
    if latest is None:
        return None
    at, newest, unconfirmed = latest
    lang = page_language()
    return Standing(
        said=say_moment(at, viewer.today, lang),
        newest="" if newest is None else say_date(newest, viewer.today, lang),
        days_old=(viewer.today - at.astimezone(COPENHAGEN).date()).days,
        unconfirmed=unconfirmed,
    )


def unconfirmed_by(viewer: Viewer) -> QuerySet[Period]:
    """Reports about people whom the viewer handles that payroll has not confirmed in time.

    The time runs from the recording, since a report may be made long afterwards.
    """
    at_latest = viewer.now - timedelta(days=settings.PAYROLL_CONFIRM_DAYS)
    found: QuerySet[Period] = Period.objects.visible_to(viewer).unconfirmed().filter(recorded_at__lte=at_latest)
    return found


def unconfirmed_reports(viewer: Viewer, number: str) -> tuple[list[Unconfirmed], Page[Period]]:
    """One page of them, the oldest first; records whom it shows. Three queries."""
    rows = unconfirmed_by(viewer).select_related("cause", "recorded_by").order_by("recorded_at", "pk")
    page = Paginator(rows, PAGE).get_page(number)
    people = Employee.objects.with_place(viewer.today).in_bulk({period.employee_id for period in page})
    found = [_unconfirmed(period, people[period.employee_id], viewer, page_language()) for period in page]
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=sorted({report.employee for report in found}),
        purpose="unconfirmed",
        at=viewer.now,
    )
    return found, page


def last_runs(viewer: Viewer) -> list[Run]:
    """The latest files, the newest first. One query."""
    lang = page_language()
    return [_run(row, viewer, lang) for row in PayrollImport.objects.select_related("by").order_by("-at", "-pk")[:RUNS]]


def _unconfirmed(period: Period, employee: Employee, viewer: Viewer, lang: Language) -> Unconfirmed:
    recorded = period.recorded_at.astimezone(COPENHAGEN).date()
    day = say_date(recorded, viewer.today, lang)
    by = period.recorded_by
    reported = day if by is None else _("%(day)s, by %(name)s") % {"day": day, "name": by}
    return Unconfirmed(
        period=period.ref,
        employee=employee.ref,
        name=employee.name,
        unit=employee.unit_name or "",
        cause=period.cause.name_da if lang == "da" else period.cause.name_en,
        days=say_period(period.first_day, period.last_day, viewer.today, lang),
        reported=reported,
        waited=say_days((viewer.today - recorded).days, lang),
    )


def _run(row: PayrollImport, viewer: Viewer, lang: Language) -> Run:
    changes = (
        (row.inserted, _("new")),
        (row.corrected, _("corrected")),
        (row.adopted, _("adopted")),
        (row.reinstated, _("brought back")),
        (row.withdrawn, _("withdrawn")),
    )
    changed = [f"{say_number(number, lang=lang)} {words}" for number, words in changes if number]
    return Run(
        at=say_moment(row.at, viewer.today, lang),
        by="Tilbage" if row.by is None else str(row.by),
        lines=say_number(row.lines, lang=lang),
        changed=", ".join(changed) or _("none"),
        unchanged=say_number(row.unchanged, lang=lang),
        rejected=say_number(row.rejected, lang=lang) if row.rejected else "",
        newest="" if row.newest_first_day is None else say_date(row.newest_first_day, viewer.today, lang),
    )
