"""The steps and offers that are shipped, as files beside this module. Nothing here asks the database."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ShippedStep:
    number: int
    name_da: str
    name_en: str
    description_da: str
    description_en: str
    first_day: date


@dataclass(frozen=True, slots=True)
class ShippedOffer:
    key: str
    name_da: str
    name_en: str
    steps: list[int]
    purpose: str
    provider: str
    price: str
    wait: str
    eligibility: str
    contact: str
    source: str
    last_checked: date
    first_day: date
    last_day: date | None = None
    why_ended: str = ""


@cache
def shipped_steps() -> tuple[ShippedStep, ...]:
    text = _read("steps.toml")
    return tuple(ShippedStep(first_day=text["first_day"], **step) for step in text["step"])


@cache
def shipped_offers() -> tuple[ShippedOffer, ...]:
    text = _read("offers.toml")
    known = {"first_day": text["first_day"], "last_checked": text["last_checked"]}
    return tuple(ShippedOffer(**{**known, **offer}) for offer in text["offer"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
