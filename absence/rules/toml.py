"""Policies and causes written as TOML. Errors are in Danish and say what to do."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from itertools import combinations
from typing import Any, TypeVar

from absence.rules.causes import Cause, CauseList
from absence.rules.policies import Kind, Policy, Rule, Weekend
from people.rules import OwnerRole

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)
ValueT = TypeVar("ValueT", str, bool)

LONGEST_DAYS = 36_525
LONGEST_QUOTE = 60
HIGHEST_POINTS = 1_000_000_000

RULE_TEXTS = ("legal_ref", "source", "act_da", "act_en", "advice_da", "advice_en", "done_da", "done_en")
# Named by people who write rules, and of no consequence to when one fires.
RULE_NOTES = ("advice", "name", "name_da", "name_en")


class TomlError(Exception):
    """The text cannot be used. `problems` are sentences in Danish, one for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def parse_policy(text: str, *, key: str, causes: Collection[str]) -> Policy:
    """A policy from `[[rule]]` tables; `key` is its name where the text has none, `causes` the known ones.

    A rule needs `kind` and `threshold`, and `window_days` unless it is elapsed. `TomlError` gives all problems.
    """
    table = _Table(_load(text), "Filen")
    rules_tables = table.tables("rule")
    key = table.text("key") or key
    policy_source = table.text("source")
    problems = table.problems
    rules: list[Rule] = []
    for number, content in enumerate(rules_tables, start=1):
        rule_table = _Table(content, f"Regel {number}")
        rule = _rule(rule_table, policy=key, source=policy_source, causes=causes)
        problems += rule_table.problems
        if rule is not None:
            rules.append(rule)
    rules = _keyed(rules)
    problems += _doubles(rules)
    name = table.text("name") or key
    policy = Policy(
        key=key,
        rules=tuple(rules),
        name_da=table.text("name_da") or name,
        name_en=table.text("name_en") or name,
        description_da=table.text("description_da"),
        description_en=table.text("description_en"),
        source=policy_source,
        last_checked=table.day("last_checked"),
    )
    if problems:
        raise TomlError(problems)
    return policy


def parse_causes(text: str) -> CauseList:
    """Causes and their payroll codes from `[[cause]]` tables."""
    table = _Table(_load(text), "Filen")
    problems = table.problems
    causes: dict[str, Cause] = {}
    codes: dict[str, str] = {}
    for number, content in enumerate(table.tables("cause"), start=1):
        cause_table = _Table(content, f"Årsag {number}")
        cause = Cause(
            key=cause_table.required_text("key"),
            counts_as_sick=cause_table.flag("counts_as_sick"),
            in_headline=cause_table.flag("in_headline"),
            in_frequency_rules=cause_table.flag("in_frequency_rules"),
            name_da=cause_table.required_text("name_da"),
            name_en=cause_table.required_text("name_en"),
            source=cause_table.text("source"),
        )
        causes[cause.key] = cause
        codes |= dict.fromkeys(cause_table.texts("payroll_codes") or (), cause.key)
        problems += cause_table.problems
    if problems:
        raise TomlError(problems)
    return CauseList(causes, codes)


