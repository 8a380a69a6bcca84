"""A plan's own page: what is planned, what was worked, what changed, and the way to change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.day.queries import person_of
from people.calendar import COPENHAGEN
from people.language import page_language
from people.viewer import Viewer
from people.words import Language, say_date, say_full_date
from retention.rules.saying import opened_with
from roundtable.matter.queries import Plan, away_days, plans_of
from roundtable.models import ReturnPlan
from roundtable.plans.drawing import WALL
from roundtable.plans.forms import AmendForm
from roundtable.plans.pages import Figure, Listing, figure_of, lists_of
from roundtable.plans.queries import running_of, tried_before, written_of
from roundtable.plans.words import END_REASONS, say_bare
from roundtable.request.queries import target_of
from roundtable.rules.plans import (
    Effect,
    EndReason,
    ItemKind,
    PlanState,
    Week,
    monday_of,
    shown_weeks,
    week_number,
    worked,
)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Hours as planned, and as recorded of weeks that have begun."""

    week: str
    day: str
    planned: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Version:
    """`why` it was made or ended."""

    ref: str
    words: str
    under: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`running` says that it may be changed and ended."""

    ref: str
    name: str
    state: str
    figure: Figure
    weeks: tuple[WeekRow, ...]
    lists: tuple[Listing, ...]
    disagreed: bool
    running: bool
    versions: tuple[Version, ...]


def page_of(row: ReturnPlan, viewer: Viewer) -> Page:
    """Of a plan that a door has opened. The matter's query, and the absence's."""
    known, today, lang = plans_of(row.employee, viewer.today), viewer.today, page_language()
    plan = next(each for each in known if each.ref == row.ref)
    return Page(
        ref=plan.ref,
        name=person_of(row.employee).first_name,
        state=say_state(plan, today, lang),
        figure=figure_of(
            plan.weeks,
            [week.monday for week in plan.weeks],
            full=plan.full,
            evaluate_on=plan.evaluate_on,
            today=today,
            lang=lang,
            size=WALL,
        ),
        weeks=tuple(_week(week, plan, row, viewer, lang) for week in plan.weeks),
        lists=lists_of(
            plan.lines, name=person_of(row.employee).first_name, tried=tried_in(known, plan), today=today, lang=lang
        ),
        disagreed=plan.disagreed,
        running=plan.state is PlanState.ACTIVE,
        versions=tuple(_version(each, plan, today, lang) for each in known),
    )


def amend_form(row: ReturnPlan, viewer: Viewer, data: Mapping[str, str] | None) -> AmendForm:
    """The plan that runs now, from this week on; where another replaced it meanwhile, that one."""
    running = running_of(row.employee) or row
    written, this_week = written_of(running), monday_of(viewer.today)
    ahead = [week for week in written.weeks if week.monday >= this_week]
    first = ahead[0].monday if ahead else this_week
    return AmendForm(
        data,
        written=written,
        opened=opened_with(written.said),
        mondays=shown_weeks(ahead, first),
        today=viewer.today,
        name=person_of(row.employee).first_name,
        tried={each.words: each.since for each in tried_before(row.meeting)},
    )


def figure_of_form(form: AmendForm, full: Decimal, today: date) -> Figure:
    """The curve of the weeks from this one on."""
    weeks = [week for week in form.standing_weeks if week.monday in form.weeks_shown]
    return figure_of(weeks, form.weeks_shown, full=full, evaluate_on=None, today=today, lang=page_language(), size=WALL)


def say_state(plan: Plan, today: date, lang: Language) -> str:
    """`Gælder fra 24. november`; `Sluttet 12. december: Helt tilbage på arbejde`"""
    begun = say_date(plan.begun_at.astimezone(COPENHAGEN).date(), today, lang)
    if plan.state is PlanState.ACTIVE or plan.ended_at is None:
        return _("Runs since %(day)s") % {"day": begun}
    ended = {"day": say_date(plan.ended_at.astimezone(COPENHAGEN).date(), today, lang)}
    if plan.state is PlanState.REPLACED:
        return _("Replaced by a newer one %(day)s") % ended
    return _("Ended %(day)s: %(reason)s") % {**ended, "reason": END_REASONS[EndReason(plan.end_reason)]}


def tried_in(plans: tuple[Plan, ...], plan: Plan) -> dict[str, date]:
    """Since when the changes of earlier versions from other meetings were tried. The latest comes first."""
    return {
        line.words: each.begun_at.astimezone(COPENHAGEN).date()
        for each in plans
        if each.meeting != plan.meeting and each.version < plan.version
        for line in each.lines
        if line.kind is ItemKind.CHANGE and line.effect is not None and line.effect is not Effect.UNKNOWN
    }


def _week(week: Week, plan: Plan, row: ReturnPlan, viewer: Viewer, lang: Language) -> WeekRow:
    recorded = ""
    if week.monday <= viewer.today:
        calendar = target_of(row.employee, viewer.today).calendar
        hours = worked(week.monday, full=plan.full, away=away_days(row.employee), calendar=calendar)
        recorded = say_bare(round(hours, 1), lang) if hours is not None else ""
    return WeekRow(
        week=_("Week %(number)s") % {"number": week_number(week.monday)},
        day=say_full_date(week.monday, viewer.today, lang),
        planned=say_bare(week.hours, lang),
        recorded=recorded,
    )


def _version(plan: Plan, shown: Plan, today: date, lang: Language) -> Version:
    by = _("Made by %(name)s") % {"name": plan.by} if plan.by else ""
    return Version(
        ref=plan.ref,
        words=_("Version %(number)s") % {"number": plan.version},
        under=". ".join(filter(None, (say_state(plan, today, lang), by, plan.reason))),
        current=plan.ref == shown.ref,
    )
