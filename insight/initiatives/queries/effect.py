"""What has become of the absence where an initiative takes place, in words and as tables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from insight.access import units_seen_by
from insight.initiatives.queries.months import Figures, read_figures
from insight.initiatives.words import ALONE, COMPARED, VERDICTS, say_points, say_too_early
from insight.models import Initiative
from insight.rules.effect import (
    Effect,
    Pair,
    TooEarly,
    Total,
    Verdict,
    effect_of,
    is_too_soon,
    months_since,
    year_before,
)
from insight.rules.initiatives import below_of, reach
from insight.rules.months import A_YEAR, months_before
from people.language import page_language
from people.viewer import Viewer
from people.words import Chip, Tone, chip, danish_key, say_date, say_month, say_number, say_percent
from retention.rules.partners import SMALLEST_TOLD


@dataclass(frozen=True, slots=True)
class Cell:
    """A percentage, and what it is of."""

    percent: str
    base: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: of the initiative's units, and of those that they are compared with where there are any."""

    title: str
    under: str
    units: Cell
    compared: Cell | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month since and the same one a year earlier, in percent."""

    month: str
    units: tuple[str, str]
    compared: tuple[str, str] | None
    difference: str


@dataclass(frozen=True, slots=True)
class Table:
    """The figures. `difference` says it with its uncertainty; `as_of` is the day of the count."""

    rows: tuple[Row, ...]
    months: tuple[MonthRow, ...]
    difference: str
    is_compared: bool
    as_of: str


@dataclass(frozen=True, slots=True)
class Told:
    """`why` says what the verdict means, or why there is none. Without a table `hidden` may say why not."""

    chip: Chip
    why: str
    table: Table | None = None
    hidden: str = ""


def effects_of(initiatives: Collection[Initiative], viewer: Viewer) -> dict[int, Told]:
    """By the initiatives' keys; they are `with_units`. Four queries, for any number of them."""
    below = below_of(viewer.organisation.parents)
    last = months_before(viewer.today, 1)
    told = [one for one in initiatives if not is_too_soon(one.first_day, last)]
    units = reach((unit for one in told for unit in (*one.unit_keys, *one.compared_keys)), below)
    months = {month for one in told for month in _months(one, last)}
    figures = read_figures(units, months, viewer)
    return {one.pk: _told(one, figures, below, viewer) for one in initiatives}


def _months(initiative: Initiative, last: date) -> list[date]:
    return [*year_before(initiative.first_day), *months_since(initiative.first_day, last)]


def _told(initiative: Initiative, figures: Figures, below: Mapping[int, frozenset[int]], viewer: Viewer) -> Told:
    begins, last = initiative.first_day, months_before(viewer.today, 1)
    since = months_since(begins, last)
    if is_too_soon(begins, last):
        return Told(_say(Verdict.TOO_EARLY), say_too_early(TooEarly.AFTER, len(since)))
    months = _months(initiative, last)
    groups = [initiative.unit_keys, initiative.compared_keys]
    # A group is made of units that may be told one by one: so none can be found by taking others away from it.
    small = [unit for group in groups for unit in group if figures.fewest(below[unit], months) < SMALLEST_TOLD]
    if small:
        hidden = _("Hidden: fewer than %(number)s people") % {"number": SMALLEST_TOLD}
        names = ", ".join(sorted((viewer.organisation.unit_names[unit] for unit in small), key=danish_key))
        why = _("There were so few in one of the months here: %(units)s.") % {"units": names}
        return Told(Chip(Tone.FACT, "visibility-off", hidden), why)
    units, compared = (figures.monthly_series(reach(group, below), months) for group in groups)
    effect = effect_of(
        units,
        compared if initiative.compared_keys else None,
        begins=begins,
        last_whole=last,
        known_from=figures.known_from,
    )
    if effect.too_early is not None:
        known = effect.too_early is TooEarly.AFTER
        words = _say(effect.verdict) if known else chip(Tone.FACT, _("Cannot be told"))
        return Told(words, say_too_early(effect.too_early, len(since)))
    why = str((ALONE if effect.compared is None else COMPARED)[effect.verdict])
    if not units_seen_by(viewer).issuperset([*groups[0], *groups[1]]):
        hidden = _("The figures are seen by HR, and by leaders who see all of these units.")
        return Told(_say(effect.verdict), why, hidden=hidden)
    return Told(_say(effect.verdict), why, table=_table(effect, viewer.today))


def _say(verdict: Verdict) -> Chip:
    return chip(Tone.FACT, str(VERDICTS[verdict]))


# --- The tables --------------------------------------------------------------------------------------------------


def _table(effect: Effect, today: date) -> Table:
    lang = page_language()
    difference = _("%(difference)s; most likely between %(low)s and %(high)s.") % {
        "difference": say_points(float(effect.difference)),
        "low": say_points(float(effect.low), unit=False),
        "high": say_points(float(effect.high)),
    }
    return Table(
        rows=tuple(_rows(effect, today)),
        months=tuple(_month(pair, today) for pair in effect.pairs),
        difference=difference,
        is_compared=effect.compared is not None,
        as_of=say_date(today, today, lang),
    )


def _rows(effect: Effect, today: date) -> Iterable[Row]:
    lang, months = page_language(), [pair.month for pair in effect.pairs]
    first, last = (say_month(month, today, lang) for month in (months[0], months[-1]))
    since = _("%(first)s to %(last)s") % {"first": first, "last": last if lang == "en" else last.lower()}
    sides = [side for side in (effect.units, effect.compared) if side is not None]
    yield _row(_("The twelve months before"), "", [side.before for side in sides])
    if len(months) < A_YEAR:
        yield _row(_("The same months a year earlier"), "", [side.year_earlier for side in sides])
    yield _row(_("Since: %(number)s months") % {"number": len(months)}, since, [side.after for side in sides])
    changes = [Cell(say_points(float(side.change)), "") for side in sides]
    yield Row(_("Change from the same months"), "", changes[0], changes[1] if len(changes) > 1 else None)


def _row(title: str, under: str, totals: list[Total]) -> Row:
    cells = [_cell(total) for total in totals]
    return Row(title, under, cells[0], cells[1] if len(cells) > 1 else None)


def _cell(total: Total) -> Cell:
    lang = page_language()
    base = _("%(absent)s of %(possible)s working days") % {
        "absent": say_number(float(total.absent), 0, lang),
        "possible": say_number(float(total.possible), 0, lang),
    }
    return Cell(_percent(total.percent), base)


def _month(pair: Pair, today: date) -> MonthRow:
    compared = pair.compared and (_percent(pair.compared[0]), _percent(pair.compared[1]))
    return MonthRow(
        month=say_month(pair.month, today, page_language()),
        units=(_percent(pair.after), _percent(pair.year_earlier)),
        compared=compared,
        difference=say_points(float(pair.difference)),
    )


def _percent(value: Decimal) -> str:
    return say_percent(float(value), 1, page_language())
