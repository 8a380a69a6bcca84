"""How many people the leaders of each unit have, beside its sickness and what they owe now."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from insight.access import units_seen_by
from insight.rules.masking import Why
from insight.rules.measures import FEWEST
from insight.rules.span import Load, is_large, loads_of, spans_of
from insight.rules.targets import window_of_year
from insight.targets.folding import EVERYTHING, FoldLink, tree_of
from insight.targets.page import Figure, figure_of, say_counted
from insight.targets.queries import codes_of, counted_in, owed_by_leaders, sittings_of
from insight.targets.words import say_months
from insight.words import say_why
from people.language import page_language
from people.rules import NOBODY
from people.viewer import Viewer
from people.words import Chip, Tone, chip, say_number
from retention.partners.queries.words import say_people


@dataclass(frozen=True, slots=True)
class Duties:
    """What is owed now, in words. Of a few people it is not told: `hidden` says why."""

    open: str = ""
    late: str = ""
    per_person: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, never a leader by name. `led_from` says who leads where the unit has no leader of its own, and then
    `span` is empty; where nobody leads at all, `span` is how many people HR has. `fold` where there are units below.
    """

    name: str
    depth: int
    span: str
    warning: Chip | None
    led_from: str
    figure: Figure
    duties: Duties | None
    fold: FoldLink | None


@dataclass(frozen=True, slots=True)
class Leaders:
    """`large` is how many units have a large span, those that are folded away included."""

    lines: tuple[Line, ...]
    all_url: str
    large: int
    warned_from: int
    months: str
    as_of: str


def leaders_page(viewer: Viewer, opened: str = EVERYTHING) -> Leaders:
    """`opened` is what the address says of the unit whose units below are shown. Six queries, or seven where
    consultants owe something; for any number of units.
    """
    house, units = viewer.organisation, units_seen_by(viewer)
    window = window_of_year(viewer.today.year, viewer.today)
    counted = counted_in(units, window)
    spans = spans_of(house, sittings_of(units, viewer.today))
    loads = loads_of(owed_by_leaders(units, viewer), viewer.today)
    tree = tree_of(viewer, units, codes_of(units), opened, _address)
    leading = {unit: next((above for above in house.upwards(unit) if house.leaders.get(above)), None) for unit in units}
    people = {
        unit: len((spans.queued if above is None else spans.led).get(unit, NOBODY)) for unit, above in leading.items()
    }
    large = {
        unit
        for unit, above in leading.items()
        if above == unit and is_large(people[unit], settings.LEADER_SPAN_WARNING)
    }
    lines = []
    for branch in tree.branches:
        unit = branch.unit
        has_own = leading[unit] in {unit, None}
        lines.append(
            Line(
                name=house.unit_names[unit],
                depth=branch.depth,
                span=say_people(people[unit]) if has_own else "",
                warning=chip(Tone.NEAR, _("large span")) if unit in large else None,
                led_from=_led_from(viewer, unit, leading[unit]),
                figure=figure_of(unit, counted),
                duties=_duties(people[unit], loads.get(unit, Load())) if has_own else None,
                fold=tree.folds.get(unit),
            )
        )
    return Leaders(
        lines=tuple(lines),
        all_url=tree.all_url,
        large=len(large),
        warned_from=settings.LEADER_SPAN_WARNING,
        months=say_months(window),
        as_of=say_counted(counted),
    )


def _address(unit: str) -> str:
    return f"{reverse('leader_spans')}?{urlencode({'enhed': unit})}" if unit else reverse("leader_spans")


def _led_from(viewer: Viewer, unit: int, leading: int | None) -> str:
    if leading == unit:
        return ""
    if leading is None:
        return _("No leader: in HR's queue")
    return _("No leader of its own: led from %(unit)s") % {"unit": viewer.organisation.unit_names[leading]}


def _duties(people: int, load: Load) -> Duties:
    lang = page_language()
    if people < FEWEST:
        return Duties(hidden=say_why(Why.FEW))
    each = load.per_person(people) or 0
    return Duties(
        open=say_number(load.open, lang=lang),
        late=say_number(load.late, lang=lang),
        per_person=say_number(each, 1, lang),
    )
