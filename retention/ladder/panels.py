"""Where an employee stands on the ladder: in full, on one's own page, and in the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.matter.timeline import About, Entry
from cases.panels import Panel
from people.language import page_language
from people.models import Employee
from people.rules import ActingAs
from people.viewer import Viewer
from people.words import Language, say_date
from retention.ladder.drawing import Stair, draw
from retention.ladder.queries import latest_of
from retention.ladder.words import (
    OCCASIONS,
    PARTIES,
    say_distance,
    say_how,
    say_seen,
    say_to_oneself,
    say_view,
    step_name,
)
from retention.matter.queries import Placed, matter_of
from retention.rules.ladder import Occasion, Party, may_withdraw, parties_for

STEPS = range(1, 10)
ORDER = {party: place for place, party in enumerate(Party)}
MOST_EARLIER = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one party places the employee. `withdraw` is a reference where the viewer may take it back."""

    party: Party
    who: str
    step: str
    under: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The latest of each party, and the earlier ones. `employee` is a reference, empty where nothing may be placed."""

    stair: Stair | None
    view: str
    distance: str
    seen: str
    latest: tuple[Standing, ...]
    earlier: tuple[Standing, ...]
    employee: str


def ladder_of_employee(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """The latest placement of each party, and how far apart they are."""
    latest = latest_of(matter_of(employee, today).placed)
    seen = say_seen(latest, person_of(employee).first_name)
    view = say_view(latest, present=is_present(employee))
    return Panel("retention/ladder/panel.html", _ladder(viewer, today, employee, view=view, seen=seen))


def is_present(employee: Employee) -> bool:
    """Whether the viewer is one of the two whose views are compared."""
    return employee.seen_as in {ActingAs.LEADER, ActingAs.DEPUTY, ActingAs.SELF}


def own_step(viewer: Viewer, today: date, employee: Employee) -> Panel:
    """Where one has placed oneself, and where others have."""
    latest = latest_of(matter_of(employee, today).placed)
    seen = say_to_oneself(latest, page_language())
    return Panel(
        "retention/ladder/own.html",
        _ladder(viewer, today, employee, view=say_view(latest, present=is_present(employee)), seen=seen),
    )


def placements_in_history(viewer: Viewer, employee: Employee) -> Iterable[Entry]:
    """What was placed on one day on one occasion is one entry."""

    def meeting(placement: Placed) -> tuple[date, str]:
        return placement.placed_on, placement.occasion

    for (day, occasion), group in groupby(sorted(matter_of(employee, viewer.today).placed, key=meeting), key=meeting):
        said = [_say_placed(placement) for placement in sorted(group, key=lambda each: ORDER[Party(each.party)])]
        text = _("%(occasion)s: %(placed)s") % {"occasion": OCCASIONS[Occasion(occasion)], "placed": ", ".join(said)}
        yield Entry(About.CASE, day, "analytics", text)


def _say_placed(placement: Placed) -> str:
    words = {"party": PARTIES[Party(placement.party)], "number": placement.number}
    return _("%(party)s step %(number)s") % words


def _ladder(viewer: Viewer, today: date, employee: Employee, *, view: str, seen: str) -> Ladder:
    placements, lang = matter_of(employee, today).placed, page_language()
    latest = latest_of(placements)
    rows = {placement.ref: _placed(placement, viewer, employee, today, lang) for placement in placements}
    first = {placement.ref for placement in latest.values()}
    earlier = [rows[placement.ref] for placement in placements if placement.ref not in first]
    may_place = parties_for(employee.seen_as) and not employee.has_left(today)
    return Ladder(
        stair=draw(STEPS, {party: placement.number for party, placement in latest.items()}) if latest else None,
        view=view,
        distance=say_distance(latest),
        seen=seen,
        latest=tuple(rows[placement.ref] for placement in latest.values()),
        earlier=tuple(earlier[:MOST_EARLIER]),
        employee=employee.ref if may_place else "",
    )


def _placed(placement: Placed, viewer: Viewer, employee: Employee, today: date, lang: Language) -> Standing:
    party = Party(placement.party)
    by_me = viewer.user is not None and placement.placed_by_id == viewer.user.pk
    own = party is Party.EMPLOYEE and employee.seen_as is ActingAs.SELF
    may = may_withdraw(party=party, capacity=employee.seen_as, placed_by_me=by_me)
    words = {"number": placement.number, "name": step_name(placement, lang)}
    return Standing(
        party=party,
        who=_("You") if own else capfirst(str(PARTIES[party])),
        step=_("Step %(number)s, %(name)s") % words,
        under=f"{say_date(placement.placed_on, today, lang)}. {capfirst(say_how(placement))}",
        withdraw=placement.ref if may else "",
    )
