"""Which version of a rule is the latest. No database."""

from datetime import date

from absence.rules import Kind, Rule
from insight.rules.versions import latest_versions


def version(key: str, threshold: int, begins: date | None = None) -> Rule:
    return Rule(key=key, policy="p", kind=Kind.ELAPSED, threshold=threshold, valid_from=begins)


def test_the_version_that_begins_last_is_the_latest_wherever_it_stands() -> None:
    always, later, latest = version("a", 9), version("a", 7, date(2025, 1, 1)), version("a", 5, date(2026, 1, 1))
    other = version("b", 6)
    for rules in ([always, other, later, latest], [latest, other, always, later], [later, other, latest, always]):
        assert list(latest_versions(rules).items()) == [("a", latest), ("b", other)]
    assert latest_versions([]) == {}
