"""Rules of policies by their keys: versions share one. Pure."""

from collections.abc import Iterable
from datetime import date

from absence.rules import Rule


def latest_versions(rules: Iterable[Rule]) -> dict[str, Rule]:
    """By key, in the order in which they come: of each the version that holds from the latest day."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.key not in found or _begins(rule) > _begins(found[rule.key]):
            found[rule.key] = rule
    return found


def _begins(rule: Rule) -> date:
    return rule.valid_from or date.min
