"""The simulation as a page."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from insight.simulation.figures import Groups, Result, simulated
from insight.simulation.forms import Asked
from insight.simulation.queries import Offered
from insight.simulation.telling import GroupLine, Line, RuleLine, groups_of, lines_of, names_of, rules_of, say_policies
from people.language import page_language
from people.viewer import Viewer
from people.words import danish_key, say_number, say_period
from roundtable.figures.words import BEGINNING, say_as_of


@dataclass(frozen=True, slots=True)
class Base:
    """Of where and when the figures are, how many work there, as of when it is counted, and what is given today."""

    place: str
    days: str
    people: str
    as_of: str
    today: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A table by group, with its title and what a group is called."""

    key: str
    title: str
    head: str
    lines: list[GroupLine]


@dataclass(frozen=True, slots=True)
class Page:
    """`names` head the columns of `lines` and of the `parts`; `rules` has a table for each. Without `lines` nothing is
    told, since too few work there.
    """

    base: Base
    names: list[str]
    lines: list[Line]
    rules: list[tuple[str, list[RuleLine]]]
    parts: list[Part]
    minutes: list[tuple[str, int]]


def page_of(asked: Asked, offered: Offered, viewer: Viewer) -> Page:
    """Seven queries, four of them in `offered`, however many people and absences."""
    lang = page_language()
    names = {place.key: place.name for place in offered.places}
    place = _("All units") if asked.unit is None else names[asked.unit]
    result = simulated(asked, offered, viewer)
    base = Base(
        place=place,
        days=say_period(asked.window.first, asked.window.last, BEGINNING, lang),
        people="" if result is None else say_number(result.people, 0, lang),
        as_of=say_as_of(viewer),
        today="" if result is None else say_policies(result.columns[-1], lang),
    )
    if result is None:
        return Page(base, [], [], [], [], [])
    heads = names_of(result.columns, lang)
    return Page(
        base=base,
        names=heads,
        lines=lines_of(result, lang),
        rules=list(zip(heads, rules_of(result, lang), strict=True)),
        parts=_parts(result, asked, names, heads),
        minutes=[(word, settings.SIGNAL_MINUTES[kind]) for kind, word in _kinds() if kind in settings.SIGNAL_MINUTES],
    )


def _parts(result: Result, asked: Asked, names: dict[int, str], heads: list[str]) -> list[Part]:
    lang = page_language()
    own = _("%(unit)s itself")
    units = [(key, own % {"unit": name} if key == asked.unit else name) for key, name in names.items()]
    parts = [Part("units", _("By unit"), _("Unit"), groups_of(result.units, units, heads, lang))]
    if result.job_groups is not None:
        lines = groups_of(result.job_groups, _job_groups(result.job_groups), heads, lang)
        parts.append(Part("job-groups", _("By job group"), _("Job group"), lines))
    # One group alone says no more than the whole.
    return [part for part in parts if len(part.lines) > 1]


def _job_groups(groups: Groups[str]) -> list[tuple[str, str]]:
    return [
        (key, key or _("No job group")) for key in sorted(groups.people, key=lambda key: (not key, danish_key(key)))
    ]


def _kinds() -> list[tuple[str, str]]:
    return [
        ("contact", _("a contact")),
        ("talk", _("a talk")),
        ("signal", _("a pattern to look at")),
        ("notice", _("a notice to an authority")),
    ]
