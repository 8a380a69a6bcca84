"""The reads of targets, plans and spans. Their number does not hang on how many units there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cases.models import FollowUp
from cases.overview.owners import Desk, Raw
from cases.overview.queries import desk_of, rows_as_read
from cases.overview.rules import Standing
from insight.models import PlanAction, Target
from insight.rollup.queries import Span, as_of, unit_sums, units_told
from insight.rules.masking import Why, why_hidden
from insight.rules.measures import Measures, window_figures
from insight.rules.months import A_YEAR, last_whole_months, months_between
from insight.rules.span import Owed, Sitting
from insight.rules.targets import Deed
from people.models import Employment, Unit
from people.querysets import PERSON, Among
from people.rules import NOBODY
from people.viewer import Viewer
from roundtable.rules.windows import Window


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept of units in a window, and when it was counted, if ever; what is `hidden` is not told, and why."""

    at: datetime | None
    figures: Mapping[int, Measures]
    hidden: Mapping[int, Why]

    def percent_of(self, unit: int) -> Decimal | None:
        """None where it is not told, nothing was possible, or nothing was counted yet."""
        return self.figures[unit].percent if unit in self.figures and unit not in self.hidden else None


def counted_in(units: Collection[int], window: Window) -> Counted:
    """Of each of the units with all below it, in whole months. Three queries."""
    counted = as_of()
    if counted is None:
        return Counted(None, {}, {})
    months = months_between(window.first, window.last)
    sums = unit_sums(units, months[0], months[-1])
    figures = {}
    for unit in units:
        by_month = sums.get(unit, {})
        figures[unit] = window_figures([by_month.get(month) for month in months]).measures
    # The last twelve months are one figure of each unit that may be told of; of other times each month is another.
    told = units_told(units, Span.YEARS if months == last_whole_months(counted.today, A_YEAR) else Span.TREND)
    hidden = {
        unit: why_hidden(measures.people)
        for unit, measures in figures.items()
        if unit not in told and measures.possible
    }
    return Counted(counted.at, figures, hidden)


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


def sittings_of(units: Collection[int], day: date) -> list[Sitting]:
    """Who is employed in them that day, without those who work for another employer. One query."""
    rows = Employment.objects.running(day).filter(Among("unit", units), employee__is_outside=False)
    return [Sitting(*row) for row in rows.annotate(person=PERSON).values_list("person", "unit_id")]


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
