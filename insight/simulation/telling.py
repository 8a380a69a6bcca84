"""The figures in words and as numbers: the same for the page and for the files. No database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from absence.rules import Rule
from insight.rules.masking import why_hidden
from insight.rules.simulation import BY_ITSELF_BEFORE_DAY, LONG_FROM_DAY, SAME_SIGNAL_DAYS, Share
from insight.rules.versions import latest_versions
from insight.simulation.figures import Column, Groups, Key, Result
from insight.simulation.words import name_of, say_rule
from insight.words import say_why
from people.rules import OwnerRole
from people.words import Language, halves_up, say_number, say_percent
from retention.partners.queries.words import say_people

AN_HOUR: Final = 60
A_HUNDRED: Final = 100
TEN: Final = 10
DASH: Final = "–"
WIDEST: Final = 120


class Unit(StrEnum):
    """What a number counts."""

    SIGNALS = "signals"
    PEOPLE = "people"
    HOURS = "hours"
    CASES = "cases"


UNITS: Final[dict[Unit, Promise]] = {
    Unit.SIGNALS: gettext_lazy("signals"),
    Unit.PEOPLE: gettext_lazy("people"),
    Unit.HOURS: gettext_lazy("hours"),
    Unit.CASES: gettext_lazy("long absences"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words, what it is beside its base, and as a number of so many for a file."""

    words: str = DASH
    under: str = ""
    number: float | None = None
    base: int | None = None


Cells = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, with the name of each column; `about` is what it counts, exactly."""

    label: str
    about: str
    unit: Unit
    cells: Cells


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How often a rule fired, drawn as long as `bar`; `policy` says whose rule it is, where there are several."""

    label: str
    policy: str
    minutes: str
    fired: Cell
    hours: Cell
    bar: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group; where it is `hidden`, that says why, and there are no cells."""

    label: str
    people: str
    cells: Cells = ()
    hidden: str = ""


def names_of(columns: Iterable[Column], lang: Language) -> list[str]:
    """A policy's own; what is given today is called that, whatever it is."""
    return [_("Today") if column.is_today else say_policies(column, lang) for column in columns]


def say_policies(column: Column, lang: Language) -> str:
    return ", ".join(name_of(policy, lang) for policy in column.policies)


# --- What they amount to -------------------------------------------------------------------------------------


