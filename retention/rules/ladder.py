"""Where parties place somebody on the ladder. Pure."""

from enum import StrEnum


class Party(StrEnum):
    """Whose judgement a placement is."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    CONSULTANT = "consultant"
    AGREED = "agreed"


class Occasion(StrEnum):
    """On which occasion somebody was placed."""

    SCREENING = "screening"
    REFERRAL = "referral"
    TALK = "talk"
    ROUND_TABLE = "round_table"
    ON_THEIR_OWN = "on_their_own"
    OTHER = "other"


class ToldHow(StrEnum):
    """How somebody without an account told what another records for them."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    WRITING = "writing"
