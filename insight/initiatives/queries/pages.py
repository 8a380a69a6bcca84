"""The register, the page of one initiative, and what its forms choose among."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.initiatives.queries.effect import Told, effects_of
from insight.initiatives.words import say_degree
from insight.models import Assessment, Initiative
from insight.rules.initiatives import Show, has_ended, is_owed, is_shown
from people.language import page_language
from people.models import Capacity, Leadership, User
from people.rules import Organisation
from people.viewer import Viewer
from people.words import Chip, Tone, chip, danish_key, deadline_chip, say_date, say_number, say_period

# --- The register ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """An initiative in the register."""

    ref: str
    title: str
    units: str
    days: str
    next_step: str
    responsible: str
    follow_up: Chip | None
    degree: str
    effect: Chip


@dataclass(frozen=True, slots=True)
class Register:
    """`owed` are to be followed up now, whatever else is shown."""

    lines: tuple[Line, ...]
    owed: tuple[Line, ...]
    numbers: Mapping[Show, int]
    as_of: str


def register_of(viewer: Viewer, show: Show) -> Register:
    """Those that the viewer reads: the next to be followed up first, those that have ended last. Six queries."""
    today = viewer.today
    rows = list(Initiative.objects.visible_to(viewer).with_units().select_related("responsible"))
    rows.sort(key=lambda row: (has_ended(row.last_day, today), (row.follow_up_on or row.first_day), row.pk))
    wanted = [row for row in rows if is_shown(row.last_day, today, show) or is_owed(row.follow_up_on, today)]
    effects, latest = effects_of(wanted, viewer), _latest_of(wanted)
    line = partial(_line, viewer=viewer, effects=effects, latest=latest)
    return Register(
        lines=tuple(line(row) for row in rows if is_shown(row.last_day, today, show)),
        owed=tuple(line(row) for row in rows if is_owed(row.follow_up_on, today)),
        numbers={each: sum(is_shown(row.last_day, today, each) for row in rows) for each in Show},
        as_of=say_date(today, today, page_language()),
    )


def _latest_of(initiatives: Iterable[Initiative]) -> dict[int, Assessment]:
    rows = Assessment.objects.filter(initiative__in=[one.pk for one in initiatives])
    return {row.initiative_id: row for row in rows.order_by("assessed_on", "pk")}


def _line(row: Initiative, *, viewer: Viewer, effects: Mapping[int, Told], latest: Mapping[int, Assessment]) -> Line:
    today, lang = viewer.today, page_language()
    degree = latest.get(row.pk)
    return Line(
        ref=row.ref,
        title=row.title,
        units=_say_units(row.unit_keys, viewer.organisation),
        days=say_period(row.first_day, row.last_day, today, lang),
        next_step=row.next_step,
        responsible=say_responsible(row),
        follow_up=deadline_chip(row.follow_up_on, today, lang) if row.follow_up_on else None,
        degree=say_degree(degree.percent, degree.words) if degree else "",
        effect=effects[row.pk].chip,
    )


def _say_units(keys: Iterable[int], house: Organisation) -> str:
    """`Plejecenter Solgården`, `Plejecenter Lærkevej og 2 andre`."""
    names = sorted((house.unit_names[key] for key in keys), key=danish_key)
    others = len(names) - 1
    if others < 1:
        return "".join(names)
    said = ngettext("%(unit)s and %(number)s other", "%(unit)s and %(number)s others", others)
    return said % {"unit": names[0], "number": others}


def say_responsible(row: Initiative) -> str:
    """The user, what is written, or both."""
    return ", ".join(filter(None, (str(row.responsible or ""), row.responsible_words)))


# --- One initiative --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Degree:
    """How far it was on a day, and who says so."""

    words: str
    day: str
    assessor: str


@dataclass(frozen=True, slots=True)
class Page:
    """`facts` are what is written of it: label -> words, those only that say something."""

    title: str
    state: Chip
    follow_up: Chip | None
    follow_up_on: str
    next_step: str
    responsible: str
    days: str
    facts: tuple[tuple[str, str], ...]
    units: tuple[str, ...]
    compared: tuple[str, ...]
    degrees: tuple[Degree, ...]
    effect: Told
    outcome: str


def page_of(initiative: Initiative, viewer: Viewer) -> Page:
    """Of one that is `with_units`. Five queries."""
    row, today, lang = initiative, viewer.today, page_language()
    names = viewer.organisation.unit_names
    assessed = Assessment.objects.filter(initiative=row).order_by("-assessed_on", "-pk")
    return Page(
        title=row.title,
        state=_state(row, viewer),
        follow_up=deadline_chip(row.follow_up_on, today, lang) if row.follow_up_on else None,
        follow_up_on=say_date(row.follow_up_on, today, lang) if row.follow_up_on else "",
        next_step=row.next_step,
        responsible=say_responsible(row),
        days=say_period(row.first_day, row.last_day, today, lang),
        facts=tuple(_facts(row)),
        units=tuple(sorted((names[key] for key in row.unit_keys), key=danish_key)),
        compared=tuple(sorted((names[key] for key in row.compared_keys), key=danish_key)),
        degrees=tuple(
            Degree(say_degree(each.percent, each.words), say_date(each.assessed_on, today, lang), each.assessor)
            for each in assessed
        ),
        effect=effects_of([row], viewer)[row.pk],
        outcome=row.outcome,
    )


def _state(row: Initiative, viewer: Viewer) -> Chip:
    if has_ended(row.last_day, viewer.today):
        return chip(Tone.FACT, _("Ended"))
    return chip(Tone.FACT, _("Begins later") if row.first_day > viewer.today else _("Running"))


def _facts(row: Initiative) -> Iterator[tuple[str, str]]:
    said = {
        _("Purpose"): row.purpose,
        _("Goal"): row.goal,
        _("Efforts"): row.efforts,
        _("As it was before"): row.baseline,
        _("Resources and economy"): row.resources,
        _("Amount"): _say_amount(row.amount),
        _("Job group"): row.job_group,
        _("Reports to"): row.reports_to,
    }
    yield from ((label, words) for label, words in said.items() if words)


def _say_amount(amount: int | None) -> str:
    if amount is None:
        return ""
    return _("DKK %(amount)s") % {"amount": say_number(amount, 0, page_language())}


# --- What is chosen among --------------------------------------------------------------------------------------


def responsible_choices(viewer: Viewer, also: int | None = None) -> list[tuple[int, str]]:
    """Who leads, or holds a capacity, today; and whoever is responsible already. By name."""
    today = viewer.today
    leading = Leadership.objects.running(today).values("user")
    holding = Capacity.objects.running(today).values("user")
    users = User.objects.filter(Q(pk__in=leading) | Q(pk__in=holding) | Q(pk=also))
    return sorted(((user.pk, str(user)) for user in users), key=lambda choice: danish_key(choice[1]))
