"""The pack for a director's monthly meeting with HR: figures as they were made up, and the agenda as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import flows as audit
from audit.rules import Event as Look
from cases.tables import Row, as_xlsx
from insight.dashboard.page import say_share
from insight.models import Pack, PlanAction
from insight.packs.access import unit_of
from insight.packs.content import MeetingContent, MeetingUnit, from_json
from insight.packs.paper import Column, Paper, Table, pdf
from insight.packs.queries.kept import actions_of, earlier_of, initiatives_among
from insight.packs.words import (
    DASH,
    say_count,
    say_fetched,
    say_more_or_less,
)
from insight.rules.masking import Why
from insight.rules.measures import rounded
from insight.targets.queries import codes_of
from insight.targets.words import say_target
from insight.words import say_aim, say_why
from people.language import page_language
from people.models import Unit
from people.viewer import Viewer
from people.words import Chip, deadline_chip
from roundtable.figures.words import say_moment, say_the_day, say_the_month


@dataclass(frozen=True, slots=True)
class Line:
    """A unit; where `hidden` says why, nothing else. `change` is since the month before."""

    name: str
    url: str
    is_top: bool
    hidden: str = ""
    percent: str = ""
    possible: str = ""
    before: str = ""
    target: str = ""
    aim: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Of a unit's plan."""

    what: str
    who: str
    unit: str
    url: str
    due: Chip
    day: str


@dataclass(frozen=True, slots=True)
class Effort:
    """An initiative that ran."""

    title: str
    next_step: str
    url: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    ref: str
    unit: Unit
    month: str
    days: str
    made: str
    facts: tuple[Fact, ...]
    changes: tuple[str, ...]
    lines: tuple[Line, ...]
    trend: tuple[tuple[str, str], ...]
    efforts: tuple[Effort, ...]
    actions: tuple[Action, ...]


def meeting_page(pack: Pack, viewer: Viewer) -> MeetingPage:
    """Five queries besides the pack."""
    now = from_json(pack.content)
    earlier = earlier_of(pack)
    before = None if earlier is None else from_json(earlier.content)
    codes = codes_of([each.unit for each in now.units])
    efforts = initiatives_among(now.initiatives, viewer)
    names = viewer.organisation.unit_names
    past = {} if before is None else {each.unit: each for each in before.units}
    return MeetingPage(
        ref=pack.ref,
        unit=unit_of(pack),
        month=say_the_month(pack.first_day),
        days=_("%(first)s to %(last)s") % {"first": say_the_day(now.first), "last": say_the_day(now.last)},
        made=say_moment(pack.frozen_at),
        facts=tuple(_facts(now)),
        changes=tuple(_changes(now, before, names)),
        lines=tuple(_line(each, past.get(each.unit), pack, codes, names) for each in now.units),
        trend=tuple((say_the_month(month), say_share(percent)) for month, percent in now.trend),
        efforts=tuple(Effort(row.title, row.next_step, reverse("initiative", args=[row.ref])) for row in efforts),
        actions=tuple(_action(row, viewer) for row in actions_of(unit_of(pack).pk, viewer)),
    )


def _above(content: MeetingContent) -> set[int]:
    """The units below the director's that lie above their target."""
    return {each.unit for each in content.units[1:] if each.points is not None and each.points > 0}


def _facts(now: MeetingContent) -> list[Fact]:
    whole = now.units[0]
    told = [each for each in now.units[1:] if each.points is not None]
    above = _("%(number)s of %(all)s") % {"number": say_count(len(_above(now))), "all": say_count(len(told))}
    return [
        Fact(_("Absence"), say_share(whole.percent), say_aim(whole.points, page_language())),
        Fact(_("Units above their target"), above, _("of those right below that are shown and have one")),
        Fact(_("Follow-ups overdue"), _told(now.overdue), _("on the day the pack was made for")),
        Fact(_("Long absences"), _told(now.long), _("people away for 29 days or more, that day")),
    ]


def _told(number: int | None) -> str:
    return _("few, or hidden") if number is None else say_count(number)


def _changes(now: MeetingContent, before: MeetingContent | None, names: Mapping[int, str]) -> list[str]:
    if before is None:
        return [_("There is no pack from the month before to compare with.")]
    found = []
    whole, past = now.units[0].percent, before.units[0].percent
    if whole is not None and past is not None:
        said = {"before": say_share(past), "now": say_share(whole), "change": say_more_or_less(whole, past)}
        found.append(_("Absence: %(before)s a month before, now %(now)s (%(change)s).") % said)
    over, was_over = _above(now), _above(before)
    for units, words in (
        (over - was_over, _("Now above target: %(units)s.")),
        (was_over - over, _("No longer above target: %(units)s.")),
    ):
        if units:
            named = [names[each.unit] for each in (*now.units, *before.units) if each.unit in units]
            found.append(words % {"units": ", ".join(dict.fromkeys(named))})
    for was, is_now, words in (
        (before.overdue, now.overdue, _("Follow-ups overdue: %(before)s a month before, now %(now)s.")),
        (before.long, now.long, _("Long absences: %(before)s a month before, now %(now)s.")),
    ):
        if was is not None or is_now is not None:
            found.append(words % {"before": _told(was), "now": _told(is_now)})
    begun, ended = set(now.initiatives) - set(before.initiatives), set(before.initiatives) - set(now.initiatives)
    if begun:
        found.append(
            ngettext("%(number)s initiative has begun.", "%(number)s initiatives have begun.", len(begun))
            % {"number": len(begun)}
        )
    if ended:
        found.append(
            ngettext("%(number)s initiative has ended.", "%(number)s initiatives have ended.", len(ended))
            % {"number": len(ended)}
        )
    return found


