"""Targets beside what became of them: the tree, the units above their target, and one unit's plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from insight.access import units_seen_by
from insight.models import PlanAction
from insight.rules.distance import FULL, Bar, bar_of, points_off
from insight.rules.targets import aim_of, progress_of, window_of_year, years_of
from insight.rules.tree import in_order
from insight.targets.folding import EVERYTHING, FoldLink, tree_of
from insight.targets.queries import (
    Counted,
    actions_of,
    codes_of,
    counted_in,
    deeds_of,
    own_targets,
    target_rows,
)
from insight.targets.words import progress_chip, say_months, say_target
from insight.words import say_aim, say_why
from people.calendar import COPENHAGEN
from people.language import page_language
from people.models import Unit
from people.viewer import Viewer
from people.words import Chip, Tone, chip, deadline_chip, say_date, say_number, say_percent
from roundtable.figures.words import say_moment


@dataclass(frozen=True, slots=True)
class Figure:
    """A unit's sickness, in words. Where it is not told `hidden` says why, and the rest is empty."""

    percent: str = ""
    base: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A unit beside its target. `inherited` names the unit that the target is from, where it is not its own; without a
    target `target` is empty. `distance` is said, and `points` are how many it lies above, where the figure is told.
    """

    name: str
    depth: int
    figure: Figure
    target: str
    inherited: str
    distance: str
    points: Decimal | None

    @property
    def is_above(self) -> bool:
        return self.points is not None and self.points > 0


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the page. `plan` is how its plan stands, None where it has none; `fold` where there are units below."""

    code: str
    unit: Beside
    bar: Bar | None
    plan: Chip | None
    fold: FoldLink | None


@dataclass(frozen=True, slots=True)
class Link:
    """For components/pills.html."""

    label: str
    url: str
    current: bool


class View(StrEnum):
    """What the page shows, and its word in the address."""

    TREE = "enheder"
    ABOVE = "over"


@dataclass(frozen=True, slots=True)
class Targets:
    """A year's targets in the organisation's order: the tree, or all units above their target.

    `all_url` shows units that are folded away, and is empty where none is.
    """

    year: int
    view: View
    years: tuple[Link, ...]
    views: tuple[Link, ...]
    months: str
    as_of: str
    lines: tuple[Line, ...]
    all_url: str

    @property
    def is_tree(self) -> bool:
        return self.view is View.TREE


def targets_page(viewer: Viewer, year: int, view: View = View.TREE, opened: str = EVERYTHING) -> Targets:
    """`opened` is what the address says of the unit whose units below are shown. Six queries, whatever there is."""
    counted, found = beside_targets(viewer, year, own_targets(year))
    codes, deeds = codes_of(found), deeds_of(found, year)
    above = [unit for unit, beside in found.items() if beside.is_above]
    tree = tree_of(viewer, frozenset(found), codes, opened, lambda unit: _address(year, View.TREE, unit))
    shown = above if view is View.ABOVE else [branch.unit for branch in tree.branches]
    points = (found[unit].points for unit in shown)
    widest = max((abs(each) for each in points if each is not None), default=Decimal(0))
    labels = {View.TREE: _("Units"), View.ABOVE: _("Above target, %(number)s") % {"number": len(above)}}
    return Targets(
        year=year,
        view=view,
        years=tuple(Link(str(each), _address(each, view), each == year) for each in years_of(viewer.today)),
        views=tuple(Link(label, _address(year, each), each is view) for each, label in labels.items()),
        months=say_months(window_of_year(year, viewer.today)),
        as_of=say_counted(counted),
        lines=tuple(
            Line(
                code=codes[unit],
                unit=found[unit],
                bar=_bar(found[unit], widest),
                plan=progress_chip(progress_of(deeds.get(unit, ()), viewer.today)),
                fold=tree.folds.get(unit),
            )
            for unit in shown
        ),
        all_url=tree.all_url if view is View.TREE else "",
    )


def _bar(beside: Beside, widest: Decimal = FULL) -> Bar | None:
    return None if beside.points is None else bar_of(beside.points, widest)


def _address(year: int, view: View = View.TREE, unit: str = "") -> str:
    said = {"aar": str(year), "vis": "" if view is View.TREE else view.value, "enhed": unit}
    return f"{reverse('targets')}?{urlencode({name: value for name, value in said.items() if value})}"


