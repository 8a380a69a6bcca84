"""A policy is a set of rules, and a rule is data: what it waits for, and what it then asks of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.rules import OwnerRole

STATUTORY = "statutory"


class Kind(StrEnum):
    ELAPSED = "elapsed"  # a spell lasts so many calendar days
    COUNT = "count"  # so many spells begin within the window
    SUM = "sum"  # so many sick days within the window
    BRADFORD = "bradford"  # spells in the window, squared, times sick days in it


class Weekend(StrEnum):
    """Where a due date goes that is no working day."""

    KEEP = "keep"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of a rule: versions share the key, and each holds from `valid_from` to `valid_to`.

    `threshold` is in days for elapsed and sum, in spells for count, in points for bradford. `window_days` is
    None for elapsed alone. `causes` None means every cause that counts as sick (elapsed), or that frequency
    rules count (the others). `creates` is the kind of follow-up. The words may hold `{name}`.
    """

    key: str
    policy: str
    kind: Kind
    threshold: int
    window_days: int | None = None
    causes: frozenset[str] | None = None
    relapse_days: int = 0
    weekend: Weekend = Weekend.NEXT
    due_offset_days: int = 0
    creates: str = "contact"
    opens_case: bool = False
    owner_role: OwnerRole = OwnerRole.LEADER
    mandatory: bool = False
    legal_ref: str = ""
    source: str = ""
    act_da: str = ""
    act_en: str = ""
    advice_da: str = ""
    advice_en: str = ""
    done_da: str = ""
    done_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A named set of rules, given to units by date. `last_checked` is when its source was last looked up."""

    key: str
    rules: Sequence[Rule]
    name_da: str = ""
    name_en: str = ""
    description_da: str = ""
    description_en: str = ""
    source: str = ""
    last_checked: date | None = None
