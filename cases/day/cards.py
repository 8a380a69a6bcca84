"""What a leader owes, as cards: one act a person, its further reasons, and what waits behind. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.followups.kinds import kind_of
from cases.followups.rules import Card as OwedCard
from cases.followups.rules import FollowUpState, PostponeLimits, Stored, cards, latest_postponement
from people.calendar import Calendar
from people.rules import OwnerRole
from people.words import (
    A_WEEK,
    Chip,
    Language,
    danish_key,
    deadline_chip,
    say_day,
    say_full_date,
    say_short_date,
)

MOST_STEPS = 5
NO_STEP = 1000  # after every step


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a card is about. `calls` is the number as `tel:` takes it, empty where none is known."""

    ref: str
    name: str
    first_name: str
    initials: str
    phone: str = ""
    calls: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One follow-up in words. `done` is what its button says; `law` the legal limit, empty for the others.

    `url` is where it is done, empty where the press itself does it.
    """

    ref: str
    act: str
    advice: str
    done: str
    chip: Chip | None
    law: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A mark on the line of days; see components/steps.html for the states."""

    state: str
    day: str
    date: str


@dataclass(frozen=True, slots=True)
class Postponing:
    """To when an act may be postponed: a few days to press, and the limits of another day."""

    days: tuple[tuple[str, str], ...]
    earliest: str
    latest: str
    limit: str


@dataclass(frozen=True, slots=True)
class DayCard:
    """What one employee is owed now. One press does the act and its `reasons`; each of `own` has its own button."""

    person: Person
    act: Act
    reasons: tuple[str, ...]
    own: tuple[Act, ...]
    after: str
    steps: tuple[Step, ...]
    postponing: Postponing | None
    due_on: date | None
    step: int
    employee: int


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that turns up on a later day."""

    person: Person
    when: str
    under: str
    act: str
    law: str
    day: date


@dataclass(frozen=True, slots=True)
class Say:
    """How words are made: the day that it is, and the language."""

    today: date
    lang: Language


@dataclass(frozen=True, slots=True)
class SayAhead(Say):
    """And where days may be moved: which are working days, and how far one may postpone."""

    calendar: Calendar
    limits: PostponeLimits


@dataclass(frozen=True, slots=True)
class Rows:
    """One employee's rows as the rules see them, and the opaque reference of each."""

    employee: int
    person: Person
    stored: Sequence[Stored]
    refs: Mapping[int, str]


def call_name(first_names: str) -> str:
    """What a card calls somebody: the first of the first names."""
    return first_names.split(" ", maxsplit=1)[0]


def day_cards(everybody: Iterable[Rows], say: SayAhead) -> list[DayCard]:
    """Over time first, then today's, the undated last; on one day the early steps before the late ones and before
    what has none, then by name.
    """
    found = [
        _day_card(rows, card, say)
        for rows in everybody
        for card in cards(rows.stored)
        if card.act.turns_up_on is None or card.act.turns_up_on <= say.today
    ]
    return sorted(found, key=lambda card: (card.due_on or date.max, card.step, danish_key(card.person.name)))


def coming_rows(everybody: Iterable[Rows], say: Say, until: date) -> list[Coming]:
    """What turns up after today and until the day; the earliest first."""
    found = [
        _coming(rows, row, say)
        for rows in everybody
        for row in rows.stored
        if row.state is FollowUpState.OPEN and row.turns_up_on and say.today < row.turns_up_on <= until
    ]
    return sorted(found, key=lambda coming: (coming.day, danish_key(coming.person.name)))


def last_day_ahead(today: date) -> date:
    """To which day "the rest of the week" looks: Sunday, and from Friday on the Sunday after."""
    ahead = 6 - today.weekday()
    return today + timedelta(days=ahead if ahead > 2 else ahead + A_WEEK)


def postponing_of(row: Stored, say: SayAhead) -> Postponing | None:
    """To when the row may be postponed; None where it may not be any more."""
    latest = latest_postponement(row, say.today, say.limits)
    if latest is None:
        return None
    earliest = max(say.today, row.turns_up_on or say.today) + timedelta(days=1)
    days = [day for day in _working_days(earliest, say.calendar, 2) if day <= latest]
    return Postponing(
        days=tuple((day.isoformat(), say_day(day, say.today, say.lang)) for day in days),
        earliest=earliest.isoformat(),
        latest=latest.isoformat(),
        limit=_say_limit(row, latest, say),
    )


# --- Words ----------------------------------------------------------------------------------------------


