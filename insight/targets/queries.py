"""The reads of targets, plans and spans. Their number does not hang on how many units there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from absence.rules.percent import Place, share_of, working_days
from cases.models import FollowUp
from cases.overview.owners import Desk, Raw
from cases.overview.queries import desk_of, rows_as_read
from cases.overview.rules import Standing
from insight.models import MonthFigures, PlanAction, Shown, Target
from insight.rules.measures import By, Measures
from insight.rules.span import Owed, Sitting
from insight.rules.targets import Deed
from insight.rules.tree import Group, Why, hidden_in
from insight.statistics.queries import Asked, figures_of
from people.models import Employment, Unit
from people.queries import municipal_calendar
from people.querysets import PERSON, Among
from people.rules import NOBODY
from people.viewer import Viewer
from roundtable.rules.windows import Window


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit with all below it. `group` is who was employed there, by whom it is decided whether it is told."""

    measures: Measures
    group: Group


def places_in(units: Collection[int], since: date, until: date) -> dict[int, list[Place]]:
    """Employments with a day in the time, by unit; without those who work for another employer. One query."""
    found: defaultdict[int, list[Place]] = defaultdict(list)
    rows = (
        Employment.objects.overlapping(since, until)
        .filter(Among("unit", units), employee__is_outside=False)
        .annotate(person=PERSON)
    )
    for row in rows.values_list("person", "employee_id", "unit_id", "first_day", "last_day", "weekly_hours"):
        found[row[2]].append(Place(*row))
    return found


def figures_of_units(
    units: Collection[int], places: Mapping[int, list[Place]], window: Window, viewer: Viewer
) -> dict[int, UnitFigures]:
    """Of the units, which come with all below them, in the window; as the tree is today. Two queries.

    `places` are the employments in them in the window, or in a longer time.
    """
    calendar = municipal_calendar()
    found = figures_of(Asked(window.first, window.last, viewer.today, (By.UNIT,), units), calendar)
    days = working_days(calendar, window.first, window.last)
    groups: dict[int, set[tuple[int, int]]] = {unit: set() for unit in units}
    for unit, here in places.items():
        # Who was employed on a working day.
        there = share_of(here, {}, days, viewer.today).group
        for above in viewer.organisation.upwards(unit):
            if above in groups:
                groups[above] |= there
    return {unit: UnitFigures(found.get((str(unit),), Measures()), frozenset(group)) for unit, group in groups.items()}


def hidden_among(figures: Mapping[int, UnitFigures], viewer: Viewer) -> dict[int, Why]:
    """The units that are not told of, and why. One query.

    What the kept figures hide is hidden here as well, or both pages together would tell it.
    """
    hidden = hidden_in({unit: each.group for unit, each in figures.items()}, viewer.organisation.parents)
    shown = set(Shown.objects.filter(breakdown=MonthFigures.Breakdown.WHOLE).values_list("unit", flat=True))
    # Before they were ever counted they show nothing.
    beside = figures.keys() - shown if shown else ()
    return dict.fromkeys((unit for unit in beside if figures[unit].group), Why.BESIDE) | hidden


def codes_of(units: Collection[int]) -> dict[int, str]:
    """What the units are called in addresses. One query."""
    return dict(Unit.objects.filter(Among("pk", units)).values_list("pk", "code"))


def own_targets(year: int) -> dict[int, Decimal]:
    """Of all units that have one of their own, whoever asks: those below inherit it. One query."""
    return dict(Target.objects.filter(year=year).values_list("unit_id", "percent"))


def target_rows(year: int) -> dict[int, Target]:
    """The same with who set them. One query."""
    return {row.unit_id: row for row in Target.objects.filter(year=year).select_related("set_by")}


def deeds_of(units: Collection[int], year: int) -> dict[int, list[Deed]]:
    """The lines of the units' plans, without their words. One query."""
    found: defaultdict[int, list[Deed]] = defaultdict(list)
    rows = PlanAction.objects.filter(Among("unit", units), year=year)
    for unit, due_on, done_on in rows.values_list("unit_id", "due_on", "done_on"):
        found[unit].append(Deed(due_on, done_on))
    return found


def actions_of(unit: int, year: int) -> list[PlanAction]:
    """The lines of a unit's plan: open ones by their day, then those that are done. One query."""
    rows = PlanAction.objects.filter(unit=unit, year=year)
    return sorted(rows, key=lambda row: (row.done_on is not None, row.due_on, row.pk))


# --- Leaders -------------------------------------------------------------------------------------------------


def sittings_of(places: Mapping[int, list[Place]], day: date) -> list[Sitting]:
    """Who of them is employed that day."""
    return [
        Sitting(place.person, unit)
        for unit, here in places.items()
        for place in here
        if place.first_day <= day <= (place.last_day or date.max)
    ]


def owed_by_leaders(units: Collection[int], viewer: Viewer) -> list[Owed]:
    """The open follow-ups about those who work in the units that leaders owe, or HR because nobody leads there.

    Of what has been handed over by name, what stands with a leader or deputy of theirs. Two queries, or three where
    consultants owe something.
    """
    here = Employment.objects.running(viewer.today).filter(Among("unit", units))
    rows = FollowUp.objects.open().filter(employee__in=here.values("employee"))
    raws = rows_as_read(rows, viewer.today).values()
    desk = desk_of(viewer, raws)
    return [Owed(unit, raw.due_on) for raw in raws if (unit := _owing(raw, desk)) is not None]


def _owing(raw: Raw, desk: Desk) -> int | None:
    """The unit whose leaders owe it; None where it stands with somebody else."""
    house, standing = desk.organisation, desk.stand(raw).standing
    if raw.unit is None or standing is Standing.NO_LEADER:
        return raw.unit
    unit = house.responsible_unit(raw.unit, raw.person)
    if unit is None or standing in {Standing.LEADER, Standing.NO_ACCOUNT}:
        return unit
    theirs = house.leaders[unit] | house.deputies.get(unit, NOBODY)
    return unit if standing is Standing.GIVEN and raw.named in theirs else None
