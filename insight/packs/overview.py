"""What lists and packs there are for the viewer, the newest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from insight.dashboard.queries import topmost_units
from insight.models import Pack
from insight.packs.access import lists_of, meetings_of, unit_of
from insight.packs.lists import title_of
from insight.packs.queries.kept import quarters_made
from insight.rules.tree import in_order
from people.viewer import Viewer
from roundtable.figures.words import say_moment, say_quarter, say_the_month
from roundtable.rules.windows import quarter_word

# So many quarters, and months, are shown to choose from.
QUARTERS = 8
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One that may be opened, with its files."""

    title: str
    unit: str
    made: str
    url: str
    pdf: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class Overview:
    """`months` to choose from, the newest first; the lists and meetings are of the one chosen, `month`."""

    months: tuple[Pill, ...]
    month: str
    lists: tuple[Line, ...]
    meetings: tuple[Line, ...]
    quarters: tuple[Line, ...]


def overview_of(viewer: Viewer, asked: str) -> Overview:
    """`asked` is the month, `2026-11`; any other word is the newest. Seven queries."""
    lists, meetings = lists_of(viewer), meetings_of(viewer)
    days = [pack.order_by().values_list("first_day", flat=True).distinct() for pack in (lists, meetings)]
    months: list[date] = sorted({day for found in days for day in found}, reverse=True)[:MONTHS]
    month = next((day for day in months if f"{day:%Y-%m}" == asked), next(iter(months), None))
    address = reverse("packs")
    return Overview(
        months=tuple(Pill(say_the_month(day), f"{address}?maaned={day:%Y-%m}", day == month) for day in months),
        month=say_the_month(month) if month else "",
        lists=tuple(_line(title_of(pack), pack, "long_list", [pack.ref]) for pack in _of_month(lists, month, viewer)),
        meetings=tuple(
            _line(_("Meeting with HR"), pack, "meeting_pack", [pack.ref]) for pack in _of_month(meetings, month, viewer)
        ),
        quarters=tuple(_quarters(viewer)),
    )


def _of_month(packs: "QuerySet[Pack, Pack]", month: date | None, viewer: Viewer) -> list[Pack]:
    """In the organisation's order."""
    house = viewer.organisation
    place = {branch.unit: number for number, branch in enumerate(in_order(house.parents.keys(), house.parents))}
    rows = packs.filter(first_day=month) if month else packs.none()
    return sorted(rows, key=lambda pack: (place[unit_of(pack).pk], pack.policy))


def _quarters(viewer: Viewer) -> list[Line]:
    units = topmost_units(viewer)
    return [
        _line(say_quarter(pack.first_day), pack, "quarter_pack", [unit.code, quarter_word(pack.first_day)], unit.name)
        for pack in quarters_made(QUARTERS)
        for unit in units
    ]


def _line(title: str, pack: Pack, name: str, args: list[str], unit: str = "") -> Line:
    return Line(
        title=title,
        unit=unit or unit_of(pack).name,
        made=say_moment(pack.frozen_at),
        url=reverse(name, args=args),
        pdf=reverse(f"{name}_file", args=[*args, "pdf"]),
        xlsx=reverse(f"{name}_file", args=[*args, "xlsx"]),
    )
