"""The reads of reporting: whom to pick, and what a report leads to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from absence.day.queries import Spell, recent_periods, say_cause, spells_of
from absence.matter.queries import running
from absence.models import Period, PolicyRule
from absence.queries import givens
from absence.rules import Kind
from audit import flows as audit
from audit.rules import Event
from cases.day.cards import Person, Say, SayAhead, act_of, say_step
from cases.day.queries import person_of
from cases.followups.queries import stored_of
from cases.followups.rules import FollowUpState, Stored
from cases.models import FollowUp
from people.calendar import COPENHAGEN, ONE_DAY, SATURDAY
from people.models import Employee
from people.querysets import EmployeeQuerySet
from people.rules import CapacityKind, OwnerRole
from people.viewer import Viewer
from people.words import Language, say_date, say_day, say_full_date, say_period, say_time, say_weekday

MOST_PICKS = 60
# Within so many days the last spell is said by its days, before that by its month.
RECENT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody to pick. A first day up to `merges_until` (ISO, may be empty) continues the spell from `merges_from`."""

    person: Person
    under: str
    chosen: bool
    merges_until: str = ""
    merges_from: str = ""


@dataclass(frozen=True, slots=True)
class Picks:
    """The first of those who match the search; `people` is how many there are without one."""

    rows: tuple[Pick, ...]
    people: int
    left_out: int
    search: str


def reportable(viewer: Viewer) -> EmployeeQuerySet:
    """Whose absence the viewer may report: for a leader those led, for HR everybody employed today."""
    if CapacityKind.HR in viewer.capacities:
        return Employee.objects.visible_to(viewer).employed_on(viewer.today)
    return Employee.objects.led_by(viewer)


def may_report(viewer: Viewer) -> bool:
    return viewer.leads or CapacityKind.HR in viewer.capacities


def picks_for(viewer: Viewer, lang: Language, *, search: str, chosen: str) -> Picks:
    """Those to choose among, the chosen one first and those who are away last. Records whom it lists.

    HR, who could report everybody, sees nobody before a search. Four queries for any number of people.
    """
    everybody = reportable(viewer)
    leads = viewer.leads and not search
    shown = Employee.objects.led_by(viewer) if leads else everybody
    if search:
        shown = shown.matching(search)
    elif not viewer.leads:
        shown = everybody.filter(ref=chosen)
    found = list((shown | everybody.filter(ref=chosen) if chosen else shown).by_name()[: MOST_PICKS + 1])
    employees = sorted(found[:MOST_PICKS], key=lambda employee: employee.ref != chosen)
    periods = recent_periods(employees, viewer.today)
    relapses = _relapses(employees, viewer)
    rows = [_pick(e, periods[e.pk], viewer, lang, chosen=e.ref == chosen, relapse=relapses[e.pk]) for e in employees]
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=sorted(employee.ref for employee in employees),
        purpose="report_sick",
        at=viewer.now,
    )
    away = {employee.ref for employee in employees if running(periods[employee.pk], viewer.today)}
    return Picks(
        rows=tuple(sorted(rows, key=lambda pick: pick.person.ref in away and not pick.chosen)),
        people=(Employee.objects.led_by(viewer) if leads else everybody).count(),
        left_out=max(0, len(found) - MOST_PICKS),
        search=search,
    )


def _relapses(employees: Iterable[Employee], viewer: Viewer) -> defaultdict[int, int]:
    """For how many days after a spell a new absence continues it, by employee; most policies say none."""
    found: defaultdict[int, int] = defaultdict(int)
    rules = PolicyRule.objects.filter(kind=Kind.ELAPSED, relapse_days__gt=0)
    of_policy = dict(rules.order_by("relapse_days").values_list("policy_id", "relapse_days"))
    if not of_policy:
        return found
    given = givens()
    units = Employee.objects.filter(pk__in=[employee.pk for employee in employees]).with_place(viewer.today)
    for employee, unit in units.values_list("pk", "unit_id"):
        if unit is not None:
            found[employee] = max((of_policy.get(key, 0) for key in given.given_on(unit, viewer.today)), default=0)
    return found


def _pick(
    employee: Employee, periods: list[Period], viewer: Viewer, lang: Language, *, chosen: bool, relapse: int
) -> Pick:
    today, person = viewer.today, person_of(employee)
    now = running(periods, today)
    if now is not None:
        day = say_date(now.first_day, today, lang)
        return Pick(person, _("Absent since %(day)s") % {"day": day}, chosen)
    spell = next(reversed(spells_of(periods)), None)
    if spell is None or spell.last is None:
        return Pick(person, _("Not sick this year"), chosen)
    until = spell.last + timedelta(days=1 + relapse)
    if until < today - ONE_DAY:
        return Pick(person, _last_sick(spell, today, lang), chosen)
    return Pick(person, _last_sick(spell, today, lang), chosen, until.isoformat(), say_date(spell.first, today, lang))


def _last_sick(spell: Spell, today: date, lang: Language) -> str:
    """`Sidst syg 9. til 10. november`, `Sidst syg i marts`, `Ikke syg i år`."""
    last = spell.last or today
    if last >= today - RECENT:
        return _("Last sick %(days)s") % {"days": say_period(spell.first, last, today, lang)}
    if last.year == today.year:
        return _("Last sick in %(month)s") % {"month": format_date(last, "F")}
    return _("Not sick this year")


