"""The panel of a leader's day on the front page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from absence.day.queries import Presence, presence_of
from cases.day.cards import Coming, DayCard, Person, Say, Step
from cases.day.queries import Day, Done, day_of, record_listed, say_ahead_for
from cases.followups.words import postpone_reasons
from cases.panels import Panel
from people.viewer import Viewer
from people.words import say_day_and_distance

# Beyond these a card postpones on a page of its own, is a line, is only counted: a page stays light on a phone.
OPENS_INSIDE = 5
MOST_CARDS = 8
MOST_LINES = 10
MOST_AHEAD = 12
MOST_AWAY = 10
CALM = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody is owed, beside whether they are away. `period` is empty for somebody who is back."""

    owed: DayCard
    under: str
    period: str
    steps: tuple[Step, ...]
    reasons: tuple[tuple[str, str], ...]
    opens_inside: bool


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards in full, those after them as lines, and how many there are beyond."""

    cards: Sequence[Card]
    more: Sequence[Card]
    left_out: int
    empty_title: str
    empty_text: str
    done: Sequence[Done]


@dataclass(frozen=True, slots=True)
class Week:
    title: str
    ahead: Sequence[Coming]
    left_out: int


@dataclass(frozen=True, slots=True)
class AwayLine:
    """Somebody who is away, and on which day."""

    person: Person
    cause: str
    end: str


@dataclass(frozen=True, slots=True)
class Absent:
    count: str
    away: Sequence[AwayLine]
    left_out: int


def leaders_day(viewer: Viewer, today: date) -> list[Panel]:
    """What a leader owes today, what comes this week, and who is away. Four queries and the record of the list."""
    if not viewer.leads:
        return []
    say = say_ahead_for(viewer)
    presence = presence_of(viewer, say.lang)
    day = day_of(viewer, say, absent=presence.away.keys())
    cards = [_card(card, presence, number) for number, card in enumerate(day.cards)]
    record_listed(viewer, _shown(day, presence))
    return [
        Panel("absence/day/cards.html", _cards(cards, day, say), lead=say_lead(day, today)),
        Panel("absence/day/week.html", _week(day, today), side=True),
        Panel("absence/day/absent.html", _absent(presence), side=True),
    ]


def say_lead(day: Day, today: date) -> str:
    """`3 ting venter på dig. Resten af ugen ser rolig ud.`; what is late is named first."""
    late = sum(1 for card in day.cards if card.due_on is not None and card.due_on < today)
    now = len(day.cards) - late
    words = []
    if late:
        words.append(
            ngettext("%(number)s thing should have been done.", "%(number)s things should have been done.", late)
            % {"number": late}
        )
    if now:
        words.append(
            ngettext("%(number)s thing is waiting for you.", "%(number)s things are waiting for you.", now)
            % {"number": now}
        )
    if now and not late and len(day.ahead) <= CALM:
        words.append(_("The rest of the week looks calm.") if _is_this_week(day, today) else "")
    return " ".join(filter(None, words))


def _card(card: DayCard, presence: Presence, number: int) -> Card:
    away = presence.away.get(card.employee)
    return Card(
        owed=card,
        under=presence.under.get(card.employee, ""),
        period=away.period if away else "",
        steps=card.steps if away else (),
        reasons=tuple(postpone_reasons(card.person.first_name)),
        opens_inside=number < OPENS_INSIDE,
    )


def _cards(cards: Sequence[Card], day: Day, say: Say) -> Cards:
    return Cards(
        cards=cards[:MOST_CARDS],
        more=cards[MOST_CARDS : MOST_CARDS + MOST_LINES],
        left_out=max(0, len(cards) - MOST_CARDS - MOST_LINES),
        empty_title=_("Nothing to do today"),
        empty_text=_empty_text(day, say),
        done=day.done,
    )


def _empty_text(day: Day, say: Say) -> str:
    words = [_("You are done with everything up to and including today.")]
    if day.next is not None:
        words.append(
            _("Next time is %(day)s: %(act)s (%(name)s).")
            % {
                "day": say_day_and_distance(day.next.day, say.today, say.lang),
                "act": day.next.act[:1].lower() + day.next.act[1:],
                "name": day.next.person.name,
            }
        )
    return " ".join(words)


def _week(day: Day, today: date) -> Week:
    return Week(
        title=_("The rest of the week") if _is_this_week(day, today) else _("Until the end of next week"),
        ahead=day.ahead[:MOST_AHEAD],
        left_out=max(0, len(day.ahead) - MOST_AHEAD),
    )


def _is_this_week(day: Day, today: date) -> bool:
    return (day.until - today).days < 7 - today.weekday()


def _absent(presence: Presence) -> Absent:
    rows = list(presence.away.values())
    return Absent(
        count=_("%(away)s of %(people)s") % {"away": len(rows), "people": presence.people},
        away=[AwayLine(row.person, row.cause, _("day %(day)s") % {"day": row.day}) for row in rows[:MOST_AWAY]],
        left_out=max(0, len(rows) - MOST_AWAY),
    )


def _shown(day: Day, presence: Presence) -> set[str]:
    people = [
        *(card.person for card in day.cards),
        *(row.person for row in day.ahead),
        *(done.person for done in day.done),
        *(away.person for away in presence.away.values()),
    ]
    return {person.ref for person in people}
