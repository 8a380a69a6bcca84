"""The list of series, and the page of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.day.cards import Step
from cases.panels import Tile
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import (
    Chip,
    Tone,
    chip,
    deadline_chip,
    say_date,
    say_day,
    say_number,
    say_percent,
    say_short_date,
)
from retention.partners.queries.words import say_people
from roundtable.models import Series
from roundtable.rules.meetings import OPEN_STATES, MeetingState
from roundtable.rules.series import (
    KEEPERS,
    Progress,
    SeriesState,
    Talk,
    follow_up_on,
    invited_of,
    is_declined,
    is_prepared,
    progress_of,
)
from roundtable.series.access import capacity_at
from roundtable.series.queries.people import One, candidates_of, everybody_of, say_place
from roundtable.series.words import TALK_STATES

# --- The list ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series in the list: `act` is what comes next in it, `due` when."""

    ref: str
    unit: str
    begun: str
    invited: str
    held: str
    act: str
    due: Chip | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """A series with how many talks it has, and when it is followed up."""

    series: Series
    invited: int
    held: int
    follow_up_on: date | None


def series_of(viewer: Viewer) -> list[SeriesLine]:
    """Those that run by when they are followed up, then those that are being prepared, then the ended, the latest
    first. One query.
    """
    talks = Q(meetings__earlier=None)
    if KEEPERS.isdisjoint(viewer.capacities):
        talks &= Q(meetings__employee__in=Employee.objects.visible_to(viewer))
    held = talks & Q(meetings__state=MeetingState.HELD)
    rows = (
        Series.objects.visible_to(viewer)
        .select_related("unit", "begun_by")
        .annotate(
            invited=Count("meetings", filter=talks),
            held=Count("meetings", filter=held),
            last_held=Max("meetings__held_at", filter=held),
        )
    )
    counted = [_Counted(row, row.invited, row.held, _follow_up(row, row.last_held)) for row in rows]
    return [_series_line(one, viewer) for one in sorted(counted, key=_order)]


def _order(one: _Counted) -> tuple[int, int, int]:
    row = one.series
    match SeriesState(row.state):
        case SeriesState.INVITING:
            return 0, one.follow_up_on.toordinal() if one.follow_up_on else 0, row.pk
        case SeriesState.PREPARING:
            return 1, row.begun_on.toordinal(), row.pk
        case SeriesState.ENDED:
            return 2, -row.ended_on.toordinal() if row.ended_on else 0, -row.pk


def _series_line(one: _Counted, viewer: Viewer) -> SeriesLine:
    lang, row = page_language(), one.series
    act, due = "", None
    match SeriesState(row.state):
        case SeriesState.PREPARING:
            act = _("Look at the list, and invite") if _prepared(row) else _("Write goals, plan and roles")
        case SeriesState.INVITING:
            act = _("Follow up on the series")
            due = deadline_chip(one.follow_up_on, viewer.today, lang) if one.follow_up_on else None
        case SeriesState.ENDED:
            act = _say_ended(row, viewer)
    return SeriesLine(
        ref=row.ref,
        unit=row.unit.name,
        begun=_say_begun(row, viewer),
        invited=say_number(one.invited, 0, lang) if row.invited_on else "",
        held=say_number(one.held, 0, lang) if row.invited_on else "",
        act=act,
        due=due,
    )


def _say_begun(row: Series, viewer: Viewer) -> str:
    day = say_date(row.begun_on, viewer.today, page_language())
    if row.begun_by is None:
        return _("Begun %(day)s") % {"day": day}
    return _("Begun %(day)s by %(name)s") % {"day": day, "name": row.begun_by}


def _say_ended(row: Series, viewer: Viewer) -> str:
    day = say_date(row.ended_on, viewer.today, page_language()) if row.ended_on else ""
    return _("Ended %(day)s") % {"day": day}


def _follow_up(row: Series, last_held: datetime | None) -> date | None:
    return follow_up_on(
        invited_on=row.invited_on,
        last_held_on=last_held.astimezone(COPENHAGEN).date() if last_held else None,
        weeks=settings.ROUND_TABLE_AGAIN_WEEKS,
    )


def _prepared(row: Series) -> bool:
    return is_prepared(goals=row.goals, plan=row.plan, roles=row.roles)


# --- One series ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TalkLine:
    """Somebody's talk; `meeting` is its reference."""

    meeting: str
    name: str
    under: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """`waiting` is how many are still to be invited, in words; `may_invite` whether the viewer handles any of them.
    `follow_up` is the day of it, once somebody was invited. `first_held_at` is of the first talk that was held.
    """

    begun: str
    ended: str
    is_prepared: bool
    is_running: bool
    follow_up: str
    steps: tuple[Step, ...]
    tiles: tuple[Tile, ...]
    talks: tuple[TalkLine, ...]
    others: str
    waiting: str
    may_invite: bool
    first_held_at: datetime | None