def lines_of(result: Result, lang: Language) -> list[Line]:
    say = _Saying(result, lang)
    days = {"days": SAME_SIGNAL_DAYS}
    return [
        say.line(
            _("Signals"),
            _("What the rules ask of somebody about an employee, one by one. Below: on every 100 employees."),
            Unit.SIGNALS,
            say.all,
        ),
        say.line(_("Employees with a signal"), _("At least one. Each counts once."), Unit.PEOPLE, say.people),
        say.line(
            _("To each leader in a week"),
            _("Signals that a leader has to act on, on average for those who lead there today."),
            Unit.SIGNALS,
            say.load,
        ),
        say.line(
            _("Leaders' time"),
            _("Signals to leaders times the minutes that each takes. An estimate of our own, see below."),
            Unit.HOURS,
            say.hours,
        ),
        say.line(
            _("Long absences met in time"),
            _(
                "Absences of at least %(long)s days that began in the period: with a signal on an earlier day. "
                "And the day of the first one, in the middle."
            )
            % {"long": LONG_FROM_DAY},
            Unit.CASES,
            say.met,
        ),
        say.line(
            _("Signals that came to nothing"),
            _("The absence ended by itself before day %(day)s.") % {"day": BY_ITSELF_BEFORE_DAY},
            Unit.SIGNALS,
            say.in_vain,
        ),
        say.line(
            _("The same as today"),
            _("Today's rules give a signal about the same employee at most %(days)s days earlier or later.") % days,
            Unit.SIGNALS,
            say.shared,
        ),
        say.line(_("New"), _("Today's rules give none within %(days)s days.") % days, Unit.SIGNALS, say.new),
        say.line(
            _("Fall away"),
            _("Signals of today's that the policy gives none of within %(days)s days.") % days,
            Unit.SIGNALS,
            say.gone,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Saying:
    """Each figure of a column."""

    result: Result
    lang: Language

    def line(self, label: str, about: str, unit: Unit, say: Callable[[Column], Cell]) -> Line:
        cells = map(say, self.result.columns)
        return Line(label, about, unit, tuple(zip(names_of(self.result.columns, self.lang), cells, strict=True)))

    def all(self, column: Column) -> Cell:
        number, people = column.tally.number, self.result.people
        return Cell(self._whole(number), _per_hundred(number, people, self.lang), number, people)

    def people(self, column: Column) -> Cell:
        return self._of(column.tally.people, self.result.people, _("of the employees"))

    def load(self, column: Column) -> Cell:
        leaders = self.result.leaders
        if not leaders:
            return Cell(under=_("nobody leads here"))
        number = column.tally.to_leaders / leaders / self.result.weeks
        under = ngettext("%(number)s leader", "%(number)s leaders", leaders) % {"number": self._whole(leaders)}
        return Cell(say_number(number, 1, self.lang), under, float(halves_up(number, 2)), leaders)

    def hours(self, column: Column) -> Cell:
        hours, leaders = column.tally.minutes / AN_HOUR, self.result.leaders
        words = _say_hours(hours, self.lang)
        if not leaders:
            return Cell(words, "", float(halves_up(hours, 1)), leaders)
        minutes = say_number(column.tally.minutes / leaders / self.result.weeks, 0, self.lang)
        under = _("%(minutes)s minutes a leader and week") % {"minutes": minutes}
        return Cell(words, under, float(halves_up(hours, 1)), leaders)

    def met(self, column: Column) -> Cell:
        met = column.tally.met
        if not met.cases:
            return Cell(under=_("no long absence began"))
        words = _("%(number)s of %(base)s") % {"number": self._whole(met.caught), "base": self._whole(met.cases)}
        day = "" if met.median_day is None else _("typically on day %(day)s") % {"day": _day(met.median_day, self.lang)}
        return Cell(words, day, met.caught, met.cases)

    def in_vain(self, column: Column) -> Cell:
        return self._of(column.tally.in_vain, column.tally.number, _("of the signals"))

    def shared(self, column: Column) -> Cell:
        if column.is_today:
            return Cell()
        return self._of(column.overlap.shared, column.tally.number, _("of the signals"))

    def new(self, column: Column) -> Cell:
        if column.is_today:
            return Cell()
        return self._of(column.overlap.new, column.tally.number, _("of the signals"))

    def gone(self, column: Column) -> Cell:
        if column.is_today:
            return Cell()
        return self._of(column.overlap.gone, self.result.columns[-1].tally.number, _("of today's"))

    def _whole(self, number: float) -> str:
        return say_number(number, 0, self.lang)

    def _of(self, number: int, base: int, of_what: str) -> Cell:
        under = f"{say_percent(A_HUNDRED * number / base, 0, self.lang)} {of_what}" if base else ""
        return Cell(self._whole(number), under, number, base)


def _day(day: float, lang: Language) -> str:
    return say_number(day, 0 if day == int(day) else 1, lang)


def _say_hours(hours: float, lang: Language) -> str:
    """Less than ten with a decimal."""
    number = halves_up(hours, 1 if hours < TEN else 0)
    decimals = 0 if number == int(number) else 1
    return ngettext("%(number)s hour", "%(number)s hours", 1 if number == 1 else 2) % {
        "number": say_number(number, decimals, lang)
    }


def _per_hundred(number: int, people: int, lang: Language) -> str:
    return _("%(number)s per 100") % {"number": say_number(A_HUNDRED * number / people, 0, lang)}


# --- By rule, and for whom ------------------------------------------------------------------------------------


def rules_of(result: Result, lang: Language) -> list[list[RuleLine]]:
    """The rules of each column and what each comes to. Versions of a rule are one line, in the words of the latest."""
    most = max((number for column in result.columns for number in column.tally.rules.values()), default=0)
    return [
        [
            _rule_line(rule, name_of(policy, lang) if len(column.policies) > 1 else "", column, most, lang)
            for policy in column.policies
            for rule in latest_versions(policy.rules).values()
        ]
        for column in result.columns
    ]


def _rule_line(rule: Rule, policy: str, column: Column, most: int, lang: Language) -> RuleLine:
    number = column.tally.rules.get(rule.key, 0)
    each = settings.SIGNAL_MINUTES.get(rule.creates, 0) if rule.owner_role is OwnerRole.LEADER else 0
    hours = each * number / AN_HOUR
    return RuleLine(
        label=say_rule(rule, lang),
        policy=policy,
        minutes=_("%(minutes)s minutes") % {"minutes": each} if each else _("none of leaders' time"),
        fired=Cell(say_number(number, 0, lang), "", number, column.tally.number),
        hours=Cell(_say_hours(hours, lang), "", float(halves_up(hours, 1))),
        bar=round(WIDEST * number / most) if most else 0,
    )


def groups_of(
    groups: Groups[Key], labels: Iterable[tuple[Key, str]], names: Sequence[str], lang: Language
) -> list[GroupLine]:
    """Those of the labelled groups that have anybody, in that order; `names` are those of the columns."""
    return [_group_line(groups, key, label, names, lang) for key, label in labels if key in groups.people]


def _group_line(groups: Groups[Key], key: Key, label: str, names: Sequence[str], lang: Language) -> GroupLine:
    number = groups.people[key]
    people = say_people(number)
    if key in groups.hidden:
        return GroupLine(label, people, hidden=say_why(why_hidden(number)))
    cells = (_share(each.get(key, Share()), number, lang) for each in groups.shares)
    return GroupLine(label, people, tuple(zip(names, cells, strict=True)))


def _share(share: Share, people: int, lang: Language) -> Cell:
    with_any = ngettext("%(number)s person", "%(number)s people", share.people) % {
        "number": say_number(share.people, 0, lang)
    }
    under = f"{with_any}, {_per_hundred(share.number, people, lang)}"
    return Cell(say_number(share.number, 0, lang), under, share.number, people)
