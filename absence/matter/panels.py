"""The panels of absence on an employee's page, on a case's, and on one's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from absence.day.queries import Spell, say_cause, say_not_away, spells_of
from absence.matter.chart import Chart, Mark, MarkRow, Stretch, Strip, draw, strip
from absence.matter.queries import periods_of_employee, running, spell_on
from absence.models import Period, Source
from cases.day.cards import say_step
from cases.followups.rules import FollowUpState, Punctuality, punctuality
from cases.matter.queries import follow_ups_of
from cases.matter.timeline import About, Entry
from cases.matter.words import say_outcome
from cases.models import Case, FollowUp
from cases.panels import Panel
from cases.rules import QUIET_DAYS, Part, Right, right_to
from people.language import page_language
from people.models import Employee
from people.rules import OwnerRole
from people.viewer import Viewer
from people.words import (
    Chip,
    Language,
    Tone,
    chip,
    month_names,
    say_date,
    say_days,
    say_percent,
    say_period,
    say_short_date,
)

A_YEAR = timedelta(days=365)

MOST_LINES = 12
BEFORE = timedelta(days=7)
MOST_DRAWN = timedelta(days=400)
_MARKED = {FollowUpState.DONE: "done", FollowUpState.OPEN: "open", FollowUpState.OVERTAKEN: "out"}


@dataclass(frozen=True, slots=True)
class Line:
    """A period in the list. `ref` leads to correcting it, empty where the viewer may not."""

    ref: str
    days: str
    cause: str
    length: str
    source: str


@dataclass(frozen=True, slots=True)
class Absence:
    """What the list says. `now` is the running period's reference, empty when at work; no strip for a whole year
    at work.
    """

    now: str
    partly: bool
    year: str
    strip: Strip | None
    lines: tuple[Line, ...]
    earlier: tuple[Line, ...]
    may_report: bool


@dataclass(frozen=True, slots=True)
class Degree:
    """The drawing, in one sentence and as a table. `now` is the running period where the viewer may change it."""

    chart: Chart
    conclusion: str
    today: str
    lines: tuple[Line, ...]
    now: str


def employee_absence(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """The periods of an employee, and what to do about the one that runs. One query."""
    periods = periods_of_employee(employee)
    may_write = right_to(Part.FOLLOW_UPS, employee.seen_as) is Right.WRITE
    lang = page_language()
    now = running(periods, today)
    lines = [_line(period, today, lang, may_write=may_write) for period in reversed(periods)]
    return Panel(
        "absence/matter/periods.html",
        Absence(
            now=now.ref if now else "",
            partly=bool(now and now.degree < 100),
            year=say_year(periods, today, lang),
            strip=_year(periods, today, lang),
            lines=tuple(lines[:MOST_LINES]),
            earlier=tuple(lines[MOST_LINES:]),
            may_report=may_write and (now is not None or not employee.has_left(today)),
        ),
        chips=tuple(_chips(employee, periods, today, lang)),
    )


def _year(periods: list[Period], today: date, lang: Language) -> Strip | None:
    since = today - A_YEAR + timedelta(days=1)
    shown = [p for p in periods if p.first_day <= today and (p.last_day or today) >= since]
    if not shown:
        return None
    stretches = [Stretch(p.first_day, p.last_day, float(p.degree), "") for p in shown]
    return strip(stretches, since=since, today=today, month_name=month_names(lang))


def own_absence(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """What is recorded about one's own absence, and by whom. One query."""
    return replace(employee_absence(viewer, today, employee), template="absence/matter/own.html")


