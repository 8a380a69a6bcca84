"""The guides that the house itself brings."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from retention.rules.knowledge import GuideKey

GUIDES: Final = Path(__file__).parents[1] / "data" / "guides.toml"


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is shipped; `{jobcenter}` and other terms stand in it as keys."""

    title: str
    summary: str
    steps: str
    text: str
    source: str
    owner: str
    checked_on: date


@cache
def shipped_guides() -> dict[GuideKey, Guide]:
    tables = tomllib.loads(GUIDES.read_text(encoding="utf-8"))
    return {GuideKey(key): Guide(**table) for key, table in tables.items()}
