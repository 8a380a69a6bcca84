"""What is kept of lists and packs, and what stands beside it now."""

from collections.abc import Collection, Iterable
from datetime import date

from insight.models import Initiative, Pack, PackFigures, PackPerson, PlanAction
from insight.rollup.queries import AsOf, unit_sums, units_told_by_month
from insight.rules.measures import Measures, window_figures
from insight.rules.months import months_before
from insight.rules.packs import PackKind, months_of_quarter
from insight.rules.targets import years_of
from people.models import Unit
from people.querysets import Among
from people.viewer import Viewer


def earlier_of(pack: Pack) -> Pack | None:
    """The same of the month before. One query."""
    first_day = months_before(pack.first_day, 1)
    same: Pack | None = Pack.objects.filter(
        kind=pack.kind, unit=pack.unit_id, policy=pack.policy, first_day=first_day
    ).first()
    return same


def newest_since(kind: PackKind, first_day: date) -> date | None:
    """The newest month or quarter of the kind, if it is not older than that. One query."""
    made = Pack.objects.filter(kind=kind, first_day__gte=first_day).order_by("-first_day")
    newest: date | None = made.values_list("first_day", flat=True).first()
    return newest


def quarters_made(number: int) -> list[Pack]:
    """So many, the newest first. One query."""
    return list(Pack.objects.filter(kind=PackKind.QUARTER).order_by("-first_day")[:number])


def days_on(packs: Iterable[Pack]) -> dict[int, dict[int, int]]:
    """Of each list, by its key: employee -> sick days. One query."""
    found: dict[int, dict[int, int]] = {pack.pk: {} for pack in packs}
    for key, employee, days in PackPerson.objects.filter(pack__in=found).values_list("pack", "employee", "days"):
        found[key][employee] = days
    return found


def with_those_below(unit: Unit) -> list[Unit]:
    """The unit, then those right below it. One query."""
    return [unit, *Unit.objects.filter(parent=unit)]


def figures_kept(pack: Pack, units: Collection[Unit]) -> dict[int, PackFigures]:
    """Of a quarter, by unit. One query."""
    return {row.unit_id: row for row in PackFigures.objects.filter(pack=pack, unit__in=units)}


def measures_now(units: Collection[int], quarter: date, counted: AsOf) -> dict[int, Measures]:
    """What the quarter amounts to by now, of those of the units that may be shown by the month. Two queries."""
    months = months_of_quarter(quarter)
    shown = units_told_by_month(counted.today, months[0], units)
    sums = unit_sums(units, months[0], months[-1])
    return {
        unit: window_figures([by_month.get(month) for month in months]).measures
        for unit, by_month in sums.items()
        if unit in shown
    }


def number_told(first_day: date, units: Collection[int]) -> int:
    """Of how many of the units the quarter's figures are shown. One query."""
    rows = PackFigures.objects.filter(pack__kind=PackKind.QUARTER, pack__first_day=first_day, hidden="")
    return rows.filter(Among("unit", units)).count()


def actions_of(unit: int, viewer: Viewer) -> list[PlanAction]:
    """The open lines of the plans of the unit and those below it, by their day. One query."""
    below = viewer.organisation.below(unit)
    rows = PlanAction.objects.filter(Among("unit", below), year__in=years_of(viewer.today), done_on=None)
    return list(rows.select_related("unit").order_by("due_on", "pk"))


def initiatives_among(keys: Collection[int], viewer: Viewer) -> list[Initiative]:
    """Those of the initiatives that the viewer reads. One query."""
    return list(Initiative.objects.visible_to(viewer).filter(pk__in=keys).order_by("title"))
