"""Policies and causes as TOML: what is shipped, what a file needs, and what is said of a bad one."""

from datetime import date
from string import Formatter

import pytest

from absence.reference import shipped_causes, shipped_policies
from absence.rules import STATUTORY, Kind, Policy, Weekend
from absence.rules.toml import TomlError, parse_causes, parse_policy
from cases.followups.rules import FollowUpKind
from people.rules import OwnerRole

CAUSES = shipped_causes().causes


def parse(text: str) -> Policy:
    return parse_policy(text, key="file", causes=CAUSES)


def problems(text: str) -> list[str]:
    with pytest.raises(TomlError) as error:
        parse(text)
    return error.value.problems


# What is shipped


def test_the_shipped_policies_are_those_that_were_agreed() -> None:
    shipped = {
        key: [(rule.kind.value, rule.threshold, rule.window_days) for rule in policy.rules]
        for key, policy in shipped_policies().items()
    }
    assert shipped == {
        "1-5-14": [("elapsed", 1, None), ("elapsed", 5, None), ("elapsed", 14, None)],
        "1-5-15": [("elapsed", 1, None), ("elapsed", 5, None), ("elapsed", 15, None)],
        "2-6-14": [
            ("elapsed", 2, None),
            ("elapsed", 6, None),
            ("elapsed", 14, None),
            ("count", 3, 182),
            ("sum", 15, 365),
        ],
        "3in90-or-7": [("count", 3, 90), ("elapsed", 7, None)],
        "7-14-15": [("elapsed", 7, None), ("elapsed", 14, None), ("elapsed", 15, None)],
        "bradford": [("bradford", 200, 364)],
        "gt29": [("sum", 30, 365)],
        "statutory": [("elapsed", 29, None), ("elapsed", 31, None), ("elapsed", 1, None), ("elapsed", 2, None)],
    }


def test_the_law_is_as_it_was_read() -> None:
    law = {
        rule.key: (rule.due_offset_days, rule.causes and sorted(rule.causes), rule.owner_role, rule.opens_case)
        for rule in shipped_policies()[STATUTORY].rules
    }
    assert law == {
        "statutory/talk": (0, None, OwnerRole.LEADER, True),
        "statutory/notice": (5, ["accident", "partial", "sickness"], OwnerRole.HR, False),
        "statutory/pregnancy": (35, ["pregnancy"], OwnerRole.HR, False),
        "statutory/accident": (13, ["accident"], OwnerRole.HR, False),
    }
    for rule in shipped_policies()[STATUTORY].rules:
        assert rule.mandatory
        assert rule.weekend is Weekend.PREVIOUS
        assert rule.legal_ref