def degree_over_time(viewer: Viewer, today: date, case: Case) -> Panel:
    """The degree of absence since the case's spell began, with what was owed on the way. No further query.

    A case that was opened from a worry, long after the last absence, has nothing to draw.
    """
    lang = page_language()
    periods = periods_of_employee(case.employee)
    spell = spell_on(periods, today) or _latest(periods, today)
    since = max((spell.first if spell else case.opened_on) - BEFORE, today - MOST_DRAWN)
    shown = [p for p in periods if (p.last_day or today) >= since and p.first_day <= today]
    chips = tuple(_chips(case.employee, periods, today, lang))
    if not shown or (spell and spell.last and spell.last < case.opened_on - QUIET_DAYS):
        return Panel("absence/matter/no_degree.html", None, chips=chips)
    now = running(periods, today)
    may_write = right_to(Part.FOLLOW_UPS, case.employee.seen_as) is Right.WRITE
    stretches = [Stretch(p.first_day, p.last_day, float(p.degree), _short(p, lang)) for p in shown]
    rows = list(_mark_rows(case.employee, spell, since, today)) if spell else []
    in_spell = now is not None and spell is not None and spell.now == now
    return Panel(
        "absence/matter/degree.html",
        Degree(
            draw(stretches, rows, since=since, today=today, month_name=month_names(lang)),
            _conclusion(spell, shown[-1], today, lang),
            _("Today, day %(day)s") % {"day": (today - spell.first).days + 1} if in_spell and spell else _("Today"),
            tuple(_line(period, today, lang, may_write=False) for period in reversed(shown)),
            now.ref if now and may_write else "",
        ),
        chips=chips,
    )


def _mark_rows(employee: Employee, spell: Spell, since: date, today: date) -> Iterable[MarkRow]:
    """What the policy and what the law asked of the leader in the spell."""
    owed = [
        row
        for row in follow_ups_of(employee, today)
        if row.step is not None and row.due_on is not None and row.due_on >= since
        if row.owner_role == OwnerRole.LEADER and row.spell_from == spell.first and row.state in _MARKED
    ]
    policies = sorted({row.origin for row in owed if not row.mandatory})
    for name, rows in (
        (policies[0] if len(policies) == 1 else _("Agreed"), [row for row in owed if not row.mandatory]),
        (_("The law"), [row for row in owed if row.mandatory]),
    ):
        if rows:
            marks = [Mark(row.due_on, row.mandatory, _MARKED[FollowUpState(row.state)]) for row in rows if row.due_on]
            yield MarkRow(name, _sum_up(rows), marks)


def _sum_up(rows: Sequence[FollowUp]) -> str:
    """`Dag 1, 5 og 14: holdt til tiden`, or how many were done."""
    done = [
        punctuality(row.due_on, row.done_on, late_by_correction=row.late_by_correction)
        for row in rows
        if row.done_on is not None
    ]
    if len(rows) == 1:
        row = rows[0]
        return f"{say_step(row.step or 0, by_law=row.mandatory)}: {say_outcome(row)}"
    if done == [Punctuality.ON_TIME] * len(rows):
        *first, last = [str(row.step or 0) for row in rows]
        return _("Day %(first)s and %(last)s: done on time") % {"first": ", ".join(first), "last": last}
    return _("%(done)s of %(number)s done") % {"done": len(done), "number": len(rows)}


def periods_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """When absence began, changed and ended."""
    lang = page_language()
    before: Period | None = None
    for period in periods_of_employee(employee):
        ended = before.last_day if before is not None else None
        if before is not None and ended is not None and period.first_day == ended + timedelta(days=1):
            text = _change(before, period, lang)
        else:
            text = _("Absent: %(cause)s") % {"cause": say_cause(period.cause, float(period.degree), lang)}
            if ended is not None:
                yield _back(ended)
        yield Entry(About.ABSENCE, period.first_day, "calendar-month", text, more=say_source(period))
        before = period
    if before is not None and before.last_day is not None and before.last_day < viewer.today:
        yield _back(before.last_day)


