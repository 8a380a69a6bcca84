"""A list of long absence as the viewer reads it: on the page, on paper and in a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.tables import Row, as_xlsx
from insight.models import Pack
from insight.packs.access import Person, people_read, record_look, unit_of
from insight.packs.paper import Column, Paper, Table, pdf
from insight.packs.queries.kept import days_on, earlier_of
from insight.packs.words import DASH, say_count, say_fetched, say_people, say_rule
from insight.rules.packs import Basis, change_of
from insight.rules.tree import in_order
from people.calendar import ONE_DAY
from people.language import page_language
from people.models import Unit
from people.viewer import Viewer
from people.words import Chip, Tone, chip, danish_key, deadline_chip
from roundtable.figures.words import say_moment, say_the_day, say_the_month

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """`url` leads to the person's page, where the viewer handles their matter."""

    person: Person
    unit: str
    url: str
    new: Chip | None
    absent: Chip | None
    due: Chip | None


@dataclass(frozen=True, slots=True)
class Found:
    """Everybody on the list of whom the viewer reads, and who has left it since the month before."""

    lines: tuple[Line, ...]
    gone: tuple[Line, ...]
    compared: bool

    @property
    def new(self) -> int:
        return sum(line.new is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    unit: Unit
    month: str
    rule: str
    made: str
    people: str
    change: str
    page: "Page[Line]"
    gone: tuple[Line, ...]


def found_on(pack: Pack, viewer: Viewer) -> Found:
    """Three queries."""
    earlier = earlier_of(pack)
    on = days_on([pack] if earlier is None else [pack, earlier])
    now, before = on[pack.pk], None if earlier is None else on[earlier.pk]
    change = change_of(now, before)
    read = people_read(viewer, {**(before or {}), **now})
    house = viewer.organisation
    place = {branch.unit: number for number, branch in enumerate(in_order(house.parents.keys(), house.parents))}

    def lines(employees: Iterable[int]) -> tuple[Line, ...]:
        people = [read[employee] for employee in employees if employee in read]
        people.sort(key=lambda one: (place.get(one.unit, len(place)), -one.days, danish_key(one.name), one.pk))
        return tuple(_line(one, viewer, is_new=one.pk in change.new) for one in people)

    return Found(lines(now), lines(change.gone), compared=before is not None)


def _line(person: Person, viewer: Viewer, *, is_new: bool) -> Line:
    return Line(
        person=person,
        unit=viewer.organisation.unit_names.get(person.unit, _("no longer employed")),
        url=reverse("employee_detail", args=[person.ref]) if person.may_open else "",
        new=chip(Tone.FACT, _("new on the list")) if is_new else None,
        absent=chip(Tone.CALM, _("absent today")) if person.absent else None,
        due=deadline_chip(person.due_on, viewer.today, page_language()) if person.due_on else None,
    )


def list_page(pack: Pack, viewer: Viewer, number: str) -> ListPage:
    """Records who was shown: those of the page alone, and on the first those who have left the list."""
    found = found_on(pack, viewer)
    page = Paginator(found.lines, A_PAGE).get_page(number)
    gone = found.gone if page.number == 1 else ()
    record_look(viewer, pack, [line.person.ref for line in (*page.object_list, *gone)])
    return ListPage(
        title=title_of(pack),
        unit=unit_of(pack),
        month=say_the_month(pack.first_day),
        rule=rule_of(pack),
        made=say_moment(pack.frozen_at),
        people=say_people(len(found.lines)),
        change=_change(found),
        page=page,
        gone=gone,
    )


def title_of(pack: Pack) -> str:
    """The policy's own name."""
    name: str = pack.policy_name or pack.policy  # type: ignore[attr-defined]  # annotated by `lists_of`
    return name


def rule_of(pack: Pack) -> str:
    counted = pack.content
    through = pack.first_day - ONE_DAY
    return say_rule(Basis(counted["basis"]), counted["threshold"], counted["window"], through)


def _change(found: Found) -> str:
    if not found.compared:
        return _("There is no list from the month before to compare with.")
    said = {"new": say_count(found.new), "gone": say_count(len(found.gone))}
    return _("Since the month before: %(new)s new, %(gone)s no longer on the list.") % said


def _lead(pack: Pack, found: Found, viewer: Viewer) -> tuple[str, ...]:
    made = _("Made %(when)s.") % {"when": say_moment(pack.frozen_at)}
    people = f"{say_people(len(found.lines)).capitalize()}. {_change(found)}"
    return rule_of(pack), f"{made} {say_fetched(viewer)}", people


def about() -> str:
    return _(
        "Who is on it, and their days, stay as they were when the list was made. Where they work, whether they are "
        "absent and what is owed next are as they are today. Your own matter is left out, and a leader's is not shown "
        "to deputies or co-leaders; nor is, save to HR, who has left."
    )


# --- As files --------------------------------------------------------------------------------------------------


def file_of(kind: str, pack: Pack, viewer: Viewer) -> bytes:
    """All of whom the viewer reads. Records that it left, with their references."""
    found = found_on(pack, viewer)
    record_look(viewer, pack, [line.person.ref for line in (*found.lines, *found.gone)], exported=True)
    said = {"list": title_of(pack), "month": say_the_month(pack.first_day)}
    title = _("%(list)s, %(month)s") % said
    lead = _lead(pack, found, viewer)
    if kind == "xlsx":
        head = [
            _("Name"),
            _("Unit"),
            _("Sick days"),
            _("New since the month before"),
            _("No longer on the list"),
            _("Absent today"),
            _("Next follow-up"),
        ]
        rows = [_row(line, gone=line in found.gone) for line in (*found.lines, *found.gone)]
        return as_xlsx(title, [unit_of(pack).name, *lead, about()], head, rows, made_at=pack.frozen_at)
    columns = (
        Column(_("Name"), 3),
        Column(_("Unit"), 4),
        Column(_("Sick days"), 2, right=True),
        Column(_("Since the month before"), 2),
        Column(_("Today"), 2),
        Column(_("Next follow-up"), 3),
    )
    now = Table("", columns, tuple(_cells(line) for line in found.lines), _("Nobody of yours is on this list."))
    gone = Table(
        _("No longer on the list"),
        columns[:3],
        tuple((line.person.name, line.unit, str(line.person.days)) for line in found.gone),
    )
    paper = Paper(
        title, unit_of(pack).name, lead, (now, *([gone] if found.gone else [])), (about(),), confidential=True
    )
    return pdf(paper, made_at=pack.frozen_at)


def _row(line: Line, *, gone: bool) -> Row:
    yes, person = _("yes"), line.person
    return (
        person.name,
        line.unit,
        person.days,
        yes if line.new else "",
        yes if gone else "",
        yes if person.absent else "",
        person.due_on,
    )


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.person.name,
        line.unit,
        str(line.person.days),
        line.new.words if line.new else "",
        line.absent.words if line.absent else "",
        say_the_day(line.person.due_on) if line.person.due_on else DASH,
    )
