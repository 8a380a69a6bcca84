"""Notices: their states, when they may go out, when they are tried again. Pure.

Hours are Copenhagen hours. A notice is an envelope to one recipient; what it counts is found when it is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from people.calendar import COPENHAGEN, Calendar
from people.rules import RuleViolation


class NoticeState(StrEnum):
    OWED = "owed"
    CLAIMED = "claimed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class NoticeEvent(StrEnum):
    CLAIM = "claim"
    ACCEPT = "accept"  # the mail server took it
    DEFER = "defer"  # not now
    REFUSE = "refuse"  # never, or not within two days
    MOOT = "moot"  # there is nothing left to tell
    OWE = "owe"  # there is again


TRANSITIONS: dict[tuple[NoticeState, NoticeEvent], NoticeState] = {
    (NoticeState.OWED, NoticeEvent.CLAIM): NoticeState.CLAIMED,
    # The lease ran out: whoever held it is gone, and may or may not have sent.
    (NoticeState.CLAIMED, NoticeEvent.CLAIM): NoticeState.CLAIMED,
    (NoticeState.CLAIMED, NoticeEvent.ACCEPT): NoticeState.SENT,
    (NoticeState.CLAIMED, NoticeEvent.DEFER): NoticeState.OWED,
    (NoticeState.CLAIMED, NoticeEvent.REFUSE): NoticeState.FAILED,
    (NoticeState.CLAIMED, NoticeEvent.MOOT): NoticeState.WITHDRAWN,
    (NoticeState.WITHDRAWN, NoticeEvent.OWE): NoticeState.OWED,
    # Somebody has put right what made it fail.
    (NoticeState.FAILED, NoticeEvent.OWE): NoticeState.OWED,
}


def next_state(state: NoticeState, event: NoticeEvent) -> NoticeState:
    """`RuleViolation("notice_not_there")` where the event has no place."""
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise RuleViolation("notice_not_there")
    return after


class NoticeKind(StrEnum):
    """One digest a person and working day; the rest at once, for what cannot wait."""

    DIGEST = "digest"
    CASE_OPENED = "case_opened"
    NEW_TASK = "new_task"  # of a kind that is announced
    CONTACTS = "contacts"  # once a month
    # News of what other apps know: see `News`.
    OUTSIDE = "outside"  # a wish from outside waits for a consultant
    OUTSIDE_HELP = "outside_help"  # it has waited for long
    OUTSIDE_LATE = "outside_late"  # its time is up
    SERIES = "series"  # a leader wishes for care talks
    # A list or pack has been made; owed by what made it.
    LONG_LIST = "long_list"
    QUARTER_PACK = "quarter_pack"
    MEETING_PACK = "meeting_pack"
    # To those who take part in a talk, by their link.
    INVITATION = "invitation"  # with the entry for their calendar; the talk called off, too
    TIMES = "times"  # when could they come?
    MEETING_LINK = "meeting_link"  # something on their page waits for them
    MINUTES = "minutes"
    RECALLED = "recalled"  # minutes that they were sent
    CODE = "code"  # lets them in, while they wait for it


@dataclass(frozen=True, slots=True)
class News:
    """Something that waits, and of which these are told at once: by kind and by what it refers to, since when."""

    kind: NoticeKind
    subject: str
    since: date
    told: frozenset[int]


OF_PACKS = frozenset({NoticeKind.LONG_LIST, NoticeKind.QUARTER_PACK, NoticeKind.MEETING_PACK})

# What somebody waits for may go out at any hour.
AT_ANY_HOUR = frozenset({NoticeKind.CODE})


# --- When ------------------------------------------------------------------------------------------

FIRST_HOUR = time(7)
LAST_HOUR = time(18)


def is_sending_time(now: datetime, calendar: Calendar) -> bool:
    """On working days from 7 until 18."""
    wall = now.astimezone(COPENHAGEN)
    return calendar.is_working_day(wall.date()) and FIRST_HOUR <= wall.time() < LAST_HOUR


def next_sending_time(moment: datetime, calendar: Calendar) -> datetime:
    """The moment itself if mail may go out then, else the next 7 o'clock of a working day."""
    if is_sending_time(moment, calendar):
        return moment
    wall = moment.astimezone(COPENHAGEN)
    day = wall.date() if wall.time() < FIRST_HOUR else wall.date() + timedelta(days=1)
    return datetime.combine(calendar.next_working_day(day), FIRST_HOUR, tzinfo=COPENHAGEN)


def sending_time(kind: NoticeKind, moment: datetime, calendar: Calendar) -> datetime:
    """When a notice of the kind may go out, from the moment on."""
    return moment if kind in AT_ANY_HOUR else next_sending_time(moment, calendar)


# A reminder of the month goes out on its first working day, or in the week after if nothing could be sent then.
REMINDER_LASTS = timedelta(days=7)


def reminder_day(day: date, calendar: Calendar) -> date | None:
    """The day of the month's reminder that may go out on this day; None where it is too early or too late."""
    first = calendar.next_working_day(day.replace(day=1))
    return first if first <= day < first + REMINDER_LASTS else None


# --- Trying again ------------------------------------------------------------------------------------

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
GIVE_UP_AFTER = timedelta(hours=48)
ALARM_AFTER = timedelta(hours=1)


def retry_at(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts: in 1, 5, 15 minutes, then every hour."""
    return now + RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]


def may_resend(kind: NoticeKind, day: date, today: date) -> bool:
    """A digest of another day says nothing that today's does not, and nobody waits for a code any more; the rest is
    told as long as it holds.
    """
    return kind is not NoticeKind.CODE and (kind is not NoticeKind.DIGEST or day == today)


def is_given_up(owed_at: datetime, now: datetime) -> bool:
    return now - owed_at >= GIVE_UP_AFTER


class Reason(StrEnum):
    """Why a notice was withdrawn, waits or has failed. Of a server's answer only the number is kept."""

    NOTHING_DUE = "nothing_due"
    SUPERSEDED = "superseded"  # a later day's digest tells the same
    NO_ACCOUNT = "no_account"  # inactive, or without an address
    NO_ADDRESS = "no_address"  # of somebody who takes part in a talk
    NOT_THEIRS = "not_theirs"  # another has it now
    BAD_ADDRESS = "bad_address"
    NO_SERVER = "no_server"  # nobody answered, or it would not let us in
    NO_ANSWER = "no_answer"  # the answer never came: perhaps sent
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt. `perhaps_sent` where the server's last word is not known."""

    event: NoticeEvent
    reason: str = ""
    perhaps_sent: bool = False


def outcome_of_reply(code: int) -> Outcome:
    """A server's reply to the message: 2xx taken, 5xx never, all else later."""
    if 200 <= code <= 299:
        return Outcome(NoticeEvent.ACCEPT)
    if 500 <= code <= 599:
        return Outcome(NoticeEvent.REFUSE, f"smtp_{code}")
    return Outcome(NoticeEvent.DEFER, f"smtp_{code}")
