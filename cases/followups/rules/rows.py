"""What a row is made of: the duty that a rule lays on somebody, and the days that it stands for."""

from dataclasses import dataclass, field
from datetime import date

from cases.followups.rules.states import FollowUpState
from people.rules import OwnerRole


@dataclass(frozen=True, slots=True)
class Words:
    """What the card says. `{name}` stands for the employee's first name."""

    act_da: str = ""
    act_en: str = ""
    advice_da: str = ""
    advice_en: str = ""
    done_da: str = ""
    done_en: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a rule asks for, the same for everybody whom it meets.

    `rule` is the rule's key, such as `1-5-14/5`, and empty where no rule made the row (a noted contact, an
    agreed action). `step` is the day of the spell that an elapsed rule waits for, and None for every other
    row. A mandatory duty is the law's. What follows `mandatory` is no part of the comparison of duties.
    """

    rule: str
    kind: str
    owner_role: OwnerRole
    step: int | None = None
    mandatory: bool = False
    opens_case: bool = field(default=False, compare=False)
    legal_ref: str = field(default="", compare=False)
    words: Words = field(default_factory=Words, compare=False)

    @property
    def policy(self) -> str:
        """The key of the rule's policy: what stands before the stroke."""
        return self.rule.partition("/")[0]

    @property
    def stands_alone(self) -> bool:
        """Is it confirmed by itself only: the law's, and what no rule made?"""
        return self.mandatory or not self.rule


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that the rules say is owed now: fresh, not yet compared with what is stored.

    `spell_last` is None while the spell runs. One whose spell ended before it came due `lapses`: it says what
    becomes of a row that stands, and makes none.
    """

    duty: Duty
    anchor: date
    due_on: date
    legal_last_day: date | None
    spell_from: date
    spell_last: date | None

    @property
    def key(self) -> tuple[str, date]:
        """Unique for an employee."""
        return self.duty.rule, self.anchor

    @property
    def lapses(self) -> bool:
        """Is it a leader's elapsed contact whose spell's last day is before its due date?"""
        return (
            self.duty.step is not None
            and self.duty.owner_role == OwnerRole.LEADER
            and self.spell_last is not None
            and self.spell_last < self.due_on
        )

    @property
    def is_reached(self) -> bool:
        """Does the spell, as far as it is known, last to the anchor that an elapsed rule waits for?"""
        return self.duty.step is None or self.spell_last is None or self.spell_last >= self.anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A row of the table, as the rules see it.

    `ref` is the row's primary key. `anchor`, `spell_from` and `due_on` may be missing where no rule made the
    row. `remind_on` and `postponed` say to which day and how many times it was postponed. `closed_on` is the
    day on which it lapsed, was overtaken or withdrawn; `done_on` the day on which the thing was done, by the
    word of the one who confirmed. `basis_changed` marks a done row that would not be owed today. `named_owner`
    is the primary key of a person to whom it was handed over.
    """

    ref: int
    duty: Duty
    state: FollowUpState
    anchor: date | None = None
    due_on: date | None = None
    legal_last_day: date | None = None
    spell_from: date | None = None
    created_on: date | None = None
    remind_on: date | None = None
    postponed: int = 0
    done_on: date | None = None
    closed_on: date | None = None
    late_by_correction: bool = False
    basis_changed: bool = False
    named_owner: int | None = None

    @property
    def turns_up_on(self) -> date | None:
        """The day on which it asks for attention: the due date, or the day to which it was postponed."""
        return self.remind_on or self.due_on
