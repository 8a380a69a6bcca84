"""The figures of a quarter for a unit and those right below it, as they were made up: page, paper and spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event as Look
from cases.tables import Row, as_xlsx
from insight.access import seen_of
from insight.dashboard.lines import two_decimals
from insight.dashboard.page import say_share
from insight.dashboard.queries import Crumb
from insight.models import Pack, PackFigures
from insight.packs.paper import Column, Paper, Table, pdf
from insight.packs.queries.kept import figures_kept, measures_now, with_those_below
from insight.packs.words import DASH, say_count, say_fetched
from insight.rollup.queries import as_of
from insight.rules.distance import points_off
from insight.rules.masking import Why
from insight.rules.measures import ABSENT_SCALE, HOURS_SCALE, Measures
from insight.rules.packs import last_day_of_quarter
from insight.targets.words import say_target
from insight.words import say_aim, say_why
from people.language import page_language
from people.models import Unit
from people.viewer import Viewer
from roundtable.figures.words import say_moment, say_quarter, say_the_day
from roundtable.rules.windows import quarter_word


@dataclass(frozen=True, slots=True)
class Line:
    """A unit. `now` says what its percent is by now, where a correction has changed it. Where `hidden` says why, all
    that follows is empty.
    """

    unit: Unit
    url: str
    is_top: bool
    hidden: str = ""
    people: str = ""
    possible: str = ""
    percent: str = ""
    now: str = ""
    before: str = ""
    target: str = ""
    aim: str = ""
    spells: str = ""
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A unit's row, with what it amounted to and what it amounts to by now; `row` is None where nobody was employed."""

    unit: Unit
    row: PackFigures | None
    measures: Measures | None
    before: Decimal | None
    now: Measures | None


@dataclass(frozen=True, slots=True)
class QuarterPage:
    unit: Unit
    quarter: str
    word: str
    days: str
    made: str
    counted: str
    lines: tuple[Line, ...]


def kept_of(unit: Unit, pack: Pack) -> list[Kept]:
    """The unit, then those right below it, without those in which nobody was employed. Five queries."""
    units = with_those_below(unit)
    rows = figures_kept(pack, units)
    counted = as_of()
    told = [row.unit_id for row in rows.values() if not row.hidden]
    now = measures_now(told, pack.first_day, counted) if counted and told else {}
    return [_kept(each, rows.get(each.pk), now) for each in units if each.pk in rows or each is unit]


def _kept(unit: Unit, row: PackFigures | None, now: dict[int, Measures]) -> Kept:
    if row is None or row.hidden:
        return Kept(unit, row, None, None, None)
    measures = Measures(
        people=row.people or 0,
        possible=(row.possible or 0) / HOURS_SCALE,
        absent=(row.absent or 0) / ABSENT_SCALE,
        # Their lengths are not kept.
        short=row.spells or 0,
    )
    before = None
    if row.possible_before:
        before = Measures(
            possible=row.possible_before / HOURS_SCALE, absent=(row.absent_before or 0) / ABSENT_SCALE
        ).percent
    return Kept(unit, row, measures, before, now.get(unit.pk))


def quarter_page(unit: Unit, pack: Pack) -> QuarterPage:
    kept = kept_of(unit, pack)
    counted = as_of_words(pack)
    return QuarterPage(
        unit=unit,
        quarter=say_quarter(pack.first_day),
        word=quarter_word(pack.first_day),
        days=_("%(first)s to %(last)s")
        % {"first": say_the_day(pack.first_day), "last": say_the_day(last_day_of_quarter(pack.first_day))},
        made=say_moment(pack.frozen_at),
        counted=counted,
        lines=tuple(_line(each, unit, pack) for each in kept),
    )


def as_of_words(pack: Pack) -> str:
    return _("Made up %(when)s. What was corrected later stands beside, as it is now.") % {
        "when": say_moment(pack.frozen_at)
    }


def _line(kept: Kept, top: Unit, pack: Pack) -> Line:
    is_top = kept.unit is top
    url = "" if is_top else reverse("quarter_pack", args=[kept.unit.code, quarter_word(pack.first_day)])
    row, measures = kept.row, kept.measures
    if row is None or measures is None:
        why = say_why(Why(row.hidden)) if row is not None else _("Nobody was employed here")
        return Line(kept.unit, url, is_top, hidden=why)
    percent, frequency = measures.percent, measures.frequency(pack.content["working_days"])
    return Line(
        unit=kept.unit,
        url=url,
        is_top=is_top,
        people=say_count(measures.people),
        possible=_("of %(days)s working days") % {"days": say_count(measures.possible)},
        percent=say_share(percent),
        now=_now(kept),
        before=say_share(kept.before),
        target=say_target(row.target, page_language()) if row.target is not None else "",
        aim=say_aim(points_off(percent, row.target), page_language()),
        spells=say_count(measures.spells),
        frequency=DASH if frequency is None else say_count(frequency, 1),
    )


