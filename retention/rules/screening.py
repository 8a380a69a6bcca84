"""Screening: may an absence become long? Answers about work, a score that anybody can count after, and advice. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from people.rules import RuleViolation


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Advice(StrEnum):
    FAST_TRACK = "fast_track"
    CONSULTANT = "consultant"
    ASK_MORE = "ask_more"  # too little is known
    NOTHING = "nothing"


class Decision(StrEnum):
    """What a person decides, whatever the advice."""

    FAST_TRACK = "fast_track"
    CONSULTANT = "consultant"
    LOOK_AGAIN = "look_again"
    NOTHING = "nothing"


class Event(StrEnum):
    """What the flows of screening write to the audit."""

    SCREENED = "screened"
    DECIDED = "screening_decided"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many points each advice is given."""

    fast_track: int
    consultant: int


@dataclass(frozen=True, slots=True)
class Score:
    """Points of `most`, and how many questions nobody could answer."""

    points: int
    most: int
    unknown: int
    asked: int


def score(weights: Mapping[str, int], answers: Mapping[str, Answer]) -> Score:
    """A yes gives the question's points, a no and a don't know none. Questions without an answer count as don't know.

    `RuleViolation("unknown_question")` for an answer to what was not asked.
    """
    if answers.keys() - weights.keys():
        raise RuleViolation("unknown_question")
    said = {key: answers.get(key, Answer.UNKNOWN) for key in weights}
    return Score(
        points=sum(weights[key] for key, answer in said.items() if answer is Answer.YES),
        most=sum(weights.values()),
        unknown=_count(said.values(), Answer.UNKNOWN),
        asked=len(weights),
    )


def advise(found: Score, limits: Limits) -> Advice:
    """By points; below the limits, half or more that nobody knows asks for a talk first."""
    if found.points >= limits.fast_track:
        return Advice.FAST_TRACK
    if found.points >= limits.consultant:
        return Advice.CONSULTANT
    if found.asked and found.unknown * 2 >= found.asked:
        return Advice.ASK_MORE
    return Advice.NOTHING


MOST_AHEAD: Final = timedelta(days=60)


def check_look_again(decision: Decision, day: date | None, today: date) -> None:
    """Looking again needs a day ahead, at most sixty; the others have none.

    `RuleViolation` with `day_missing`, `not_later`, `too_far`.
    """
    if decision is not Decision.LOOK_AGAIN:
        return
    if day is None:
        raise RuleViolation("day_missing")
    if day <= today:
        raise RuleViolation("not_later")
    if day > today + MOST_AHEAD:
        raise RuleViolation("too_far")


def _count(answers: Iterable[Answer], wanted: Answer) -> int:
    return sum(answer is wanted for answer in answers)