def act_of(row: Stored, ref: str, person: Person, say: Say) -> Act:
    words, kind = row.duty.words, kind_of(row.duty.kind)
    danish = say.lang == "da"
    return Act(
        ref=ref,
        act=_named(words.act_da if danish else words.act_en, person) or str(kind.act) % {"name": person.first_name},
        advice=_named(words.advice_da if danish else words.advice_en, person),
        done=_named(words.done_da if danish else words.done_en, person)
        or (str(kind.press) if kind.url else _("I have done that")),
        chip=None
        if row.due_on is None
        else deadline_chip(row.due_on, say.today, say.lang, late_by_correction=row.late_by_correction),
        law=say_law(row, say),
        url=reverse(kind.url, args=[ref]) if kind.url and ref else "",
    )


def say_law(row: Stored, say: Say) -> str:
    if row.legal_last_day is None:
        return ""
    return _("The legal limit is %(day)s") % {"day": say_full_date(row.legal_last_day, say.today, say.lang)}


def _named(words: str, person: Person) -> str:
    return words.replace("{name}", person.first_name)


# --- Cards ------------------------------------------------------------------------------------------------


def _day_card(rows: Rows, card: OwedCard, say: SayAhead) -> DayCard:
    together = card.together or (card.act,)
    lead, *others = together
    acts = {row.ref: act_of(row, rows.refs[row.ref], rows.person, say) for row in (*together, *card.own_buttons)}
    behind = [row for row in card.waiting if row.turns_up_on and row.turns_up_on <= say.today]
    return DayCard(
        person=rows.person,
        act=acts[lead.ref],
        reasons=tuple(acts[row.ref].act for row in others),
        own=tuple(acts[row.ref] for row in card.own_buttons if row.ref != lead.ref),
        after=act_of(behind[0], "", rows.person, say).act if behind else "",
        steps=_steps(rows.stored, {row.ref for row in (*together, *card.own_buttons)}, say),
        postponing=postponing_of(lead, say),
        due_on=lead.due_on,
        step=lead.duty.step or NO_STEP,
        employee=rows.employee,
    )


def _coming(rows: Rows, row: Stored, say: Say) -> Coming:
    day = row.turns_up_on or say.today
    words = act_of(row, "", rows.person, say)
    when = say_day(day, say.today, say.lang)
    distance = deadline_chip(day, say.today, say.lang).words
    return Coming(rows.person, when, "" if distance == when else distance, words.act, words.law, day)


def _say_limit(row: Stored, latest: date, say: SayAhead) -> str:
    words = [_("At most %(days)s days.") % {"days": say.limits.days}]
    if row.legal_last_day is not None and latest == row.legal_last_day:
        words = [
            _("Until %(day)s at the latest: that is the law's limit.") % {"day": say_day(latest, say.today, say.lang)}
        ]
    if row.postponed + 1 == say.limits.times:
        words.append(_("This is the last time it can be postponed."))
    words.append(_("The reason is seen only by those who work with the case."))
    return " ".join(words)


def _working_days(first: date, calendar: Calendar, number: int) -> list[date]:
    days: list[date] = []
    day = first
    while len(days) < number:
        day = calendar.next_working_day(day)
        days.append(day)
        day += timedelta(days=1)
    return days


def _steps(stored: Sequence[Stored], now: set[int], say: Say) -> tuple[Step, ...]:
    """The days of the latest spell, where a leader owes something on them."""
    marked = [
        row
        for row in stored
        if row.duty.step is not None
        and row.due_on is not None
        and row.duty.owner_role is OwnerRole.LEADER
        and row.state in {FollowUpState.OPEN, FollowUpState.DONE, FollowUpState.OVERTAKEN}
    ]
    if not marked:
        return ()
    spell_from = max(row.spell_from or date.min for row in marked)
    of_day: dict[int, Stored] = {}
    for row in sorted(marked, key=lambda row: (row.duty.step or 0, row.ref in now)):
        if row.spell_from == spell_from:
            of_day[row.duty.step or 0] = row
    return tuple(_step(row, now, say) for _day, row in sorted(of_day.items()))[:MOST_STEPS]


def _step(row: Stored, now: set[int], say: Say) -> Step:
    if row.ref in now:
        state = "now"
    elif row.state is FollowUpState.DONE:
        state = "done"
    else:
        state = "out" if row.state is FollowUpState.OVERTAKEN else "next"
    due_on = row.due_on or say.today
    return Step(
        state=state,
        day=say_step(row.duty.step or 0, by_law=row.duty.mandatory),
        date=say_day(due_on, say.today, say.lang)
        if due_on == say.today
        else say_short_date(due_on, say.today, say.lang),
    )


def say_step(step: int, *, by_law: bool) -> str:
    """`Dag 5`; the law counts in whole weeks, and day 29 is `4 uger`."""
    weeks, rest = divmod(step - 1, A_WEEK)
    if by_law and weeks > 1 and not rest:
        return _("%(number)s weeks") % {"number": weeks}
    return _("Day %(number)s") % {"number": step}