def _now(kept: Kept) -> str:
    """Empty while the percent and the spells are said to be the same."""
    then, now = kept.measures, kept.now
    if then is None or now is None:
        return ""
    said = []
    if say_share(now.percent) != say_share(then.percent):
        said.append(_("now: %(percent)s") % {"percent": say_share(now.percent)})
    if now.spells != then.spells:
        said.append(_("now: %(number)s spells") % {"number": say_count(now.spells)})
    return ", ".join(said)


def above_of(way: Sequence[Unit], pack: Pack, viewer: Viewer) -> Crumb | None:
    """The quarter of the unit right above the first of `way`, where the viewer sees it."""
    _self, *above = seen_of(viewer, way)
    if not above:
        return None
    return Crumb(above[0].name, reverse("quarter_pack", args=[above[0].code, quarter_word(pack.first_day)]))


# --- As files --------------------------------------------------------------------------------------------------


def how_counted() -> str:
    return _(
        "Percent: the working days lost to sickness, of those that were possible, in full-time days; vacation is not "
        "known. Own sickness, partial sickness, work accidents and § 56 are counted; sickness from pregnancy and a "
        "child's sick day are not. Spells are those that began in the quarter; frequency is spells a year per "
        "full-time post. Units with fewer than five people are hidden, and others by which they could be worked out."
    )


def file_of(kind: str, unit: Unit, pack: Pack, viewer: Viewer) -> bytes:
    """Records that it left."""
    kept = kept_of(unit, pack)
    title = _("Sickness absence, %(quarter)s") % {"quarter": say_quarter(pack.first_day)}
    lead = f"{as_of_words(pack)} {say_fetched(viewer)}"
    audit.record(Look.EXPORTED, by=viewer, capacity=viewer.standing, purpose="quarter_pack", at=viewer.now)
    if kind == "xlsx":
        rows = [_row(each, pack) for each in kept]
        return as_xlsx(title, [unit.name, lead, how_counted()], _head(), rows, made_at=pack.frozen_at)
    lines = [_line(each, unit, pack) for each in kept]
    absence = Table(
        _("Absence"),
        (
            Column(_("Unit"), 5),
            Column(_("People"), 1, right=True),
            Column(_("Absence"), 3, right=True),
            Column(_("Year before"), 2, right=True),
            Column(_("Target"), 3, right=True),
            Column(_("Spells per post"), 2, right=True),
            Column(_("By now"), 2, right=True),
        ),
        tuple(_absence(line) for line in lines),
    )
    return pdf(Paper(title, unit.name, (lead,), (absence,), (how_counted(),)), made_at=pack.frozen_at)


def _absence(line: Line) -> tuple[str, ...]:
    if line.hidden:
        return (line.unit.name, "", line.hidden, "", "", "", "")
    target = ", ".join(filter(None, (line.target, line.aim)))
    return (
        line.unit.name,
        line.people,
        f"{line.percent} {line.possible}",
        line.before,
        target or DASH,
        line.frequency,
        line.now,
    )


def _head() -> list[str]:
    return [
        _("Code"),
        _("Unit"),
        _("From"),
        _("To"),
        _("People"),
        _("Possible days"),
        _("Absent days"),
        _("Percent"),
        _("Percent a year before"),
        _("Target"),
        _("Spells"),
        _("Spells per post"),
        _("Percent by now"),
        _("Remark"),
    ]


def _row(kept: Kept, pack: Pack) -> Row:
    head = (kept.unit.code, kept.unit.name, pack.first_day, last_day_of_quarter(pack.first_day))
    row, measures = kept.row, kept.measures
    if row is None or measures is None:
        why = say_why(Why(row.hidden)) if row is not None else _("Nobody was employed here")
        return (*head, *(None for _number in range(9)), why)
    return (
        *head,
        measures.people,
        two_decimals(measures.possible),
        two_decimals(measures.absent),
        two_decimals(measures.percent),
        two_decimals(kept.before),
        row.target,
        measures.spells,
        two_decimals(measures.frequency(pack.content["working_days"])),
        two_decimals(kept.now.percent) if kept.now else None,
        "",
    )
