"""The municipalities that the house itself brings."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

MUNICIPALITIES: Final = Path(__file__).parents[1] / "data" / "municipalities.csv"


@cache
def shipped_municipalities() -> dict[str, str]:
    """Code, three digits, -> name: the municipalities of Denmark since 2007. Christiansø (411) is none."""
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file, delimiter=";")}