def _load(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise TomlError([f"Filen er ikke gyldig TOML: {error}. Ret stedet, og prøv igen."]) from error


def _rule(table: "_Table", *, policy: str, source: str, causes: Collection[str]) -> Rule | None:
    """The rule, or None where the table has problems."""
    table.refuse_unknown(_RULE_FIELDS)
    kind = table.choice("kind", Kind)
    highest = HIGHEST_POINTS if kind is Kind.BRADFORD else LONGEST_DAYS
    threshold = table.number("threshold", lowest=1, highest=highest)
    if threshold is None:
        table.miss("threshold", "et helt tal, 1 eller højere")
    window = table.number("window_days", lowest=1) if kind is not Kind.ELAPSED else None
    if kind is not None and kind is not Kind.ELAPSED and "window_days" not in table.content:
        table.miss("window_days", "antal dage i vinduet")
    mandatory = table.flag("mandatory")
    weekend = table.choice("weekend", Weekend, Weekend.NEXT) or Weekend.NEXT
    if mandatory and weekend is Weekend.NEXT:
        table.complain('er et lovkrav og må ikke flyttes ud over lovens frist. Skriv weekend = "previous" eller "keep"')
    chosen = table.texts("causes")
    for unknown in sorted(set(chosen or ()) - set(causes)):
        table.complain(f"nævner årsagen “{unknown}”, som ikke findes. Vælg blandt {_listed(sorted(causes))}")
    valid_from, valid_to = table.day("valid_from"), table.day("valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        table.complain("slutter, før den begynder. Ret valid_from eller valid_to")
    relapse_days = table.number("relapse_days", lowest=0) or 0
    due_offset_days = table.number("due_offset_days", lowest=0) or 0
    creates = table.text("creates") or "contact"
    opens_case = table.flag("opens_case")
    owner_role = table.choice("owner_role", OwnerRole, OwnerRole.LEADER)
    texts = {name: table.text(name) for name in RULE_TEXTS}
    advice = table.text("advice")
    if table.problems or kind is None or threshold is None or owner_role is None:
        return None
    return Rule(
        key=table.text("key"),
        policy=policy,
        kind=kind,
        threshold=threshold,
        window_days=window,
        causes=frozenset(chosen) if chosen else None,
        relapse_days=relapse_days,
        weekend=weekend,
        due_offset_days=due_offset_days,
        creates=creates,
        opens_case=opens_case,
        owner_role=owner_role,
        mandatory=mandatory,
        valid_from=valid_from,
        valid_to=valid_to,
        **texts | {"source": texts["source"] or source, "advice_da": texts["advice_da"] or advice},
    )


_RULE_FIELDS = frozenset({*Rule.__dataclass_fields__, *RULE_NOTES} - {"policy"})


def _keyed(rules: list[Rule]) -> list[Rule]:
    """Rules without a key are named after what they wait for, and numbered where that is not enough."""
    taken = {rule.key for rule in rules if rule.key}
    keyed = []
    for rule in rules:
        key = rule.key
        if not key:
            window = f"-in-{rule.window_days}" if rule.window_days else ""
            name = f"{rule.policy}/{rule.kind}-{rule.threshold}{window}"
            key = next(name for name in (name, *(f"{name}-{n}" for n in range(2, len(rules) + 2))) if name not in taken)
            taken.add(key)
        keyed.append(replace(rule, key=key))
    return keyed


def _doubles(rules: Iterable[Rule]) -> list[str]:
    """Versions share a key; no two hold on the same day."""
    versions: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        versions[rule.key].append(rule)
    return [
        f"Nøglen “{key}” har to regler, der gælder samtidig. Giv dem hver sin nøgle, eller ret valid_from og valid_to."
        for key, same in versions.items()
        if any(_at_once(one, other) for one, other in combinations(same, 2))
    ]


def _at_once(one: Rule, other: Rule) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


class _Table:
    """A table that is read name by name, and notes what is wrong with it."""

    def __init__(self, content: Mapping[str, Any], what: str) -> None:
        self.content = content
        self.problems: list[str] = []
        self._what = what

    def complain(self, sentence: str) -> None:
        self.problems.append(f"{self._what} {sentence}.")

    def miss(self, name: str, wanted: str) -> None:
        if name not in self.content:
            self.complain(f"mangler {name}: skriv {wanted}")

    def refuse_unknown(self, known: Collection[str]) -> None:
        for name in sorted(set(self.content) - set(known)):
            near = get_close_matches(name, known, n=1)
            hint = f"Skriv måske {near[0]}" if near else f"Vælg blandt {_listed(sorted(known))}"
            self.complain(f"har feltet “{name}”, som ikke findes. {hint}")

    def tables(self, name: str) -> list[Mapping[str, Any]]:
        found = self.content.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(table, dict) for table in found):
            self.complain(f"har ingen tabeller, der hedder [[{name}]]. Skriv mindst én")
            return []
        return found

    def text(self, name: str) -> str:
        return self._read(name, str, "tekst i anførselstegn") or ""

    def required_text(self, name: str) -> str:
        self.miss(name, "tekst i anførselstegn")
        return self.text(name)

    def flag(self, name: str) -> bool:
        return self._read(name, bool, "true eller false") or False

    def number(self, name: str, *, lowest: int, highest: int = LONGEST_DAYS) -> int | None:
        value = self.content.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            self.complain(f"har {name} = {_said(value)}. Skriv et helt tal fra {lowest} til {highest}")
            return None
        return value

    def texts(self, name: str) -> list[str] | None:
        value = self.content.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.complain(f"har {name} = {_said(value)}. Skriv en liste af tekster, eller udelad feltet")
            return None
        return value

    def day(self, name: str) -> date | None:
        value = self.content.get(name)
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.complain(f"har {name} = {_said(value)}. Skriv en dato som 2026-01-31")
        return None

    def choice(self, name: str, choices: type[ChoiceT], default: ChoiceT | None = None) -> ChoiceT | None:
        value = self.content.get(name)
        if value is None:
            if default is None:
                self.miss(name, f"et af {_listed(choices)}")
            return default
        if value not in list(choices):
            self.complain(f"har {name} = {_said(value)}. Skriv et af {_listed(choices)}")
            return None
        return choices(value)

    def _read(self, name: str, wanted: type[ValueT], words: str) -> ValueT | None:
        value = self.content.get(name)
        if value is None or isinstance(value, wanted):
            return value
        self.complain(f"har {name} = {_said(value)}. Skriv {words}")
        return None


def _said(value: object) -> str:
    said = f"“{value}”" if isinstance(value, str) else str(value)
    return said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE] + "…"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
