"""What a meeting's pack keeps, and how it is written down: numbers and keys, in JSON."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from insight.rules.distance import points_off


@dataclass(frozen=True, slots=True)
class MeetingUnit:
    """A unit with all below it: possible days, percent, percent a year before. Where `hidden` says why, no more."""

    unit: int
    hidden: str = ""
    possible: Decimal | None = None
    percent: Decimal | None = None
    before: Decimal | None = None
    target: Decimal | None = None

    @property
    def points(self) -> Decimal | None:
        """How many points above its target."""
        return points_off(self.percent, self.target)


@dataclass(frozen=True, slots=True)
class MeetingContent:
    """From a first to a last day. The first of `units` is the director's; `trend` are month and percent of the twelve
    months that end with it. `overdue` follow-ups and `long` absences are of the day on which it was made; None where
    one to four would come out.
    """

    first: date
    last: date
    units: tuple[MeetingUnit, ...]
    trend: tuple[tuple[date, Decimal], ...]
    overdue: int | None
    long: int | None
    initiatives: tuple[int, ...]


def to_json(content: MeetingContent) -> dict[str, Any]:
    return {
        "first": content.first.isoformat(),
        "last": content.last.isoformat(),
        "units": [
            {
                "unit": each.unit,
                "hidden": str(each.hidden),
                **{name: _text(getattr(each, name)) for name in ("possible", "percent", "before", "target")},
            }
            for each in content.units
        ],
        "trend": [[month.isoformat(), str(percent)] for month, percent in content.trend],
        "overdue": content.overdue,
        "long": content.long,
        "initiatives": list(content.initiatives),
    }


def from_json(kept: dict[str, Any]) -> MeetingContent:
    """What `to_json` wrote."""
    return MeetingContent(
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        units=tuple(
            MeetingUnit(
                each["unit"],
                each["hidden"],
                *(_number(each[name]) for name in ("possible", "percent", "before", "target")),
            )
            for each in kept["units"]
        ),
        trend=tuple((date.fromisoformat(month), Decimal(percent)) for month, percent in kept["trend"]),
        overdue=kept["overdue"],
        long=kept["long"],
        initiatives=tuple(kept["initiatives"]),
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
