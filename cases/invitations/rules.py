"""Who takes part in a talk, what they are sent and may answer. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from people.rules import RuleViolation, insist


class Role(StrEnum):
    """As what somebody takes part."""

    EMPLOYEE = "employee"
    LEADER = "leader"  # of an outside employer, too
    CONSULTANT = "consultant"
    HR = "hr"
    COMPANION = "companion"
    REPRESENTATIVE = "representative"  # of the union, or of the working environment
    INTERPRETER = "interpreter"
    MUNICIPALITY = "municipality"  # of the home municipality
    OTHER = "other"


class Method(StrEnum):
    """What a calendar is asked to do. A change is a request with a higher sequence."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Answer(StrEnum):
    YES = "yes"
    OTHER_TIME = "other_time"
    NO = "no"


class Event(StrEnum):
    """What the flows of invitations write to the audit."""

    CALLED_TOGETHER = "called_together"
    CALLED_OFF = "called_off"
    TIMES_PROPOSED = "times_proposed"
    TIMES_ANSWERED = "times_answered"
    INVITATION_ANSWERED = "invitation_answered"
    COMPANION_BROUGHT = "companion_brought"
    COMPANION_LEFT_OUT = "companion_left_out"
    LINK_RENEWED = "link_renewed"
    CODE_ASKED_FOR = "code_asked_for"
    LET_IN = "let_in"
    NOT_LET_IN = "not_let_in"


# Those without whom a talk is none.
PARTIES: Final = frozenset({Role.EMPLOYEE, Role.LEADER, Role.CONSULTANT})
# Who takes part because they handle the matter: the place is theirs for as long as they do.
HANDLERS: Final = frozenset({Role.LEADER, Role.CONSULTANT, Role.HR})
# Of those, who handles it by an account alone: once it is closed, so is the place. Leaders may have none yet.
BY_ACCOUNT: Final = frozenset({Role.CONSULTANT, Role.HR})
# Each whom the employee asks is written to; so many may be asked for one talk.
MOST_COMPANIONS: Final = 5


def check_answer(answer: Answer, reason: str) -> None:
    """Who asks for another time says when it suits. `RuleViolation("reason_missing")`."""
    insist(answer is not Answer.OTHER_TIME or bool(reason.strip()), "reason_missing")


# --- Being let in ------------------------------------------------------------------------------------------

CODE_DIGITS: Final = 6
CODE_HOLDS: Final = timedelta(minutes=15)
CODE_TRIES: Final = 5
# So many codes in so long: who has the link of another can neither guess for long nor fill their inbox.
MOST_CODES: Final = ((timedelta(hours=1), 5), (timedelta(days=1), 15))
# How long who has proved themselves need not do so again, in the same browser.
PROOF_HOLDS: Final = timedelta(hours=12)


def check_asking(asked: Sequence[datetime], now: datetime) -> None:
    """May one more code be asked for, after those? `RuleViolation("too_many_codes")`."""
    if any(sum(moment > now - span for moment in asked) >= most for span, most in MOST_CODES):
        raise RuleViolation("too_many_codes")


def is_open(*, good_until: datetime | None, tries: int, used: bool, now: datetime) -> bool:
    """Whether a code that was mailed still lets anybody in."""
    return good_until is not None and now < good_until and tries < CODE_TRIES and not used


def mask(address: str) -> str:
    """`b***@nordstrand.example`: enough for who knows the address, and nothing for others."""
    name, _, house = address.rpartition("@")
    return f"{name[:1]}***@{house}" if name else ""


def mark_of(proposed_at: datetime) -> str:
    """Tells one proposal of times from another."""
    return f"{proposed_at.astimezone(UTC):%Y%m%d%H%M%S%f}"