def _change(before: Period, after: Period, lang: Language) -> str:
    degrees = [say_percent(float(period.degree), lang=lang) for period in (before, after)]
    if degrees[0] != degrees[1]:
        return _("Absence changed from %(before)s to %(after)s") % {"before": degrees[0], "after": degrees[1]}
    return _("Absence changed to %(cause)s") % {"cause": say_cause(after.cause, float(after.degree), lang)}


def _back(last_day: date) -> Entry:
    return Entry(About.ABSENCE, last_day + timedelta(days=1), "how-to-reg", _("Back at work"))


def say_source(period: Period) -> str:
    """Who told of it: by name where somebody recorded it here, for the employee or not."""
    if period.recorded_by is not None:
        return _("Reported by %(name)s") % {"name": period.recorded_by}
    return _("From payroll") if period.source == Source.PAYROLL else ""


# --- Words ------------------------------------------------------------------------------------------------


def say_year(periods: list[Period], today: date, lang: Language) -> str:
    """`12 dage syg i 3 forløb, sidste 12 måneder`: sick calendar days, and the spells that they belong to."""
    since = today - A_YEAR + timedelta(days=1)
    spells = [s for s in spells_of(periods) if s.first <= today and (s.last is None or s.last >= since)]
    days = sum((min(s.last or today, today) - max(s.first, since)).days + 1 for s in spells)
    return ngettext(
        "%(days)s sick in %(spells)s spell, last 12 months",
        "%(days)s sick in %(spells)s spells, last 12 months",
        len(spells),
    ) % {"days": say_days(days, lang), "spells": len(spells)}


def _chips(employee: Employee, periods: list[Period], today: date, lang: Language) -> Iterable[Chip]:
    now = running(periods, today)
    if now is not None:
        spell = spell_on(periods, today)
        first = spell.first if spell else now.first_day
        yield chip(Tone.FACT, _("Absent, day %(day)s") % {"day": (today - first).days + 1})
        name = now.cause.name_da if lang == "da" else now.cause.name_en
        yield chip(Tone.FACT, f"{name}, {say_percent(float(now.degree), lang=lang)}")
        if now.expected_return is not None:
            yield chip(Tone.FACT, _("Expected back %(day)s") % {"day": say_date(now.expected_return, today, lang)})
        return
    last = _latest(periods, today) if employee.unit_id is not None else None
    if last is not None and last.last is not None and today - last.last <= timedelta(days=60):
        yield chip(Tone.FACT, _("Fit since %(day)s") % {"day": say_date(last.last + timedelta(days=1), today, lang)})
    else:
        yield chip(Tone.FACT, say_not_away(employee, today, lang))


def _latest(periods: list[Period], today: date) -> Spell | None:
    return next((s for s in reversed(spells_of(periods)) if s.first <= today), None)


def _line(period: Period, today: date, lang: Language, *, may_write: bool) -> Line:
    last = period.last_day
    length = ((last or today) - period.first_day).days + 1
    if last is None and period.first_day <= today:
        days = _("since %(day)s") % {"day": say_date(period.first_day, today, lang)}
    else:
        days = say_period(period.first_day, last, today, lang)
    return Line(
        ref=period.ref if may_write else "",
        days=days,
        cause=say_cause(period.cause, float(period.degree), lang),
        length=say_days(max(length, 0), lang),
        source=say_source(period),
    )


def _short(period: Period, lang: Language) -> str:
    name = period.cause.name_da if lang == "da" else period.cause.name_en
    return f"{name.split(' ')[0]}, {say_percent(float(period.degree), lang=lang)}"


def _conclusion(spell: Spell | None, last: Period, today: date, lang: Language) -> str:
    if spell is None:
        return _("No absence is recorded.")
    first = say_short_date(spell.first, today, lang)
    cause = say_cause(last.cause, float(last.degree), lang)
    if spell.last is None or spell.last >= today:
        return _("Absent since %(day)s; now %(cause)s.") % {"day": first, "cause": cause}
    return _("Absent from %(first)s to %(last)s.") % {"first": first, "last": say_short_date(spell.last, today, lang)}
