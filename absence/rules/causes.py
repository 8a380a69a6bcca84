"""Why somebody is away. Causes are data; the three flags are all that the rules ask about one."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    key: str
    counts_as_sick: bool
    in_headline: bool
    in_frequency_rules: bool
    name_da: str = ""
    name_en: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class CauseList:
    """The causes by key, and the key that each local payroll code stands for."""

    causes: Mapping[str, Cause]
    payroll_codes: Mapping[str, str]