def test_every_shipped_rule_is_complete() -> None:
    rules = [rule for policy in shipped_policies().values() for rule in policy.rules]
    assert len({rule.key for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.key.startswith(f"{rule.policy}/")
        assert rule.source
        assert rule.creates in list(FollowUpKind)
        long = rule.kind is Kind.ELAPSED and rule.threshold >= 14 and rule.owner_role is OwnerRole.LEADER
        assert rule.opens_case is long
        for words in (rule.act_da, rule.act_en, rule.advice_da, rule.advice_en, rule.done_da, rule.done_en):
            assert words
            assert {name for _, name, _, _ in Formatter().parse(words) if name is not None} <= {"name"}
    for policy in shipped_policies().values():
        assert policy.last_checked
        assert policy.name_da
        assert policy.description_da


def test_the_shipped_causes_are_the_seven_with_their_codes() -> None:
    shipped = {
        key: (cause.counts_as_sick, cause.in_headline, cause.in_frequency_rules) for key, cause in CAUSES.items()
    }
    assert shipped == {
        "sickness": (True, True, True),
        "partial": (True, True, True),
        "accident": (True, True, False),
        "s56": (True, True, False),
        "s56_partial": (True, True, False),
        "pregnancy": (True, False, False),
        "child": (False, False, False),
    }
    assert shipped_causes().payroll_codes == {
        "790": "sickness",
        "526": "partial",
        "590": "accident",
        "525": "s56",
        "522": "s56_partial",
        "791": "pregnancy",
        "510": "child",
    }


# What a file needs


def test_a_rule_needs_kind_and_threshold_alone() -> None:
    policy = parse('[[rule]]\nkind = "elapsed"\nthreshold = 3\n')
    (rule,) = policy.rules
    assert (policy.key, rule.key, rule.policy) == ("file", "file/elapsed-3", "file")
    assert (rule.weekend, rule.relapse_days, rule.due_offset_days, rule.causes) == (Weekend.NEXT, 0, 0, None)
    assert (rule.window_days, rule.owner_role, rule.valid_from, rule.valid_to) == (None, OwnerRole.LEADER, None, None)


def test_a_rule_may_say_everything() -> None:
    text = """
        key = "mine"
        source = "the board"
        [[rule]]
        key = "mine/a"
        kind = "bradford"
        threshold = 200
        window_days = 364
        causes = ["sickness", "accident"]
        relapse_days = 2
        weekend = "keep"
        due_offset_days = 7
        creates = "signal"
        opens_case = true
        advice = "look"
        owner_role = "hr"
        mandatory = true
        legal_ref = "§ 1"
        valid_from = 2026-01-01
        valid_to = "2026-12-31"
    """
    (rule,) = parse(text).rules
    assert rule.key == "mine/a"
    assert rule.causes == frozenset({"sickness", "accident"})
    assert (rule.weekend, rule.owner_role, rule.source, rule.advice_da) == ("keep", "hr", "the board", "look")
    assert (rule.valid_from, rule.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))


def test_rules_alike_are_numbered_and_versions_share_a_key() -> None:
    alike = '[[rule]]\nkind = "sum"\nthreshold = 3\nwindow_days = 9\n' * 3
    assert [rule.key for rule in parse(alike).rules] == ["file/sum-3-in-9", "file/sum-3-in-9-2", "file/sum-3-in-9-3"]
    version = '[[rule]]\nkey = "a"\nkind = "elapsed"\nthreshold = {}\n{} = {}\n'
    old, new = version.format(5, "valid_to", "2026-06-30"), version.format(6, "valid_from", "2026-07-01")
    assert [rule.threshold for rule in parse(old + new).rules] == [5, 6]
    assert problems(old + version.format(6, "valid_from", "2026-06-30")) == [
        "Nøglen “a” har to regler, der gælder samtidig. Giv dem hver sin nøgle, eller ret valid_from og valid_to."
    ]


def test_a_byte_order_mark_is_read_past() -> None:
    assert len(parse('\ufeff[[rule]]\nkind = "elapsed"\nthreshold = 3\n').rules) == 1


# What is said of a bad one


def test_all_problems_are_told_at_once_and_by_rule() -> None:
    assert problems('[[rule]]\nkind = "elapsed"\n[[rule]]\nthreshold = 3\n') == [
        "Regel 1 mangler threshold: skriv et helt tal, 1 eller højere.",
        "Regel 2 mangler kind: skriv et af elapsed, count, sum, bradford.",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Regel 1 mangler window_days: skriv antal dage i vinduet."),
        ("window_days = 0", "Regel 1 har window_days = 0. Skriv et helt tal fra 1 til 36525."),
        ('window_days = "90"', "Regel 1 har window_days = “90”. Skriv et helt tal fra 1 til 36525."),
        ("window_days = true", "Regel 1 har window_days = True. Skriv et helt tal fra 1 til 36525."),
        (
            'window_days = 90\nweekend = "naeste"',
            "Regel 1 har weekend = “naeste”. Skriv et af keep, next, previous.",
        ),
        (
            'window_days = 90\ncauses = ["sygdom"]',
            "Regel 1 nævner årsagen “sygdom”, som ikke findes. Vælg blandt accident, child, partial, pregnancy, s56,"
            " s56_partial, sickness.",
        ),
        ("window_days = 90\ncauses = []", "Regel 1 har causes = []. Skriv en liste af tekster, eller udelad feltet."),
        (
            "window_days = 90\nrelaps_days = 1",
            "Regel 1 har feltet “relaps_days”, som ikke findes. Skriv måske relapse_days.",
        ),
        (
            "window_days = 90\nvalid_from = 12:30:00",
            "Regel 1 har valid_from = 12:30:00. Skriv en dato som 2026-01-31.",
        ),
        (
            "window_days = 90\nvalid_from = 2026-02-01\nvalid_to = 2026-01-01",
            "Regel 1 slutter, før den begynder. Ret valid_from eller valid_to.",
        ),
        (
            "window_days = 90\nmandatory = true",
            'Regel 1 er et lovkrav og må ikke flyttes ud over lovens frist. Skriv weekend = "previous" eller "keep".',
        ),
        ("window_days = 90\nopens_case = 1", "Regel 1 har opens_case = 1. Skriv true eller false."),
        ("window_days = 90\nkey = 7", "Regel 1 har key = 7. Skriv tekst i anførselstegn."),
    ],
)
def test_a_bad_field_is_told_in_danish_with_what_to_do(line: str, said: str) -> None:
    assert problems(f'[[rule]]\nkind = "count"\nthreshold = 3\n{line}\n') == [said]


@pytest.mark.parametrize("threshold", ["0", "-1", "1.5", "true", '"5"', "99999999999"])
def test_a_threshold_is_a_whole_number_from_one(threshold: str) -> None:
    (said,) = problems(f'[[rule]]\nkind = "elapsed"\nthreshold = {threshold}\n')
    assert said.startswith("Regel 1 har threshold = ")
    assert said.endswith("Skriv et helt tal fra 1 til 36525.")


@pytest.mark.parametrize("text", ["", 'key = "a"\n', 'rule = "a"\n', '[[rules]]\nkind = "elapsed"\n', "rule = []\n"])
def test_a_file_without_rules_is_refused(text: str) -> None:
    assert problems(text) == ["Filen har ingen tabeller, der hedder [[rule]]. Skriv mindst én."]


def test_what_is_no_toml_is_refused_with_the_place() -> None:
    (said,) = problems("[[rule]]\nkind elapsed\n")
    assert said.startswith("Filen er ikke gyldig TOML: ")
    assert "line 2" in said


def test_causes_need_their_words() -> None:
    with pytest.raises(TomlError) as error:
        parse_causes('[[cause]]\nkey = "x"\nname_da = "X"\n')
    assert error.value.problems == ["Årsag 1 mangler name_en: skriv tekst i anførselstegn."]