# --- After a report ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day of the spell on which something is owed; see components/ahead_item.html."""

    mark: str
    what: str
    text: str
    law: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a report says afterwards: since when, until when it can be undone, who is told, and what comes."""

    person: Person
    title: str
    reported: str
    undo_until: str
    continues: str
    sees_own_page: bool
    payroll: str
    ahead: tuple[Ahead, ...]


def receipt_of(period: Period, viewer: Viewer, say: SayAhead) -> Receipt:
    """Two queries: the rows of the period's spell, and the sick days before it."""
    person = person_of(period.employee)
    spell_from = _spell_from(period)
    undo_until = undo_limit(period)
    can_undo = undo_until > viewer.now and not period.withdrawn
    at = period.recorded_at.astimezone(COPENHAGEN)
    return Receipt(
        person=person,
        title=_title(period, person, say),
        reported=f"{say_full_date(at.date(), say.today, say.lang)} {say_time(at, say.lang)}",
        undo_until=say_time(undo_until.astimezone(COPENHAGEN), say.lang) if can_undo else "",
        continues=say_date(spell_from, say.today, say.lang) if spell_from < period.first_day else "",
        sees_own_page=period.employee.user is not None and period.employee.user.is_active,
        payroll=_("gets the dates tonight.")
        if settings.PAYROLL_EXPORT_FOLDER
        else _("gets the dates with the next file."),
        ahead=tuple(_ahead(row, person, say) for row in _steps_of(period, spell_from)),
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A period as it stands, in words."""

    ref: str
    under: str
    days: str
    cause: str
    returns_on: str
    changed: str


def version_of(period: Period, say: Say) -> Version:
    """`Sygdom siden 19. november`, its days, cause and expected return; who reported it and when."""
    cause = say_cause(period.cause, float(period.degree), say.lang)
    days = say_period(period.first_day, period.last_day, say.today, say.lang)
    at = period.recorded_at.astimezone(COPENHAGEN)
    by = str(period.recorded_by) if period.recorded_by else _("payroll")
    return Version(
        ref=period.ref,
        under=f"{cause} {days}",
        days=days,
        cause=cause,
        returns_on=say_full_date(period.expected_return, say.today, say.lang) if period.expected_return else "",
        changed=_("%(day)s %(time)s by %(name)s")
        % {"day": say_date(at.date(), say.today, say.lang), "time": say_time(at, say.lang), "name": by},
    )


def undo_limit(period: Period) -> datetime:
    return period.recorded_at + timedelta(minutes=settings.UNDO_MINUTES)


def _title(period: Period, person: Person, say: Say) -> str:
    day = say_from(period.first_day, say)
    if period.cause.counts_as_sick:
        return _("%(name)s is reported sick from %(day)s") % {"name": person.first_name, "day": day}
    return _("%(name)s is noted as absent from %(day)s") % {"name": person.first_name, "day": day}


def say_from(day: date, say: Say) -> str:
    """`i dag`, `i går`, `i morgen`; else the date."""
    if abs((day - say.today).days) <= 1:
        return say_day(day, say.today, say.lang)
    return say_date(day, say.today, say.lang)


def _spell_from(period: Period) -> date:
    rows = Period.objects.standing().filter(employee=period.employee_id, first_day__lte=period.first_day)
    spells = spells_of(rows.select_related("cause").order_by("first_day"))
    return next((spell.first for spell in spells if spell.now == period), period.first_day)


def _steps_of(period: Period, spell_from: date) -> list[Stored]:
    rows = FollowUp.objects.filter(
        employee=period.employee_id,
        spell_from=spell_from,
        owner_role=OwnerRole.LEADER,
        step__isnull=False,
        state__in=[FollowUpState.OPEN, FollowUpState.DONE],
    )
    return [stored_of(row) for row in rows.select_related("wording").order_by("step", "pk")]


def _ahead(row: Stored, person: Person, say: SayAhead) -> Ahead:
    step = say_step(row.duty.step or 0, by_law=row.duty.mandatory)
    done = row.state is FollowUpState.DONE
    due_on = row.due_on or say.today
    if done:
        on = say_from(row.done_on or due_on, say)
        return Ahead("", f"{step}, {on}", _("You have spoken."), law=row.duty.mandatory, done=True)
    day = say_full_date(due_on, say.today, say.lang)
    what = _("%(day)s at the latest") % {"day": day} if row.duty.mandatory else day
    act = act_of(row, "", person, say).act.removeprefix(f"{step}: ")
    sentences = [f"{act[:1].upper()}{act[1:]}.", _why_moved(row, step, say)]
    if not row.duty.mandatory:
        sentences.insert(1, _("We remind you that morning."))
    mark = step if row.duty.mandatory else str(row.duty.step)
    return Ahead(
        mark, what[:1].upper() + what[1:], " ".join(filter(None, sentences)), law=row.duty.mandatory, done=False
    )


def _why_moved(row: Stored, step: str, say: SayAhead) -> str:
    """`Dag 14 er en søndag, så det bliver mandag.`; empty for a day that stands where it fell."""
    fell_on = row.legal_last_day or row.anchor
    if fell_on is None or row.due_on is None or fell_on == row.due_on or say.calendar.is_working_day(fell_on):
        return ""
    free = _("a %(weekday)s") % {"weekday": say_weekday(fell_on, say.lang)}
    if fell_on.weekday() < SATURDAY:
        free = _("a day off")
    words = (
        _("The legal limit is %(free)s, so it becomes %(weekday)s.")
        if row.duty.mandatory
        else _("%(step)s is %(free)s, so it becomes %(weekday)s.")
    )
    return words % {"step": step, "free": free, "weekday": say_weekday(row.due_on, say.lang)}
