"""The reads of Fast track: the law's numbers, windows, and what pages show."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from absence.day.queries import recent_periods, spells_of
from absence.matter.queries import periods_of_employee, spell_on
from absence.models import Period
from people.language import page_language
from people.models import Assignment, Employee
from people.rules import OwnerRole
from people.viewer import Viewer
from people.words import Chip, Language, Tone, chip, say_date, say_day, say_distance
from retention.fasttrack.words import KINDS, MISSED_REASONS, OUTCOMES, STATES, WAITS_FOR
from retention.matter.queries import Tracked
from retention.models import Agreement, FastTrack, Municipality, StatutoryParameter
from retention.partners.queries import agreement_of, home_of, uses_in_year
from retention.rules.fasttrack import (
    OPEN,
    UNSENT,
    FastTrackKind,
    FastTrackState,
    Law,
    MissedReason,
    Outcome,
    Span,
    Window,
    outlasted,
    span_about,
    window_of,
)
from retention.rules.partners import AgreementKind

A_YEAR: Final = timedelta(days=365)
NEAR: Final = 7


def law_on(day: date) -> Law:
    """The law's numbers that day. One query."""
    return Law.of(dict(StatutoryParameter.objects.running(day).values_list("key", "value")))


def spans_of(periods: Iterable[Period]) -> list[Span]:
    """One employee's sick days on end; the periods come in order."""
    return [Span(spell.first, spell.last) for spell in spells_of(periods)]


def running_window(employee: Employee, today: date) -> Window | None:
    """Of the spell that runs, by the law of its day 1; None for who is not sick. Two queries."""
    spell = spell_on(periods_of_employee(employee), today)
    return window_of(Span(spell.first, spell.last), law_on(spell.first)) if spell else None


def windows_of(rows: Collection[FastTrack], law: Law, today: date) -> dict[int, tuple[Span, Window]]:
    """Each row's spell and window as absence stands now, by key; none where there is no such spell. One query."""
    about = {row.pk: row.about_day for row in rows if row.about_day is not None}
    employees = Employee.objects.filter(pk__in={row.employee_id for row in rows if row.pk in about})
    periods: Mapping[int, list[Period]] = recent_periods(employees, today) if about else defaultdict(list)
    spans = {employee: spans_of(of_one) for employee, of_one in periods.items()}
    found = {}
    for row in rows:
        day = about.get(row.pk)
        span = span_about(spans.get(row.employee_id, ()), day) if day else None
        if span is not None:
            found[row.pk] = span, window_of(span, law)
    return found


def window_of_row(row: FastTrack, today: date) -> Window | None:
    """Two queries."""
    found = windows_of([row], law_on(row.about_day or today), today).get(row.pk)
    return found[1] if found else None