def _line(
    each: MeetingUnit, past: MeetingUnit | None, pack: Pack, codes: Mapping[int, str], names: Mapping[int, str]
) -> Line:
    name, is_top = names.get(each.unit, ""), each.unit == pack.unit_id
    url = reverse("unit_figures", args=[codes[each.unit]]) if each.unit in codes else ""
    if each.hidden:
        return Line(name, url, is_top, hidden=say_why(Why(each.hidden)))
    change = ""
    if each.percent is not None and past is not None and past.percent is not None:
        change = say_more_or_less(each.percent, past.percent)
    return Line(
        name=name,
        url=url,
        is_top=is_top,
        percent=say_share(each.percent),
        possible=_("of %(days)s working days") % {"days": say_count(each.possible or 0)},
        before=say_share(each.before),
        target=say_target(each.target, page_language()) if each.target is not None else "",
        aim=say_aim(each.points, page_language()),
        change=change,
    )


def _action(row: PlanAction, viewer: Viewer) -> Action:
    url = reverse("action_plan", args=[row.year, row.unit.code])
    return Action(
        row.what,
        row.who,
        row.unit.name,
        url,
        deadline_chip(row.due_on, viewer.today, page_language()),
        say_the_day(row.due_on),
    )


# --- As files --------------------------------------------------------------------------------------------------


def how_counted() -> str:
    return _(
        "Absence is of the twelve months shown: the working days lost to sickness, of those that were possible, in "
        "full-time days; vacation is not known. Units with fewer than five people are hidden, and others by which they "
        "could be worked out. The actions are those that are open now."
    )


def file_of(kind: str, pack: Pack, viewer: Viewer) -> bytes:
    """Records that it left."""
    page = meeting_page(pack, viewer)
    audit.record(Look.EXPORTED, by=viewer, capacity=viewer.standing, purpose="meeting_pack", at=viewer.now)
    title = _("Meeting about absence, %(month)s") % {"month": page.month}
    made = _("%(days)s. Made %(when)s.") % {"days": page.days, "when": page.made}
    made = f"{made} {say_fetched(viewer)}"
    facts = [f"{fact.label}: {fact.value}{f' ({fact.under})' if fact.under else ''}" for fact in page.facts]
    if kind == "xlsx":
        rows = [_row(each, line) for each, line in zip(from_json(pack.content).units, page.lines, strict=True)]
        notes = [unit_of(pack).name, made, *facts, *page.changes, how_counted()]
        return as_xlsx(title, notes, _head(), rows, made_at=pack.frozen_at)
    units = Table(
        _("Units"),
        (
            Column(_("Unit"), 5),
            Column(_("Absence"), 4, right=True),
            Column(_("Year before"), 2, right=True),
            Column(_("Target"), 3, right=True),
            Column(_("Since the month before"), 2, right=True),
        ),
        tuple(_cells(line) for line in page.lines),
    )
    actions = Table(
        _("Agenda: open actions"),
        (Column(_("What"), 5), Column(_("Who"), 3), Column(_("Unit"), 4), Column(_("By when"), 2)),
        tuple((each.what, each.who, each.unit, each.day) for each in page.actions),
        _("No action is open."),
    )
    efforts = Table(
        _("Initiatives running"),
        (Column(_("Initiative"), 4), Column(_("Next step"), 6)),
        tuple((each.title, each.next_step or DASH) for each in page.efforts),
        _("No initiative is running here."),
    )
    trend = Table(
        _("Twelve months on end"),
        (Column(_("Months through"), 3), Column(_("Absence"), 2, right=True)),
        page.trend,
        _("There are not two years to look back on."),
    )
    paper = Paper(
        title, unit_of(pack).name, (made, *facts, *page.changes), (units, actions, efforts, trend), (how_counted(),)
    )
    return pdf(paper, made_at=pack.frozen_at)


def _cells(line: Line) -> tuple[str, ...]:
    if line.hidden:
        return (line.name, line.hidden, "", "", "")
    target = ", ".join(filter(None, (line.target, line.aim)))
    return (line.name, f"{line.percent} {line.possible}", line.before, target or DASH, line.change)


def _head() -> list[str]:
    return [
        _("Unit"),
        _("Possible days"),
        _("Percent"),
        _("Percent a year before"),
        _("Target"),
        _("Since the month before"),
        _("Remark"),
    ]


def _row(each: MeetingUnit, line: Line) -> Row:
    numbers = (each.possible, each.percent, each.before, each.target)
    return (line.name, *(None if number is None else rounded(number) for number in numbers), line.change, line.hidden)
