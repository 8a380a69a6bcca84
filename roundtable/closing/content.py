"""What the minutes of a meeting say, made of what stands at its table. In Danish, as the paper is. No database."""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.invitations.kinds import talk_of
from cases.invitations.rules import Role
from cases.invitations.words import say_role
from cases.minutes.content import (
    Agreement,
    Agreements,
    Fact,
    Facts,
    Item,
    Listing,
    MinutesContent,
    Paragraphs,
    Participant,
    Party,
    Plan,
    Section,
    Stair,
    Standing,
    Step,
    Week,
)
from people.calendar import COPENHAGEN
from people.viewer import Viewer
from people.words import Language, say_full_date, say_time
from retention.ladder.words import say_distance
from retention.rules.ladder import Party as Side
from roundtable.closing.queries import Behind, Closing
from roundtable.people import person_at
from roundtable.plans.queries import Line, Written
from roundtable.plans.words import NO_PLAN, say_again, say_curve, say_effect, say_kind
from roundtable.rules.plans import ItemKind
from roundtable.rules.table import At, NoPlanReason, Seat, WorkRelated
from roundtable.table.words import WORK_RELATED

DANISH: Final[Language] = "da"
PARTIES: Final = {
    Role.EMPLOYEE: Party.EMPLOYEE,
    Role.LEADER: Party.LEADER,
    Role.CONSULTANT: Party.CONSULTANT,
}


def content_of(closing: Closing, behind: Behind, by: Viewer) -> MinutesContent:
    """The minutes as they would be made now."""
    with translation.override(DANISH):
        meeting, talk, employee = closing.meeting, closing.meeting.conversation, closing.employee
        work = ", ".join(filter(None, (employee.title, employee.unit_name)))
        return MinutesContent(
            municipality=settings.MUNICIPALITY_NAME,
            title=_("Minutes of the %(talk)s") % {"talk": str(talk_of(talk.kind).name).lower()},
            whose=employee.name,
            whose_work=f"{work[:1].lower()}{work[1:]}",
            starts_at=talk.starts_at or meeting.begun_at or by.now,
            ends_at=talk.ends_at,
            place=talk.place,
            participants=tuple(
                Participant(
                    name=row.called,
                    role=say_role(row.role),
                    party=PARTIES.get(Role(row.role)),
                    attended=bool(row.attended),
                )
                for row in closing.people
            ),
            sections=tuple(_sections(closing, behind, by)),
            made_by=by.actor_name,
            made_at=by.now,
        )


def _sections(closing: Closing, behind: Behind, by: Viewer) -> Iterable[Section]:
    yield from _earlier(behind, by)
    yield from _picture(closing, behind)
    yield from _focus(closing)
    yield from _plan(closing, behind, by)
    yield from _agreements(closing, by)
    yield from _next(closing, by)


def _earlier(behind: Behind, by: Viewer) -> Iterable[Section]:
    """What was agreed last time, and whether it was done."""
    rows = [
        Fact(
            label=row.what,
            value=_("Done %(day)s") % {"day": say_full_date(row.done_on, by.today, DANISH)}
            if row.done_on
            else _("Not done yet"),
        )
        for row in behind.earlier
    ]
    if rows:
        yield Facts(heading=_("Since last time"), rows=tuple(rows))


def _picture(closing: Closing, behind: Behind) -> Iterable[Section]:
    meeting, numbers = closing.meeting, behind.numbers
    said = [meeting.wording] if meeting.wording else []
    if numbers:
        yield _stair(closing, behind)
    elif said:
        yield Paragraphs(heading=_("A shared picture"), paragraphs=tuple(said))
        said = []
    if said:
        yield Paragraphs(paragraphs=tuple(said))


