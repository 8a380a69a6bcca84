"""What is owed, the case it may belong to, the talks that are called, their minutes, and the mails about all of it."""

from cases.models.conversations import (
    AccessCode,
    Conversation,
    Invitation,
    Participant,
    ProposedTime,
    TimeAnswer,
)
from cases.models.matter import (
    Case,
    FollowUp,
    Wording,
)
from cases.models.minutes import (
    Minutes,
    MinutesComment,
    MinutesCopy,
)
from cases.models.notices import (
    Heartbeat,
    Notice,
)

__all__ = [
    "AccessCode",
    "Case",
    "Conversation",
    "FollowUp",
    "Heartbeat",
    "Invitation",
    "Minutes",
    "MinutesComment",
    "MinutesCopy",
    "Notice",
    "Participant",
    "ProposedTime",
    "TimeAnswer",
    "Wording",
]
