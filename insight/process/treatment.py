"""Same threshold, different action: one condition at a time, by job group and by how many people leaders have.

It is told of everything that the viewer sees and of twelve months, never of a part: nothing can be subtracted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from insight.access import units_seen_by
from insight.process import queries
from insight.process.page import order_of
from insight.process.queries import Known, Treatment
from insight.process.words import SIZES, beside_chip, say_days_until, say_known, say_share, say_when
from insight.rules.measures import FEWEST
from insight.rules.process import When, last_quarters
from insight.rules.span import spans_of
from insight.rules.treatment import Compared, Size, Told, compare, size_of
from insight.simulation.words import say_condition
from insight.targets.queries import sittings_of
from insight.words import say_few
from people.language import page_language
from people.viewer import Viewer
from people.words import Chip, danish_key, say_number
from roundtable.figures.words import say_as_of

K = TypeVar("K")

BUILT_IN: Final = "built-in/"


@dataclass(frozen=True, slots=True)
class Pill:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A group; where it is not told of `hidden` says why. `chip` says how it differs from all others, if it does."""

    name: str
    due: str = ""
    done: str = ""
    on_time: str = ""
    days: str = ""
    chip: Chip | None = None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """`all` is everybody together; `differs`, whether any group does."""

    key: str
    title: str
    head: str
    all: Row
    rows: tuple[Row, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`parts` are empty where too few people had anything due."""

    days: str
    as_of: str
    pills: tuple[Pill, ...]
    condition: str
    parts: tuple[Groups, ...]


def treatment_page(viewer: Viewer, asked: str) -> Page:
    """`asked` names the condition; without one that there is, the one that met the most people. Three queries."""
    lang = page_language()
    when = When(last_quarters(viewer.today))
    known = queries.known_rules()
    found: defaultdict[str, list[Treatment]] = defaultdict(list)
    for row in queries.treatments(when.window, units_seen_by(viewer)):
        found[_condition(row.rule, known)].append(row)
    people = {key: len({one for row in rows for one in row.treated.people}) for key, rows in found.items()}
    told = [key for key in found if people[key] >= FEWEST]
    told.sort(key=lambda key: order_of(found[key][0].rule, known))
    chosen = asked if asked in told else max(told, key=lambda key: people[key], default="")
    rows = found.get(chosen, [])
    return Page(
        days=say_when(when, lang),
        as_of=say_as_of(viewer),
        pills=tuple(
            Pill(_say(found[key][0].rule, known), f"{reverse('process_treatment')}?graense={key}", key == chosen)
            for key in told
        ),
        condition=_say(rows[0].rule, known) if chosen else "",
        parts=(_by_job_group(rows), _by_size(rows, viewer)) if chosen else (),
    )


def _condition(rule: str, known: Mapping[str, Known]) -> str:
    """Rules of several policies that wait for the same are the same threshold."""
    if rule not in known:
        return rule.removeprefix(BUILT_IN)
    one = known[rule].rule
    return f"{one.kind}-{one.threshold}" + (f"-{one.window_days}" if one.window_days else "")


def _say(rule: str, known: Mapping[str, Known]) -> str:
    return say_condition(known[rule].rule) if rule in known else say_known(rule, None, page_language())[0]


def _by_job_group(rows: Iterable[Treatment]) -> Groups:
    found = compare((row.job_group, row.treated) for row in rows)
    names = {key: key or _("No job group") for key in found.groups}
    order = sorted(names, key=lambda key: (not key, danish_key(key)))
    return _groups("job_groups", _("By job group"), _("Job group"), found, {key: names[key] for key in order})


def _by_size(rows: Iterable[Treatment], viewer: Viewer) -> Groups:
    """By whom leaders have today, wherever the viewer sees."""
    house = viewer.organisation
    led = spans_of(house, sittings_of(house.parents.keys(), viewer.today)).led

    def size(unit: int) -> Size:
        responsible = house.responsible_unit(unit, None)
        return size_of(None if responsible is None else len(led.get(responsible, ())))

    found = compare((size(row.unit), row.treated) for row in rows)
    names = {each: str(words) for each, words in SIZES.items() if each in found.groups}
    return _groups("sizes", _("By how many people the leaders have"), _("Leaders"), found, names)


def _groups(key: str, title: str, head: str, found: Compared[K], names: Mapping[K, str]) -> Groups:
    return Groups(
        key=key,
        title=title,
        head=head,
        all=_row(_("All"), found.all),
        rows=tuple(_row(name, found.groups[group]) for group, name in names.items()),
        differs=found.differs,
    )


def _row(name: str, told: Told | None) -> Row:
    if told is None:
        return Row(name, hidden=say_few())
    lang = page_language()
    return Row(
        name=name,
        due=say_number(told.done.base, 0, lang),
        done=say_share(told.done, lang),
        on_time=say_share(told.on_time, lang),
        days=say_days_until(told.median_days, lang),
        chip=beside_chip(told),
    )