def has_consultant(employee: int, day: date) -> bool:
    return bool(Assignment.objects.filter(employee=employee).running(day).exists())


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed with the home municipality about referring on a worry, and how much of it is used this year."""

    municipality: Municipality | None
    agreement: Agreement | None
    used: int

    @property
    def quota(self) -> int | None:
        return self.agreement.quota if self.agreement else None


def agreed_for(employee: Employee, day: date) -> Agreed:
    """For an employee fetched `with_place`. Three queries at the most."""
    home = home_of(employee)
    agreement = agreement_of(home, AgreementKind.PREVENTIVE_FAST_TRACK, day) if home else None
    return Agreed(home, agreement, uses_in_year(agreement, day.year) if agreement else 0)


# --- What is settled at night ---------------------------------------------------------------------------


def unsettled(today: date) -> list[FastTrack]:
    """Rows that a night may move: open ones, and missed ones whose reason nobody has given."""
    rows = FastTrack.objects.filter(Q(state__in=OPEN) | Q(state=FastTrackState.MISSED, missed_reason=""))
    return list(rows.filter(started_on__gte=today - A_YEAR).select_related("employee").order_by("employee_id", "pk"))


LATELY: Final = timedelta(days=14)


def closed_unused(law: Law, today: date) -> list[tuple[Employee, Window]]:
    """Spells whose window has closed in the last fourteen days while they lasted, without any Fast track about them."""
    since, until = today - timedelta(days=law.window_days) - LATELY, today - timedelta(days=law.window_days + 1)
    touching = Period.objects.standing().filter(cause__counts_as_sick=True, first_day__range=(since, until))
    employees = Employee.objects.filter(pk__in=touching.values("employee"))
    referred: defaultdict[int, list[date]] = defaultdict(list)
    known = FastTrack.objects.filter(employee__in=employees, about_day__isnull=False)
    for employee, day in known.exclude(state=FastTrackState.WITHDRAWN).values_list("employee_id", "about_day"):
        referred[employee].append(day)
    found = []
    for employee_pk, periods in recent_periods(employees, today).items():
        spans = spans_of(periods)
        about = {span_about(spans, day) for day in referred[employee_pk]}
        for span in spans:
            window = window_of(span, law)
            if since <= span.first <= until and span not in about and outlasted(span, window, today):
                found.append((periods[0].employee, window))
    return found


# --- In words -------------------------------------------------------------------------------------------


def say_window(window: Window, today: date, lang: Language) -> str:
    """`Vinduet på 5 uger lukker fredag, om 4 dage`; `Vinduet på 5 uger lukkede 3. november`."""
    weeks = (window.last - window.first).days // 7
    if window.is_closed(today):
        day = say_date(window.last, today, lang)
        return _("The window of %(weeks)s weeks closed %(day)s") % {"weeks": weeks, "day": day}
    day, distance = say_day(window.last, today, lang), say_distance(window.last, today, lang)
    said = day if day == distance else f"{day}, {distance}"
    return _("The window of %(weeks)s weeks closes %(day)s") % {"weeks": weeks, "day": said}


def window_chip(window: Window, today: date, lang: Language) -> Chip:
    """How long the window is still open, in words."""
    left = window.days_left(today)
    if left < 0:
        return chip(Tone.FACT, _("window closed"))
    distance = say_distance(window.last, today, lang)
    tone = Tone.TODAY if left <= 1 else Tone.NEAR if left <= NEAR else Tone.CALM
    return chip(tone, _("window closes %(when)s") % {"when": distance})


def say_state(row: FastTrack | Tracked, today: date, lang: Language) -> str:
    """Where it stands, with its day: `Sendt 12. november`."""
    words = str(STATES[FastTrackState(row.state)])
    match row.state:
        case FastTrackState.INFORMED:
            day = row.informed_on
        case FastTrackState.ACCEPTED | FastTrackState.DECLINED:
            day = row.answered_on
        case FastTrackState.SENT:
            day = row.sent_on
        case FastTrackState.CONCLUDED:
            words, day = str(OUTCOMES[Outcome(row.outcome)]), row.outcome_on
        case FastTrackState.MISSED:
            day = _closed_on(row)
        case _:
            day = row.started_on
    return f"{words} {say_date(day, today, lang)}" if day else words


def _closed_on(row: FastTrack | Tracked) -> date | None:
    """The last day of a window that closed unused."""
    return row.missed_on - timedelta(days=1) if row.missed_on else None


@dataclass(frozen=True, slots=True)
class Line:
    """A Fast track, or a window that closed unused, in the list."""

    ref: str
    employee: str
    name: str
    unit: str
    state: str
    kind: str
    waits_for: str
    window: Chip | None
    municipality: str
    missed: str
    reason: str


@dataclass(frozen=True, slots=True)
class FastTracks:
    """The list: what is under way, what was missed and why, and what is finished."""

    open: tuple[Line, ...]
    missed: tuple[Line, ...]
    finished: tuple[Line, ...]
    reasons: tuple[tuple[str, int], ...]


def visible_rows(viewer: Viewer) -> QuerySet[FastTrack]:
    """Those of the last year that the viewer handles."""
    rows: QuerySet[FastTrack] = FastTrack.objects.visible_to(viewer).filter(started_on__gte=viewer.today - A_YEAR)
    return rows.exclude(state=FastTrackState.WITHDRAWN)


def fast_track_list(viewer: Viewer) -> tuple[FastTracks, list[str]]:
    """The page's rows, and whose they are. Four queries for any number."""
    rows = list(visible_rows(viewer).select_related("employee", "municipality").order_by("-started_on", "-pk"))
    employees = Employee.objects.filter(pk__in={row.employee_id for row in rows}).with_place(viewer.today)
    units = dict(employees.values_list("pk", "unit_name"))
    windows = windows_of([row for row in rows if row.state in UNSENT], law_on(viewer.today), viewer.today)
    lines = [(row, _line(row, units, windows, viewer.today, page_language())) for row in rows]
    counted: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row.state == FastTrackState.MISSED:
            counted[row.missed_reason] += 1
    reasons = sorted(((_say_reason(reason), number) for reason, number in counted.items()), key=lambda r: (-r[1], r[0]))
    return (
        FastTracks(
            open=tuple(line for row, line in lines if row.state in OPEN),
            missed=tuple(line for row, line in lines if row.state == FastTrackState.MISSED),
            finished=tuple(
                line for row, line in lines if row.state in {FastTrackState.DECLINED, FastTrackState.CONCLUDED}
            ),
            reasons=tuple(reasons),
        ),
        sorted({row.employee.ref for row in rows}),
    )


def _line(
    row: FastTrack,
    units: Mapping[int, str | None],
    windows: Mapping[int, tuple[Span, Window]],
    today: date,
    lang: Language,
) -> Line:
    window = windows[row.pk][1] if row.pk in windows else None
    return Line(
        ref=row.ref,
        employee=row.employee.ref,
        name=row.employee.name,
        unit=units.get(row.employee_id) or "",
        state=say_state(row, today, lang),
        kind=str(KINDS[FastTrackKind(row.kind)]),
        waits_for=str(WAITS_FOR.get(FastTrackState(row.state), "")),
        window=window_chip(window, today, lang) if window else None,
        municipality=str(row.municipality or ""),
        missed=say_date(closed, today, lang) if (closed := _closed_on(row)) else "",
        reason=_say_reason(row.missed_reason) if row.state == FastTrackState.MISSED else "",
    )


def _say_reason(reason: str) -> str:
    return str(MISSED_REASONS[MissedReason(reason)]) if reason else _("No reason given yet")


@dataclass(frozen=True, slots=True)
class Counts:
    """How the last year went, for HR's overview."""

    open: int
    missed: int
    unexplained: int


def counts_of(viewer: Viewer) -> Counts:
    """One query."""
    rows = list(visible_rows(viewer).values_list("state", "missed_reason"))
    missed = [reason for state, reason in rows if state == FastTrackState.MISSED]
    return Counts(
        open=sum(state in OPEN for state, _reason in rows),
        missed=len(missed),
        unexplained=sum(not reason for reason in missed),
    )


def outcome_owner(row: FastTrack, day: date) -> OwnerRole:
    """Whoever has the matter at hand hears what came of it: the consultant, where somebody is referred to one."""
    return OwnerRole.CONSULTANT if has_consultant(row.employee_id, day) else OwnerRole.LEADER
