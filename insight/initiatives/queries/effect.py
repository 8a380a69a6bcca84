"""What has become of the absence where an initiative takes place, in words and as tables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from insight.access import units_seen_by
from insight.initiatives.words import ALONE, COMPARED, VERDICTS, say_points, say_too_early
from insight.models import Initiative
from insight.rollup.queries import AsOf, as_of, unit_sums, units_told
from insight.rules.effect import (
    Effect,
    Months,
    Pair,
    TooEarly,
    Total,
    Verdict,
    effect_of,
    is_too_soon,
    months_since,
    year_before,
)
from insight.rules.initiatives import below_of, topmost
from insight.rules.measures import MonthSums, window_figures
from insight.rules.months import A_YEAR, months_before
from people.language import page_language
from people.viewer import Viewer
from people.words import Chip, Tone, chip, danish_key, say_date, say_month, say_number, say_percent


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


@dataclass(frozen=True, slots=True)
class Figures:
    """What is kept of each unit with all below it, by month; and the units of which it may be told."""

    as_of: AsOf
    sums: Mapping[int, Mapping[date, MonthSums]]
    told: frozenset[int]

    def series(self, units: Collection[int], months: Iterable[date]) -> Months:
        """Possible and absent day's-works of the units together, none of which lies below another."""
        return {month: self._of(units, month) for month in months}

    def _of(self, units: Collection[int], month: date) -> tuple[Decimal, Decimal]:
        rows = [window_figures([self.sums.get(unit, {}).get(month)]).measures for unit in units]
        return sum((row.possible for row in rows), Decimal(0)), sum((row.absent for row in rows), Decimal(0))


def effects_of(initiatives: Collection[Initiative], viewer: Viewer) -> dict[int, Told]:
    """By the initiatives' keys; they are `with_units`. Three queries, for any number of them."""
    below = below_of(viewer.organisation.parents)
    figures = _read([one for one in initiatives if not _is_too_soon(one, viewer)], viewer)
    return {one.pk: _told(one, figures, below, viewer) for one in initiatives}


def _is_too_soon(initiative: Initiative, viewer: Viewer) -> bool:
    return is_too_soon(initiative.first_day, months_before(viewer.today, 1))


def _read(initiatives: Collection[Initiative], viewer: Viewer) -> Figures | None:
    """None before anything was counted, and where nothing is to be told of yet."""
    counted = as_of() if initiatives else None
    if counted is None:
        return None
    units = {unit for one in initiatives for unit in (*one.unit_keys, *one.compared_keys)}
    sums = unit_sums(units, counted.first_month, months_before(viewer.today, 1))
    return Figures(counted, sums, units_told(units))


def _told(initiative: Initiative, figures: Figures | None, below: Mapping[int, frozenset[int]], viewer: Viewer) -> Told:
    begins, last = initiative.first_day, months_before(viewer.today, 1)
    since = months_since(begins, last)
    if _is_too_soon(initiative, viewer):
        return Told(_say(Verdict.TOO_EARLY), say_too_early(TooEarly.AFTER, len(since)))
    if figures is None:
        return Told(chip(Tone.FACT, _("Cannot be told")), _("Nothing has been counted yet."))
    # A group is made of units that may be told one by one: so none can be found by taking others away from it.
    few = frozenset(initiative.unit_keys) - figures.told
    if few:
        why = _("Somebody's absence could be worked out from the figures here: %(units)s.") % {
            "units": _names(few, viewer)
        }
        return Told(Chip(Tone.FACT, "visibility-off", _("Hidden: too few people")), why)
    groups = [frozenset(initiative.unit_keys), figures.told.intersection(initiative.compared_keys)]
    months = [*year_before(begins), *since]
    units, compared = (figures.series(topmost(group, below), months) for group in groups)
    effect = effect_of(
        units,
        compared if groups[1] else None,
        begins=begins,
        last_whole=last,
        known_from=figures.as_of.known_from,
    )
    if effect.too_early is not None:
        known = effect.too_early is TooEarly.AFTER
        words = _say(effect.verdict) if known else chip(Tone.FACT, _("Cannot be told"))
        return Told(words, say_too_early(effect.too_early, len(since)))
    why = str((ALONE if effect.compared is None else COMPARED)[effect.verdict])
    left_out = frozenset(initiative.compared_keys) - groups[1]
    if left_out:
        why += " " + _("Left out of the comparison, with too few people: %(units)s.") % {
            "units": _names(left_out, viewer)
        }
    if not units_seen_by(viewer).issuperset([*groups[0], *groups[1]]):
        for_whom = _("The figures are seen by HR, and by leaders who see all of these units.")
        return Told(_say(effect.verdict), why, hidden=for_whom)
    return Told(_say(effect.verdict), why, table=_table(effect, figures.as_of.today))


def _names(units: Iterable[int], viewer: Viewer) -> str:
    return ", ".join(sorted((viewer.organisation.unit_names[unit] for unit in units), key=danish_key))


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
