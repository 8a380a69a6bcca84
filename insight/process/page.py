"""The process of a unit beside what comes of it: follow-ups, the 48 hours, Fast track, round tables, steps gained."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from absence.rules import Kind
from insight.access import open_unit, topmost, units_seen_by
from insight.process import queries
from insight.process.queries import Known, Used
from insight.process.words import say_known, say_of, say_share, say_when
from insight.rules.masked_tables import WINDOW
from insight.rules.masking import hidden_among, upwards, why_hidden
from insight.rules.measures import FEWEST
from insight.rules.process import (
    FEWEST_BY_RULE,
    WHOLE,
    Behind,
    Came,
    When,
    behind,
    kept_by,
    kept_by_rule,
    last_quarters,
    told_rules,
    told_units,
    with_whole,
)
from insight.rules.steps import outcome_in
from insight.targets.queries import codes_of
from insight.words import say_few, say_why
from people.language import page_language
from people.viewer import Viewer
from people.words import say_number
from retention.fasttrack.words import MISSED_REASONS
from retention.rules.fasttrack import MissedReason
from retention.rules.offers import Mark, Outcome
from roundtable.clocks import target
from roundtable.figures.queries import meetings_in
from roundtable.figures.words import say_as_of
from roundtable.rules.figures import MeetingRow, Rows, Share, figures_of
from roundtable.rules.meetings import MeetingKind
from roundtable.rules.windows import quarter_word


@dataclass(frozen=True, slots=True)
class Kept:
    """On time of owed, of a rule or unit. Where it is not told `hidden` says why, and the rest is empty.

    `about` says more under the name; `url` leads to the unit, empty for the one that the page is of.
    """

    name: str
    about: str = ""
    url: str = ""
    owed: str = ""
    on_time: str = ""
    share: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, in words, with its base; where it is not told `hidden` says why. `about` is what it counts."""

    label: str
    about: str
    words: str = ""
    base: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The process of a unit with all below it, or of all units. `units` begin with the unit itself.

    `by_rule_hidden` says why nothing is told rule by rule. `reasons` are why windows of Fast track were missed, with
    their number; they are told of the whole time and of all that the viewer sees.
    """

    place: str
    days: str
    as_of: str
    rules: tuple[Kept, ...]
    by_rule_hidden: str
    units: tuple[Kept, ...]
    lines: tuple[Line, ...]
    reasons: tuple[tuple[str, str], ...]


class Seen(NamedTuple):
    """Something that happened about a person in a unit, in a quarter or in all of them (WINDOW), and whether well."""

    unit: int
    number: int
    person: int
    good: bool = True


# --- Where and when --------------------------------------------------------------------------------------


def unit_asked(viewer: Viewer, asked: str) -> int | None:
    """The unit, by its code in an address; without one the only topmost that the viewer sees, or WHOLE where they see
    all.

    None where there are several to choose from; 404 for one that the viewer does not see.
    """
    seen, parents = units_seen_by(viewer), viewer.organisation.parents
    if asked:
        return open_unit(viewer, asked).pk
    top = topmost(viewer)
    if len(top) == 1:
        return top[0]
    return WHOLE if seen == parents.keys() else None


def when_asked(today: date, asked: str) -> When:
    """`2026-3` is a quarter; whatever is none of the last four means all of them."""
    quarters = last_quarters(today)
    numbers = {key_of(When(quarters, number)): number for number in range(1, len(quarters) + 1)}
    return When(quarters, numbers.get(asked, WINDOW))


def key_of(when: When) -> str:
    """In an address; empty for all quarters."""
    return "" if when.is_whole else quarter_word(when.window.first)


def address(code: str, when: When) -> str:
    """Of the unit with the code; empty where the page decides which it is of."""
    said = {"enhed": code, "periode": key_of(when)}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('process')}?{query}" if query else reverse("process")


def around(unit: int | None, viewer: Viewer) -> dict[int, str]:
    """What the unit, those above it and those right below it are called in addresses. One query."""
    parents = with_whole(viewer.organisation.parents)
    at = unit or _root(parents)
    return codes_of({*upwards(parents, at), *_below(at, parents)})


def _root(parents: Mapping[int, int | None]) -> int:
    return next(unit for unit, parent in parents.items() if parent is None)


def _below(at: int, parents: Mapping[int, int | None]) -> list[int]:
    return [unit for unit, parent in parents.items() if parent == at]


# --- The table -------------------------------------------------------------------------------------------


def table_of(unit: int | None, codes: Mapping[int, str], window: When, viewer: Viewer) -> Table:
    """`unit` with all below it, or all units together (None, WHOLE); 404 for what the viewer does not see.

    `codes` are those `around` it. Six queries, whatever there is.
    """
    house, lang, seen = viewer.organisation, page_language(), units_seen_by(viewer)
    if unit not in seen if unit else seen != house.parents.keys():
        raise Http404
    parents = with_whole(house.parents)
    at = unit or _root(parents)
    inside = frozenset(each for each in house.parents if at in upwards(parents, each))
    came = queries.came_due(window.quarters)
    known = queries.known_rules()
    used = queries.windows_used(window.whole)
    rules = _by_rule(at, inside, parents, came, known, window)
    told_as = told_units(parents, _behind(_windows(used, window)), window)
    is_all = window.is_whole and (not unit or unit in topmost(viewer))
    return Table(
        place=house.unit_names.get(at, settings.MUNICIPALITY_NAME),
        days=say_when(window, lang),
        as_of=say_as_of(viewer),
        rules=rules,
        by_rule_hidden=""
        if any(not each.hidden for each in rules)
        else _(
            "Rule by rule is told of units in which at least %(number)s people had something due, and where nobody "
            "else's figures can be worked out from it."
        )
        % {"number": FEWEST_BY_RULE},
        units=_by_unit(at, inside, parents, codes, came, window, viewer),
        lines=tuple(_lines(at, inside, parents, used, window, viewer)),
        reasons=_reasons(used, inside) if is_all and at in told_as else (),
    )


def _by_rule(
    at: int,
    inside: frozenset[int],
    parents: Mapping[int, int | None],
    came: Sequence[Came],
    known: Mapping[str, Known],
    when: When,
) -> tuple[Kept, ...]:
    """Of the rules that met anybody here in any of the quarters: in which of them it met nobody is not told."""
    lang = page_language()
    shares = kept_by_rule(came, inside, when)
    told = told_rules(parents, came, when, {at})
    rules = {one.rule for one in came if one.unit in inside}
    found = []
    for key in sorted(rules, key=lambda key: order_of(key, known)):
        name, about = say_known(key, known.get(key), lang)
        found.append(_kept(name, shares.get(key, Share(0, 0)), "" if (at, key) in told else say_few(), about=about))
    return tuple(found)


def order_of(key: str, known: Mapping[str, Known]) -> tuple[int, int, str]:
    """By kind and threshold, and what is built in after that."""
    rule = known[key].rule if key in known else None
    return (list(Kind).index(rule.kind) if rule else len(Kind), rule.threshold if rule else 0, key)


def _by_unit(
    at: int,
    inside: frozenset[int],
    parents: Mapping[int, int | None],
    codes: Mapping[int, str],
    came: Sequence[Came],
    when: When,
    viewer: Viewer,
) -> tuple[Kept, ...]:
    names = viewer.organisation.unit_names
    found = behind(came)
    told = told_units(parents, found, when)
    rows = {each: child for each in inside for child in upwards(parents, each) if parents[child] == at}
    shares = {at: kept_by(came, dict.fromkeys(inside, at), when).get(at, Share(0, 0)), **kept_by(came, rows, when)}
    people = _people_by(found, {**dict.fromkeys(inside, at)}, when), _people_by(found, rows, when)
    kept = []
    for unit in (at, *_below(at, parents)):
        number = people[unit != at].get(unit, 0)
        kept.append(
            _kept(
                names.get(unit, settings.MUNICIPALITY_NAME),
                shares.get(unit, Share(0, 0)),
                "" if unit in told else say_why(why_hidden(number)),
                url="" if unit == at else address(codes[unit], when),
            )
        )
    return tuple(kept)


def _people_by(found: Iterable[Behind], group_of: Mapping[int, int], when: When) -> dict[int, int]:
    people: dict[int, set[int]] = {}
    for one in found:
        if one.number == when.number and one.unit in group_of:
            people.setdefault(group_of[one.unit], set()).update(one.people)
    return {group: len(who) for group, who in people.items()}


def _kept(name: str, share: Share, hidden: str, *, about: str = "", url: str = "") -> Kept:
    if hidden:
        return Kept(name, about, url, hidden=hidden)
    lang = page_language()
    owed, on_time = (say_number(number, 0, lang) for number in (share.base, share.number))
    return Kept(name, about, url, owed, on_time, say_share(share, lang))


# --- The other figures -----------------------------------------------------------------------------------


def _lines(
    at: int,
    inside: frozenset[int],
    parents: Mapping[int, int | None],
    used: Sequence[Used],
    when: When,
    viewer: Viewer,
) -> Iterable[Line]:
    lang = page_language()
    meetings = [row for row in meetings_in(when.whole) if row.unit in parents]
    wishes = [row for row in meetings if row.is_request and row.requested_on in when.whole]
    marks = queries.marks_in(when.whole)

    def told(label: str, about: str, seen: Sequence[Seen], say: Callable[[Share], tuple[str, str]]) -> Line:
        mine = [one for one in seen if one.number == when.number and one.unit in inside]
        if at not in told_units(parents, _behind(seen), when):
            return Line(label, about, hidden=say_why(why_hidden(len({one.person for one in mine}))))
        if not mine:
            return Line(label, about, _("none"))
        words, base = say(Share(sum(one.good for one in mine), len(mine)))
        return Line(label, about, words, base)

    def number(share: Share) -> tuple[str, str]:
        return say_number(share.base, 0, lang), ""

    def share(found: Share) -> tuple[str, str]:
        return say_share(found, lang), say_of(found, lang)

    yield told(
        _("Round tables wished for"),
        _("By the day of the wish. Without follow-up meetings, care talks and what was wished for by mistake."),
        _in_quarters(when, ((row.unit or 0, row.requested_on, row.person, True) for row in wishes)),
        number,
    )
    yield told(
        _("Planned within %(hours)s hours") % {"hours": settings.ROUND_TABLE_HOURS},
        _("On working days, without pauses. Of the wishes that were planned or whose time is up."),
        _in_quarters(when, _decided(wishes, when, viewer)),
        share,
    )
    yield told(
        _("Fast track sent in time"),
        _("Of the windows that were used or closed unused. What the employee declined is not counted."),
        _windows(used, when),
        share,
    )
    held = [(row, row.held_on) for row in meetings if row.kind is MeetingKind.ROUND_TABLE]
    yield told(
        _("Round tables held"),
        _("By the day on which they were held, follow-up meetings too."),
        _in_quarters(when, ((row.unit or 0, day, row.person, True) for row, day in held if day is not None)),
        number,
    )
    yield told(
        _("Went up a step or more"),
        _("From the first placement in the period to the latest, of those placed on at least two days in it."),
        list(_steps(marks, when)),
        share,
    )


def _in_quarters(when: When, found: Iterable[tuple[int, date, int, bool]]) -> list[Seen]:
    """Each once in its quarter and once in all of them; what lies in none is left out."""
    return [
        Seen(unit, each, person, good)
        for unit, day, person, good in found
        if (number := when.number_of(day)) is not None
        for each in (number, WINDOW)
    ]


def _windows(used: Iterable[Used], when: When) -> list[Seen]:
    return _in_quarters(when, ((one.unit, one.day, one.person, one.sent) for one in used))


def _behind(seen: Iterable[Seen]) -> list[Behind]:
    return [Behind(one.unit, one.number, (one.person,)) for one in seen]


def _decided(wishes: Iterable[MeetingRow], when: When, viewer: Viewer) -> Iterable[tuple[int, date, int, bool]]:
    """The wishes whose hours have been used or have run out, and whether they were planned in time."""
    hours = target()
    for row in wishes:
        within = figures_of(Rows([row], (), ()), when.whole, hours, hours, viewer.now).planned_within
        if within.base:
            yield row.unit or 0, row.requested_on, row.person, bool(within.number)


def _steps(marks: Mapping[int, Sequence[tuple[int, Mark]]], when: When) -> Iterable[Seen]:
    """Each person of whom it is known, where they worked when they were first placed in the time."""
    for number in (*when.numbers, WINDOW):
        window = When(when.quarters, number).window
        for person, rows in marks.items():
            outcome = outcome_in((mark for _unit, mark in rows), window)
            if outcome is not Outcome.UNKNOWN:
                unit = next(unit for unit, mark in rows if mark.placed_on in window)
                yield Seen(unit, number, person, outcome is Outcome.UP)


def _reasons(used: Iterable[Used], inside: frozenset[int]) -> tuple[tuple[str, str], ...]:
    """The most frequent first. What few people stand behind is told together, or not at all."""
    lang = page_language()
    missed = [one for one in used if one.unit in inside and not one.sent]
    given = {one.reason for one in missed}
    people = {reason: frozenset(one.person for one in missed if one.reason == reason) for reason in given}
    if len(frozenset().union(*people.values())) < FEWEST:
        return ()
    hidden = hidden_among(people)
    counted = {reason: sum(one.reason == reason for one in missed) for reason in people}
    told = sorted((reason for reason in people if reason not in hidden), key=lambda reason: (-counted[reason], reason))
    lines = [(_say_reason(reason), say_number(counted[reason], 0, lang)) for reason in told]
    if hidden:
        rest = say_number(sum(counted[reason] for reason in hidden), 0, lang)
        lines.append((_("Other reasons together"), rest))
    return tuple(lines)


def _say_reason(reason: str) -> str:
    return str(MISSED_REASONS[MissedReason(reason)]) if reason else _("No reason given yet")
