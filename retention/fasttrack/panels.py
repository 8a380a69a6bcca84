"""The panels of Fast track: on an employee's page, on the case's, on one's own, and on HR's overview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.matter.timeline import About, Entry
from cases.panels import Panel, Tile
from cases.rules import Part, Right, right_to
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import Chip, Language, say_date, say_number
from retention.fasttrack.queries import (
    counts_of,
    say_state,
    say_window,
    window_chip,
)
from retention.fasttrack.words import MISSED_REASONS, OUTCOMES, WAITS_FOR
from retention.matter.queries import Tracked, matter_of
from retention.rules.fasttrack import OPEN, TOLD, FastTrackState, MissedReason, Outcome

TILE = "components/tile.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """A Fast track on a page: where it stands, and what it waits for."""

    ref: str
    state: str
    waits_for: str


@dataclass(frozen=True, slots=True)
class OfEmployee:
    """What the panel says. `may_start` and `may_explain` lead on; a window stands only while somebody is sick."""

    employee: str
    open: Shown | None
    earlier: tuple[Shown, ...]
    window: str
    chip: Chip | None
    weeks: int
    may_start: bool
    may_worry: bool
    may_explain: bool


@dataclass(frozen=True, slots=True)
class Own:
    """Fast track as the employee sees it. `asked`: a yes or no is awaited; who has said yes may still say no."""

    employee: str
    open: Shown | None
    earlier: tuple[Shown, ...]
    window: str
    weeks: int
    asked: bool
    may_ask: bool


def fast_track_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The Fast track and its window; the way to one. None where there is nothing to tell and nothing to do."""
    found = fast_track_of(employee, today)
    return Panel("retention/fasttrack/panel.html", found) if found else None


def fast_track_of(employee: Employee, today: date) -> OfEmployee | None:
    """None as well for those who may not refer."""
    if right_to(Part.CASE, employee.seen_as) is not Right.WRITE:
        return None
    lang, known = page_language(), matter_of(employee, today)
    rows, window = known.tracked, known.window
    opened = next((row for row in rows if row.state in OPEN), None)
    if not rows and (window is None or window.is_closed(today)) and employee.has_left(today):
        return None
    in_spell = [row for row in rows if window and row.about_day and row.about_day >= window.first]
    has_come = any(row.outcome_on for row in in_spell)
    unsent = not has_come and (opened is None or opened.state != FastTrackState.SENT)
    closed = window is not None and window.is_closed(today)
    missed = [row for row in rows if row.state == FastTrackState.MISSED and not row.missed_reason]
    return OfEmployee(
        employee=employee.ref,
        open=_shown(opened, today, lang) if opened else None,
        earlier=tuple(_shown(row, today, lang) for row in rows if row is not opened),
        window=say_window(window, today, lang) if window and unsent else "",
        chip=window_chip(window, today, lang) if window and unsent and not closed else None,
        weeks=known.law.expected_weeks if known.law else 0,
        may_start=opened is None and window is not None and not closed and not has_come,
        may_worry=opened is None and window is None and not employee.has_left(today),
        may_explain=bool(missed) or (closed and not in_spell),
    )


def own_question(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The next step of somebody who has been told of Fast track: yes or no."""
    found = own_fast_track(employee, today)
    return Panel("retention/fasttrack/question.html", found, next=True) if found and found.asked else None


def own_fast_track(employee: Employee, today: date) -> Own | None:
    """What the employee has been told of; or that they may ask for it. None where there is neither."""
    lang, known = page_language(), matter_of(employee, today)
    rows, window = [row for row in known.tracked if row.state in TOLD], known.window
    opened = next((row for row in rows if row.state in OPEN), None)
    begun = any(row.state in OPEN for row in known.tracked)
    may_ask = not begun and window is not None and not window.is_closed(today)
    if not rows and not may_ask:
        return None
    return Own(
        employee=employee.ref,
        open=_shown(opened, today, lang) if opened else None,
        earlier=tuple(_shown(row, today, lang) for row in rows if row is not opened),
        window=say_window(window, today, lang) if window else "",
        weeks=known.law.expected_weeks if known.law else 0,
        asked=opened is not None and opened.state == FastTrackState.INFORMED,
        may_ask=may_ask,
    )


def fast_track_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """What happened to each, on its day."""
    for row in matter_of(employee, viewer.today).tracked:
        if row.state != FastTrackState.MISSED or row.informed_on:
            yield Entry(About.CASE, row.started_on, "folder-open", _("Fast track begun"))
        if row.informed_on:
            yield Entry(About.CASE, row.informed_on, "forum", _("Fast track: employee informed"))
        if row.answered_on:
            declined = row.state == FastTrackState.DECLINED
            words = _("Fast track: declined by the employee") if declined else _("Fast track: yes from the employee")
            yield Entry(About.CASE, row.answered_on, "forum", words)
        if row.sent_on:
            yield Entry(About.CASE, row.sent_on, "send", _("Fast track: request sent in NemRefusion"))
        if row.outcome_on:
            yield Entry(
                About.CASE, row.outcome_on, "forum", _("Fast track: outcome"), more=str(OUTCOMES[Outcome(row.outcome)])
            )
        if row.missed_on:
            why = str(MISSED_REASONS[MissedReason(row.missed_reason)]) if row.missed_reason else ""
            yield Entry(About.CASE, row.missed_on, "warning", _("Fast track: the window closed unused"), more=why)
        if row.state == FastTrackState.WITHDRAWN and row.closed_on:
            yield Entry(About.CASE, row.closed_on, "lock", _("Fast track: withdrawn"))


def fast_track_at_hr(viewer: Viewer, _today: date) -> Panel:
    """How many are under way, and how many windows closed unused. One query."""
    counts, lang = counts_of(viewer), page_language()
    if counts.unexplained:
        under = _("%(number)s of the last year without a reason") % {"number": counts.unexplained}
    else:
        under = _("the last year; %(open)s under way now") % {"open": say_number(counts.open, lang=lang)}
    return Panel(
        TILE,
        Tile(
            "hourglass",
            _("Fast track: windows closed unused"),
            say_number(counts.missed, lang=lang),
            under,
            reverse("fast_track_list"),
        ),
    )


def _shown(row: Tracked, today: date, lang: Language) -> Shown:
    waits = str(WAITS_FOR.get(FastTrackState(row.state), ""))
    if row.state == FastTrackState.MISSED:
        waits = str(MISSED_REASONS[MissedReason(row.missed_reason)]) if row.missed_reason else ""
    elif row.state == FastTrackState.WITHDRAWN and row.closed_on:
        return Shown(row.ref, _("Withdrawn %(day)s") % {"day": say_date(row.closed_on, today, lang)}, "")
    return Shown(row.ref, say_state(row, today, lang), waits)
