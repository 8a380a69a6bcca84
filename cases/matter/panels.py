"""The panels of cases on an employee's page and on a case's."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from cases.followups.kinds import kind_of
from cases.followups.rules import Punctuality, punctuality
from cases.matter.queries import Item, MatterRows, cases_of, open_case_of, rows_of
from cases.matter.words import say_done
from cases.models import Case, FollowUp
from cases.panels import Panel
from cases.rules import Part, Right, right_to
from people.language import page_language
from people.models import Employee
from people.viewer import Viewer
from people.words import Chip, Language, Tone, chip, done_chip, say_date, say_day

MOST_TALKS = 5


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done: what, when, by whom, and what was noted where the viewer may read it."""

    act: str
    when: str
    by: str
    note: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed; and the latest talks. `earlier` and `others` count what stands in the history only."""

    items: tuple[Item, ...]
    talks: tuple[Done, ...]
    earlier: int
    others: int


@dataclass(frozen=True, slots=True)
class CaseLink:
    """The open case, or that one may be opened; and the closed ones."""

    case: Case | None
    opened: str
    employee: str
    may_write: bool
    closed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, and the few other acts."""

    rows: MatterRows
    employee: str


def next_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The next step for the viewer. None for those who may only read, or where somebody has left. One query."""
    if right_to(Part.FOLLOW_UPS, employee.seen_as) is not Right.WRITE:
        return None
    rows = rows_of(employee, viewer, writes=True)
    if rows.next is None and employee.has_left(today):
        return None
    return Panel("cases/matter/next.html", NextStep(rows, employee.ref))


def owed_to_employee(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """What is owed, and which talks were held. No further query."""
    rows = rows_of(employee, viewer, writes=False)
    return Panel("cases/matter/owed.html", _owed(rows, employee, today))


def case_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel | None:
    """The open case, or the way to one. One query."""
    case, lang = open_case_of(employee), page_language()
    may_write = right_to(Part.CASE, employee.seen_as) is Right.WRITE and not employee.has_left(today)
    closed = tuple(
        (
            each.ref,
            _("%(first)s to %(last)s")
            % {"first": say_date(each.opened_on, today, lang), "last": say_date(each.closed_on, today, lang)},
        )
        for each in cases_of(employee)
        if each.closed_on is not None
    )
    opened = say_date(case.opened_on, today, lang) if case else ""
    return Panel("cases/matter/case_link.html", CaseLink(case, opened, employee.ref, may_write, closed))


def next_of_case(viewer: Viewer, today: date, case: Case) -> Panel | None:
    """The next step for the viewer. One query."""
    return next_of_employee(viewer, today, case.employee)


def owed_in_case(viewer: Viewer, today: date, case: Case) -> Panel:
    """What is owed, which talks were held, and since when the case is open. No further query."""
    lang = page_language()
    words = (
        _("Case since %(day)s") % {"day": say_date(case.opened_on, today, lang)}
        if case.closed_on is None
        else _("Case closed %(day)s") % {"day": say_date(case.closed_on, today, lang)}
    )
    return replace(owed_to_employee(viewer, today, case.employee), chips=(chip(Tone.FACT, words),))


def _owed(rows: MatterRows, employee: Employee, today: date) -> Owed:
    lang = page_language()
    reads_notes = right_to(Part.NOTES, employee.seen_as) is not Right.HIDDEN
    talks = [row for row in rows.done if kind_of(row.kind).is_talk]
    return Owed(
        items=rows.open,
        talks=tuple(_done(row, today, lang, reads_notes=reads_notes) for row in talks[:MOST_TALKS]),
        earlier=max(0, len(talks) - MOST_TALKS),
        others=len(rows.done) - len(talks),
    )


def _done(row: FollowUp, today: date, lang: Language, *, reads_notes: bool) -> Done:
    return Done(
        act=say_done(row),
        when=say_day(row.done_on, today, lang) if row.done_on else "",
        by=str(row.done_by or ""),
        note=row.note if reads_notes else "",
        chip=_done_chip(row, lang),
    )


def _done_chip(row: FollowUp, lang: Language) -> Chip | None:
    """None where nobody could have been in time, or no time was set."""
    if row.due_on is None or row.done_on is None:
        return None
    how = punctuality(row.due_on, row.done_on, late_by_correction=row.late_by_correction)
    return None if how is Punctuality.LATE_BY_CORRECTION else done_chip(row.due_on, row.done_on, lang)
