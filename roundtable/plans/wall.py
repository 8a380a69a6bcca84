"""The phase of the plan on the wall: the curve, what can be begun with, waits and changes, and who does what when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.forms.boundfield import BoundField

from cases.day.queries import person_of
from cases.panels import Panel
from people.calendar import Calendar
from people.language import page_language
from people.viewer import Viewer
from people.words import Language, say_full_date, say_time
from retention.matter.queries import matter_of
from retention.offers.queries import proposed_of, tallies_of
from retention.offers.words import offer_name, say_tally, say_why
from retention.rules.ladder import Party
from retention.rules.saying import opened_with
from roundtable.agreements.forms import AgreementForm
from roundtable.agreements.wall import Agreements, agreements_on_wall
from roundtable.closing.next import proposed_next
from roundtable.models import Meeting
from roundtable.plans.drawing import WALL
from roundtable.plans.forms import NoPlanForm, PlanForm
from roundtable.plans.pages import Figure, WeekWords, figure_of
from roundtable.plans.queries import Tried, Written, draft_of, full_hours_of, tried_before, written_of
from roundtable.plans.words import NO_PLAN
from roundtable.request.queries import target_for
from roundtable.rules.plans import ItemKind, evaluation_day, next_monday, shown_weeks
from roundtable.rules.table import At, NoPlanReason

# What the address asks for beside the meeting.
OFFERS: Final = "tilbud"
MOST_OFFERS: Final = 4


@dataclass(frozen=True, slots=True)
class Fitting:
    """An offer that fits, why, and what became of those who have used it."""

    key: str
    name: str
    why: str
    tally: str


@dataclass(frozen=True, slots=True)
class Offers:
    """`step` is what they agreed on, None before; `shown` whether they have asked to see the offers."""

    step: int | None
    shown: bool
    fitting: tuple[Fitting, ...]
    in_use: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPhase:
    """`no_plan` says why none is needed, empty where one is made. `tried` are changes of earlier plans."""

    name: str
    figure: Figure
    form: PlanForm
    weeks: list[tuple[BoundField, WeekWords]]
    no_plan: str
    no_plan_form: NoPlanForm
    tried: tuple[Tried, ...]
    offers: Offers
    agreements: Agreements
    next_meeting: str
    script: str = "js/plan.js"


def show_plan(
    viewer: Viewer,
    meeting: Meeting,
    asked: Mapping[str, str],
    *,
    plan: PlanForm | None = None,
    no_plan: NoPlanForm | None = None,
    agreement: AgreementForm | None = None,
) -> Panel:
    """A form that was refused comes as it was sent. Four queries, and five more for the offers."""
    lang, calendar = page_language(), target_for(meeting).calendar
    written, tried = written_of(draft_of(meeting)), tried_before(meeting)
    form = plan or plan_form(meeting, viewer, calendar, written=written, tried=tried)
    said = {line.words for line in written.lines if line.kind is ItemKind.CHANGE}
    next_at = proposed_next(meeting, viewer, calendar)
    figure = figure_of(
        written.weeks,
        form.weeks_shown,
        full=full_hours_of(meeting.employee),
        evaluate_on=written.evaluate_on or form.initial["evaluate_on"],
        today=viewer.today,
        lang=lang,
        size=WALL,
    )
    rows = PlanPhase(
        name=person_of(meeting.employee).first_name,
        figure=figure,
        form=form,
        weeks=form.weeks_with(figure.weeks),
        no_plan=str(NO_PLAN[NoPlanReason(meeting.no_plan_reason)]) if meeting.no_plan_reason else "",
        no_plan_form=no_plan or NoPlanForm(),
        tried=tuple(each for each in tried if each.words not in said),
        offers=_offers(meeting, viewer, lang, shown=OFFERS in asked),
        agreements=agreements_on_wall(meeting, viewer, asked, form=agreement),
        next_meeting=f"{say_full_date(next_at.date(), viewer.today, lang)} {say_time(next_at, lang)}",
    )
    return Panel("roundtable/plans/wall.html", rows)


def plan_form(
    meeting: Meeting,
    viewer: Viewer,
    calendar: Calendar,
    data: Mapping[str, str] | None = None,
    *,
    written: Written | None = None,
    tried: list[Tried] | None = None,
) -> PlanForm:
    """Of a plan that nobody has written at yet: from next Monday, looked at again some weeks from today."""
    written = written_of(draft_of(meeting)) if written is None else written
    tried = tried_before(meeting) if tried is None else tried
    form = PlanForm(
        data,
        written=written,
        opened=opened_with(written.said),
        mondays=shown_weeks(written.weeks, next_monday(viewer.today)),
        today=viewer.today,
        name=person_of(meeting.employee).first_name,
        tried={each.words: each.since for each in tried},
    )
    if written == Written():
        form.initial["evaluate_on"] = evaluation_day(viewer.today, settings.ROUND_TABLE_AGAIN_WEEKS, calendar)
    return form


def _offers(meeting: Meeting, viewer: Viewer, lang: Language, *, shown: bool) -> Offers:
    """Those that fit the step they agreed on; nobody is given one by itself."""
    step = meeting.agreed_number
    if step is None or not shown:
        return Offers(step, shown=False, fitting=(), in_use=())
    used = matter_of(meeting.employee, viewer.today).used
    running = [use for use in used if use.ended_on is None]
    latest = {Party.AGREED: At(step)}
    found = proposed_of(latest, [use.offer_id for use in running], viewer.today)[:MOST_OFFERS]
    tallies = tallies_of([offer.pk for offer, _parties in found])
    return Offers(
        step,
        shown=True,
        fitting=tuple(
            Fitting(offer.key, offer_name(offer, lang), say_why(parties, latest), say_tally(tallies[offer.pk], lang))
            for offer, parties in found
        ),
        in_use=tuple(offer_name(use, lang) for use in running),
    )