def _stair(closing: Closing, behind: Behind) -> Stair:
    meeting, numbers = closing.meeting, behind.numbers
    name, own, leaders = person_of(closing.employee).first_name, numbers[Seat.EMPLOYEE], numbers[Seat.LEADER]
    leader = next((person_at(row) for row in closing.people if row.role == Role.LEADER), None)
    who = leader.first_name if leader else capfirst(say_role(Role.LEADER))
    said = [
        _("%(name)s is at step %(own)s by their own view. %(who)s sees %(name)s at step %(leaders)s.")
        % {"name": name, "own": own, "who": who, "leaders": leaders}
    ]
    if between := say_distance({Side.EMPLOYEE: At(own), Side.LEADER: At(leaders)}):
        said.append(f"{between}.")
    if meeting.agreed_number is not None:
        said.append(_("They agreed on step %(number)s.") % {"number": meeting.agreed_number})
    elif meeting.disagreed:
        said.append(_("They see it differently, and both views are written down."))
    return Stair(
        heading=_("A shared picture"),
        in_words=" ".join(said),
        steps=tuple(Step(number=step.number, name=step.name_da) for step in behind.steps),
        standings=(
            Standing(name=closing.employee.name, party=Party.EMPLOYEE, step=own),
            Standing(name=leader.name if leader else who, party=Party.LEADER, step=leaders),
        ),
        agreed=meeting.agreed_number,
    )


def _focus(closing: Closing) -> Iterable[Section]:
    meeting = closing.meeting
    asked = (
        (_("The physical conditions"), meeting.physical),
        (_("The tasks"), meeting.tasks),
        (_("Other functions"), meeting.functions),
        (_("The colleagues"), meeting.colleagues),
        (
            _("Causes at work talked about"),
            str(WORK_RELATED[WorkRelated(meeting.work_related)]) if meeting.work_related else "",
        ),
    )
    rows = tuple(Fact(label=label, value=value) for label, value in asked if value)
    if rows:
        yield Facts(heading=_("Four questions about the work"), rows=rows)


def _plan(closing: Closing, behind: Behind, by: Viewer) -> Iterable[Section]:
    meeting, plan = closing.meeting, closing.plan
    name = person_of(closing.employee).first_name
    heading = _("%(name)s's plan for coming back") % {"name": name}
    if meeting.no_plan_reason:
        reason = NO_PLAN[NoPlanReason(meeting.no_plan_reason)]
        words = _("No plan is needed now: %(reason)s.") % {"reason": f"{str(reason)[:1].lower()}{str(reason)[1:]}"}
        yield Paragraphs(heading=heading, paragraphs=(words,))
        return
    if plan is None or not plan.weeks:
        return
    yield Plan(
        heading=heading,
        in_words=say_curve(plan.weeks, closing.full, DANISH),
        full_hours=closing.full,
        weeks=tuple(Week(begins=week.monday, hours=week.hours) for week in plan.weeks),
        evaluated_on=plan.evaluate_on,
        lists=tuple(_lists(behind, plan, name, by)),
    )
    if plan.disagreed:
        yield Paragraphs(paragraphs=(_("They did not agree on the plan. That is written down, and blocks nothing."),))


def _lists(behind: Behind, plan: Written, name: str, by: Viewer) -> Iterable[Listing]:
    since = {tried.words: tried.since for tried in behind.tried}

    def item(line: Line) -> Item:
        note = say_effect(line.effect, since.get(line.words), DANISH) or say_again(line.again_on, by.today, DANISH)
        return Item(text=line.words, note=capfirst(note))

    for kind in ItemKind:
        items = tuple(item(line) for line in plan.lines if line.kind is kind)
        if items:
            yield Listing(heading=say_kind(kind, name), items=items)


def _agreements(closing: Closing, by: Viewer) -> Iterable[Section]:
    rows = tuple(
        Agreement(
            who=row.owner.called if row.owner else _("Nobody yet"),
            party=PARTIES.get(Role(row.owner.role)) if row.owner else None,
            what=row.what,
            when=say_full_date(row.due_on, by.today, DANISH) if row.due_on else _("No day yet"),
        )
        for row in closing.agreements
    )
    if rows:
        yield Agreements(heading=_("Who does what when"), rows=rows)


def _next(closing: Closing, by: Viewer) -> Iterable[Section]:
    if closing.meeting.next_at is None:
        return
    at = closing.meeting.next_at.astimezone(COPENHAGEN)
    words = {"day": say_full_date(at.date(), by.today, DANISH), "time": say_time(at, DANISH)}
    yield Paragraphs(heading=_("Next meeting"), paragraphs=(capfirst(_("%(day)s %(time)s.") % words),))