def beside_targets(viewer: Viewer, year: int, own: Mapping[int, Decimal]) -> tuple[Counted, dict[int, Beside]]:
    """The units that the viewer sees beside their targets of the year, in the organisation's order. Three queries.

    `own` are the targets of those that have one of their own.
    """
    house, lang, units = viewer.organisation, page_language(), units_seen_by(viewer)
    window = window_of_year(year, viewer.today)
    counted = counted_in(units, window)
    aims = {unit: aim_of(house.upwards(unit), own) for unit in units}
    found = {}
    for branch in in_order(units, house.parents):
        unit, aim = branch.unit, aims[branch.unit]
        points = points_off(counted.percent_of(unit), aim.percent if aim else None)
        found[unit] = Beside(
            name=house.unit_names[unit],
            depth=branch.depth,
            figure=figure_of(unit, counted),
            target=say_target(aim.percent, lang) if aim else "",
            inherited=house.unit_names[aim.unit] if aim and aim.unit != unit else "",
            distance=say_aim(points, lang),
            points=points,
        )
    return counted, found


def say_counted(counted: Counted) -> str:
    return say_moment(counted.at) if counted.at else _("not yet")


def figure_of(unit: int, counted: Counted) -> Figure:
    lang, why, percent = page_language(), counted.hidden.get(unit), counted.percent_of(unit)
    if why is not None:
        return Figure(hidden=say_why(why))
    if counted.at is None:
        return Figure(hidden=_("Nothing has been counted yet."))
    measures = counted.figures[unit]
    if percent is None:
        return Figure(hidden=_("Nobody was employed here"))
    return Figure(
        percent=say_percent(float(percent), 1, lang),
        base=_("of %(days)s working days") % {"days": say_number(float(measures.possible), 0, lang)},
    )


# --- Setting -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aimed:
    """A unit whose target may be set. `inherited` is what holds without one of its own, in words."""

    unit: int
    name: str
    depth: int
    inherited: str


def aimed_units(viewer: Viewer, own: Mapping[int, Decimal]) -> tuple[Aimed, ...]:
    """The whole tree, in order."""
    house, lang = viewer.organisation, page_language()
    found = []
    for branch in in_order(units_seen_by(viewer), house.parents):
        _self, *above = house.upwards(branch.unit)
        aim = aim_of(above, own)
        said = _("%(percent)s from %(unit)s")
        words = said % {"percent": say_target(aim.percent, lang), "unit": house.unit_names[aim.unit]} if aim else ""
        found.append(Aimed(branch.unit, house.unit_names[branch.unit], branch.depth, words))
    return tuple(found)


# --- A unit's plan -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionLine:
    ref: str
    what: str
    who: str
    chip: Chip
    done: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`back` leads to the tree. `set_by` says who set the unit's own target and when; empty where it is inherited."""

    back: str
    unit: Beside
    bar: Bar | None
    year: int
    months: str
    as_of: str
    set_by: str
    actions: tuple[ActionLine, ...]


def plan_page(viewer: Viewer, unit: Unit, year: int) -> Plan:
    """Five queries besides the unit."""
    rows = target_rows(year)
    own, said = rows.get(unit.pk), ""
    if own is not None:
        day = say_date(own.set_at.astimezone(COPENHAGEN).date(), viewer.today, page_language())
        said = _("Set %(day)s by %(name)s") % {"day": day, "name": own.set_by or "Tilbage"}
    counted, found = beside_targets(viewer, year, {each: row.percent for each, row in rows.items()})
    beside = found[unit.pk]
    return Plan(
        back=_address(year),
        unit=beside,
        bar=_bar(beside),
        year=year,
        months=say_months(window_of_year(year, viewer.today)),
        as_of=say_counted(counted),
        set_by=said,
        actions=tuple(_action(row, viewer) for row in actions_of(unit.pk, year)),
    )


def _action(row: PlanAction, viewer: Viewer) -> ActionLine:
    lang = page_language()
    if row.done_on is None:
        shown, day = deadline_chip(row.due_on, viewer.today, lang), row.due_on
        who = _("%(who)s, by %(day)s") % {"who": row.who, "day": say_date(day, viewer.today, lang)}
    else:
        shown = chip(Tone.MET, _("done %(day)s") % {"day": say_date(row.done_on, viewer.today, lang)})
        who = row.who
    return ActionLine(row.ref, row.what, who, shown, row.done_on is not None)