def series_page(series: Series, viewer: Viewer) -> SeriesPage:
    """How far it is, and with whom. Records whom it names. One query, for any number of people.

    Consultants and HR see how all of it goes, who leads somebody there how it goes with those whom they handle.
    """
    everybody = everybody_of(series, viewer)
    seen = [one for one in everybody if one.is_handled]
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=capacity_at(viewer, series.unit_id),
        subjects=sorted(one.employee.ref for one in seen if one.talk),
        purpose="series",
        at=viewer.now,
    )
    counted = seen if KEEPERS.isdisjoint(viewer.capacities) else everybody
    progress = progress_of(one.talk for one in counted if one.talk)
    held = [one.held_at for one in everybody if one.held_at]
    due_on = _follow_up(series, max(held, default=None))
    is_running = series.state != SeriesState.ENDED
    waiting = {one.employee for one in invited_of(candidates_of(everybody))} if is_running else set()
    hidden = sum(one.talk is not None and not one.is_handled for one in everybody)
    return SeriesPage(
        begun=_say_begun(series, viewer),
        ended="" if is_running else _say_ended(series, viewer),
        is_prepared=_prepared(series),
        is_running=is_running,
        follow_up=say_day(due_on, viewer.today, page_language(), weekday_back=True) if due_on else "",
        steps=tuple(_steps(series, progress, due_on, viewer)),
        tiles=tuple(_tiles(progress)),
        talks=tuple(_talk_line(one, one.talk, series, viewer) for one in seen if one.talk),
        others=say_people(hidden) if hidden else "",
        waiting=say_people(len(waiting)) if waiting else "",
        may_invite=any(one.employee.pk in waiting for one in seen),
        first_held_at=min(held, default=None),
    )


def _talk_line(one: One, talk: Talk, series: Series, viewer: Viewer) -> TalkLine:
    lang, tone, words = page_language(), Tone.FACT, str(TALK_STATES[talk.state])
    if is_declined(talk.state, talk.end_reason):
        words = _("said no")
    elif one.held_at:
        day = one.held_at.astimezone(COPENHAGEN).date()
        tone, words = Tone.MET, _("held %(day)s") % {"day": say_short_date(day, viewer.today, lang)}
    elif one.starts_at and talk.state in OPEN_STATES:
        day = one.starts_at.astimezone(COPENHAGEN).date()
        tone, words = Tone.CALM, _("planned %(when)s") % {"when": say_short_date(day, viewer.today, lang)}
    return TalkLine(one.meeting, one.employee.name, say_place(one.employee, series), chip(tone, words))


def _steps(series: Series, progress: Progress, due_on: date | None, viewer: Viewer) -> Iterator[Step]:
    """The line of a series: prepared, invited, talks held, followed up."""
    lang, today = page_language(), viewer.today
    over = series.state == SeriesState.ENDED
    prepared, invited = _prepared(series), series.invited_on
    done = {
        "prepare": prepared,
        "invite": bool(invited),
        "talk": bool(invited) and not progress.waiting + progress.planned,
        "follow": over and bool(invited),
    }
    now = next((key for key, is_done in done.items() if not is_done), "")
    words = {
        "prepare": (_("Goals, plan and roles"), _("written") if prepared else _("to be written")),
        "invite": (_("Invitations"), say_short_date(invited, today, lang) if invited else ""),
        "talk": (
            _("Talks"),
            _("%(held)s of %(all)s held") % {"held": progress.held, "all": progress.invited} if invited else "",
        ),
        "follow": (_("Follow-up"), say_short_date(due_on, today, lang) if due_on else ""),
    }
    for key, (title, under) in words.items():
        late = key == "follow" and due_on is not None and due_on < today and not over
        state = "late" if late else "done" if done[key] else "out" if over else "now" if key == now else "next"
        yield Step(state, title, under)


def _tiles(progress: Progress) -> Iterator[Tile]:
    if not progress.invited:
        return
    say, held = partial(say_number, lang=page_language()), progress.held
    waiting = _("%(number)s not planned yet") % {"number": say(progress.waiting)} if progress.waiting else ""
    yield Tile("groups", _("Invited"), say(progress.invited), waiting)
    yield Tile("calendar-month", _("Planned"), say(progress.planned))
    followed = _("%(number)s followed up") % {"number": say(progress.followed_up)} if held else ""
    yield Tile("check", _("Held"), say(held), followed)
    other = _("%(number)s ended otherwise") % {"number": say(progress.other)} if progress.other else ""
    yield Tile("close", _("Said no"), say(progress.declined), other)
    share = say_percent(100 * progress.with_effort / held, 0, page_language()) if held else "–"
    of_held = _("%(number)s of %(held)s held") % {"number": say(progress.with_effort), "held": say(held)}
    yield Tile("document", _("With an agreement"), share, of_held)
