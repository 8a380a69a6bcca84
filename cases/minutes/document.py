"""Minutes as a paper: a tagged PDF file that anybody can have read aloud."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from cases.minutes.content import (
    Agreements,
    Facts,
    MinutesContent,
    Paragraphs,
    Plan,
    Section,
    Stair,
    Standing,
    Step,
    Week,
    to_json,
)
from cases.papers import typeset
from people.calendar import COPENHAGEN, ONE_WEEK
from people.words import initials, say_full_date, say_hours, say_short_date, say_time

_TEMPLATE = Path(__file__).with_name("minutes.typ")
# A paper is read years later: its dates always have their year.
_NO_YEAR = date.min


def pdf(content: MinutesContent) -> bytes:
    """The same content makes the same file, byte for byte."""
    return typeset(_TEMPLATE, printed(content), made_at=content.made_at)


def printed(content: MinutesContent) -> dict[str, Any]:
    """All words as they stand on the paper; the template only places and draws them."""
    made = content.made_at.astimezone(COPENHAGEN)
    return {
        "municipality": content.municipality,
        "title": content.title,
        "whose": content.whose,
        "whose_work": content.whose_work,
        "when": _when(content),
        "place": content.place,
        "corrected": _corrected(content),
        "made": f"Lavet af {content.made_by} {say_full_date(made.date(), _NO_YEAR)} {say_time(made)}.",
        "participants": [
            {
                "name": one.name,
                "role": _capitalised(one.role),
                "party": one.party,
                "attended": "Ja" if one.attended else "Nej",
            }
            for one in content.participants
        ],
        "sections": [_section(section) for section in content.sections],
        "foot": f"Fortroligt. {content.title}, {content.whose}, version {content.version}",
    }


def _when(content: MinutesContent) -> str:
    begin = content.starts_at.astimezone(COPENHAGEN)
    hours = say_hours(begin, content.ends_at) if content.ends_at else say_time(begin)
    return _capitalised(f"{say_full_date(begin.date(), _NO_YEAR)} {hours}")


def _capitalised(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _corrected(content: MinutesContent) -> str:
    """`Version 2, rettet torsdag 26. november 2026: ...`; nothing on the first version."""
    if content.correction is None:
        return ""
    day = content.correction.made_at.astimezone(COPENHAGEN).date()
    return f"Version {content.version}, rettet {say_full_date(day, _NO_YEAR)}: {content.correction.reason}"


def _section(section: Section) -> dict[str, Any]:
    match section:
        case Paragraphs() | Facts() | Agreements():
            return to_json(section)
        case Stair():
            return _stair(section)
        case Plan():
            return _plan(section)


# --- The staircase -----------------------------------------------------------------------------------------


def _stair(stair: Stair) -> dict[str, Any]:
    names = {step.number: step.name for step in stair.steps}
    agreed = None if stair.agreed is None else f"Fælles trin: {stair.agreed}. {names[stair.agreed]}."
    return {
        "kind": "stair",
        "heading": stair.heading,
        "in_words": stair.in_words,
        "read_aloud": " ".join(filter(None, (f"Trappe med {len(names)} trin.", stair.in_words, agreed))),
        # From left to right one goes up.
        "steps": [_step(step, stair) for step in sorted(stair.steps, key=lambda step: -step.number)],
        "rows": [_row(one.name, one.party, one.step, names) for one in stair.standings]
        + ([] if stair.agreed is None else [_row("Fælles trin", "agreed", stair.agreed, names)]),
    }


def _step(step: Step, stair: Stair) -> dict[str, Any]:
    return {
        "number": str(step.number),
        "name": step.name,
        "agreed": step.number == stair.agreed,
        "tokens": [_token(one) for one in stair.standings if one.step == step.number],
    }


def _token(standing: Standing) -> dict[str, str]:
    first, _, last = standing.name.partition(" ")
    return {"name": first, "initials": initials(first, last.rpartition(" ")[2]), "party": standing.party}


def _row(name: str, party: str, step: int, names: dict[int, str]) -> dict[str, str]:
    return {"name": name, "party": party, "step": str(step), "meaning": names[step]}


# --- The plan ------------------------------------------------------------------------------------------------


def _plan(plan: Plan) -> dict[str, Any]:
    full = _hours(plan.full_hours)
    runs = _runs(plan.weeks)
    rows = [_run(plan.weeks[first : last + 1]) for first, last in runs]
    return {
        "kind": "plan",
        "heading": plan.heading,
        "in_words": plan.in_words,
        "read_aloud": " ".join(
            (
                plan.in_words,
                f"Fuld tid er {full} timer om ugen.",
                *(f"Uge {row['weeks']}: {row['hours']} timer." for row in rows),
            )
        ),
        "full": {"hours": float(plan.full_hours), "words": f"Fuld tid, {full} timer"},
        "weeks": [
            {
                "number": str(week.begins.isocalendar().week),
                # The drawing is narrow; the table has the year.
                "begins": say_short_date(week.begins, week.begins),
                "hours": float(week.hours),
                "words": _hours(week.hours),
            }
            for week in plan.weeks
        ],
        "runs": runs,
        "rows": rows,
        "evaluation": _evaluation(plan),
        "lists": [
            {"heading": listing.heading, "items": [{"text": item.text, "note": item.note} for item in listing.items]}
            for listing in plan.lists
        ],
    }


def _runs(weeks: Sequence[Week]) -> list[tuple[int, int]]:
    """The first and last of weeks after each other with the same hours: a row of the table."""
    numbered = groupby(enumerate(weeks), key=lambda pair: (pair[1].hours, pair[1].begins - pair[0] * ONE_WEEK))
    runs = [[number for number, _ in run] for _, run in numbered]
    return [(run[0], run[-1]) for run in runs]


def _run(weeks: Sequence[Week]) -> dict[str, str]:
    first, last = weeks[0].begins, weeks[-1].begins
    numbers = [str(day.isocalendar().week) for day in (first, last)]
    return {
        "weeks": numbers[0] if first == last else " til ".join(numbers),
        "from": _capitalised(say_full_date(first, _NO_YEAR)),
        "hours": _hours(weeks[0].hours),
    }


def _evaluation(plan: Plan) -> dict[str, Any] | None:
    """Where on the axis of weeks; None where it lies beside it."""
    if plan.evaluated_on is None:
        return None
    at = [
        number + (plan.evaluated_on - week.begins) / ONE_WEEK
        for number, week in enumerate(plan.weeks)
        if week.begins <= plan.evaluated_on < week.begins + ONE_WEEK
    ]
    words = f"Vi ser på planen igen {say_full_date(plan.evaluated_on, _NO_YEAR)}"
    return {"words": words, "at": at[0] if at else None}


def _hours(hours: Decimal) -> str:
    return f"{hours.normalize():f}".replace(".", ",")
