"""The engine against the naive oracle, over many random histories, and against histories worked by hand."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from absence.rules import Cause, Firing, Kind, Period, PolicyEngine, Rule, Weekend
from people.calendar import DEFAULT_CALENDAR
from tests.absence import oracle

CAUSES = (
    Cause("sickness", counts_as_sick=True, in_headline=True, in_frequency_rules=True),
    Cause("partial", counts_as_sick=True, in_headline=True, in_frequency_rules=True),
    Cause("accident", counts_as_sick=True, in_headline=True, in_frequency_rules=False),
    Cause("pregnancy", counts_as_sick=True, in_headline=False, in_frequency_rules=False),
    Cause("child", counts_as_sick=False, in_headline=False, in_frequency_rules=False),
)
KEYS = [cause.key for cause in CAUSES]
START = date(2026, 10, 1)
HISTORIES = 10_400


def random_history(rng: random.Random) -> list[Period]:
    """Up to seven periods in some hundred days, some touching, overlapping or open, in any order."""
    span = rng.choice([20, 60, 150])
    longest = rng.choice([1, 4, 12, 45])
    periods = []
    for _ in range(rng.randint(0, 7)):
        first = START + timedelta(days=rng.randrange(span))
        last = None if rng.random() < 0.06 else first + timedelta(days=rng.randrange(longest))
        periods.append(Period(first, last, rng.choice(KEYS[:2] if rng.random() < 0.7 else KEYS), rng.choice([100, 40])))
    return periods


def random_rule(rng: random.Random, kind: Kind) -> Rule:
    window = None if kind is Kind.ELAPSED else rng.choice([1, 2, 5, 14, 30, 90])
    thresholds = {
        Kind.ELAPSED: [1, 2, 3, 5, 14, 29],
        Kind.COUNT: [1, 2, 3, 4],
        Kind.SUM: [1, 2, 3, 7, 15],
        Kind.BRADFORD: [1, 2, 5, 20, 50, 100],
    }
    since = START + timedelta(days=rng.randrange(100))
    return Rule(
        key=f"random/{kind}",
        policy="random",
        kind=kind,
        threshold=rng.choice(thresholds[kind]),
        window_days=window,
        causes=None if rng.random() < 0.6 else frozenset(rng.sample(KEYS, rng.randint(1, 3))),
        relapse_days=rng.choice([0, 0, 1, 3, 10]),
        weekend=rng.choice(list(Weekend)),
        due_offset_days=rng.choice([0, 0, 1, 5, 35]),
        mandatory=rng.random() < 0.2,
        valid_from=since if rng.random() < 0.1 else None,
        valid_to=since + timedelta(days=40) if rng.random() < 0.1 else None,
    )


def evaluate(rules: list[Rule], periods: list[Period], through: date, *, open_runs_on: bool = False) -> list[Firing]:
    return list(PolicyEngine(rules, CAUSES, DEFAULT_CALENDAR).firings(periods, through, open_runs_on=open_runs_on))


def engine_fired(rules: list[Rule], periods: list[Period], through: date, *, open_runs_on: bool) -> list[oracle.Fired]:
    firings = evaluate(rules, periods, through, open_runs_on=open_runs_on)
    return sorted((f.rule.key, f.anchor, f.due_on, f.legal_last_day, f.spell_from) for f in firings)


@pytest.mark.parametrize("seed", range(4))
def test_evaluate_fires_as_the_naive_oracle_does(seed: int) -> None:
    rng = random.Random(seed)
    fired = 0
    for _ in range(HISTORIES // 4):
        periods = random_history(rng)
        rules = [random_rule(rng, kind) for kind in Kind]
        through = START + timedelta(days=rng.choice([30, 100, 180]))
        live = rng.random() < 0.3
        expected = oracle.fired(rules, periods, CAUSES, DEFAULT_CALENDAR, through, open_runs_on=live)
        assert engine_fired(rules, periods, through, open_runs_on=live) == expected, (periods, rules, through, live)
        fired += len(expected)
    assert fired > HISTORIES // 4  # the histories are rich enough to say something


# Worked by hand


def fires(rule: Rule, *periods: Period, through: date = date(2030, 12, 31), live: bool = False) -> list[date]:
    return [f.anchor for f in evaluate([rule], list(periods), through, open_runs_on=live)]


def rule(kind: Kind, threshold: int, window: int | None = None, **more: object) -> Rule:
    made = Rule(key="hand/1", policy="hand", kind=kind, threshold=threshold, window_days=window)
    return replace(made, **more)  # type: ignore[arg-type]


def sick(first: date, days: int | None = 1, cause: str = "sickness") -> Period:
    return Period(first, None if days is None else first + timedelta(days=days - 1), cause)


JAN = date(2026, 1, 1)


def after(days: int) -> date:
    return JAN + timedelta(days=days)


def test_elapsed_fires_on_the_day_that_is_reached_and_not_a_day_too_early() -> None:
    assert fires(rule(Kind.ELAPSED, 5), sick(JAN, 4)) == []
    assert fires(rule(Kind.ELAPSED, 5), sick(JAN, 5)) == [after(4)]
    assert fires(rule(Kind.ELAPSED, 1), sick(JAN)) == [JAN]


def test_elapsed_takes_periods_that_touch_or_overlap_as_one_spell() -> None:
    touching = (sick(JAN, 3), sick(after(3), 3, "partial"))
    assert fires(rule(Kind.ELAPSED, 5), *touching) == [after(4)]
    assert fires(rule(Kind.ELAPSED, 5), *reversed(touching)) == [after(4)]
    assert fires(rule(Kind.ELAPSED, 5), sick(JAN, 4), sick(after(2), 4)) == [after(4)]
    assert fires(rule(Kind.ELAPSED, 5), sick(JAN, 4), sick(after(5), 4)) == []


def test_elapsed_bridges_a_relapse_to_the_day() -> None:
    periods = (sick(JAN, 2), sick(after(5), 2))  # three well days between
    assert fires(rule(Kind.ELAPSED, 5, relapse_days=2), *periods) == []
    assert fires(rule(Kind.ELAPSED, 5, relapse_days=3), *periods) == [after(4)]  # a bridged day itself


def test_a_childs_day_neither_makes_nor_continues_a_spell() -> None:
    assert fires(rule(Kind.ELAPSED, 1), sick(JAN, 3, "child")) == []
    assert fires(rule(Kind.ELAPSED, 3), sick(JAN), sick(after(1), 1, "child"), sick(after(2))) == []


def test_frequency_rules_leave_accident_and_pregnancy_out_unless_named() -> None:
    periods = (sick(JAN, 3), sick(after(5), 3, "accident"), sick(after(10), 3, "pregnancy"))
    assert fires(rule(Kind.COUNT, 2, 30), *periods) == []
    named = frozenset({"sickness", "accident"})
    assert fires(rule(Kind.COUNT, 2, 30, causes=named), *periods) == [after(5)]


def test_count_fires_at_each_crossing_only() -> None:
    periods = [sick(after(day)) for day in (0, 10, 20, 30, 200, 210, 220)]
    assert fires(rule(Kind.COUNT, 3, 90), *periods) == [after(20), after(220)]
    assert fires(rule(Kind.COUNT, 1, 1), *periods) == [JAN]  # c(k-1) is 1 from then on


@pytest.mark.parametrize(("window", "expected"), [(20, []), (21, [after(20)])])
def test_count_includes_both_ends_of_the_window(window: int, expected: list[date]) -> None:
    assert fires(rule(Kind.COUNT, 3, window), sick(JAN), sick(after(10)), sick(after(20))) == expected


def test_sum_fires_on_the_day_itself_and_again_after_falling_below() -> None:
    periods = (sick(JAN, 10), sick(after(50), 10), sick(after(500), 30))
    assert fires(rule(Kind.SUM, 15, 365), *periods) == [after(54), after(514)]


def test_sum_over_29_is_threshold_30() -> None:
    assert fires(rule(Kind.SUM, 30, 365), sick(JAN, 29)) == []
    assert fires(rule(Kind.SUM, 30, 365), sick(JAN, 30)) == [after(29)]


def test_sum_never_reaches_more_than_its_window() -> None:
    assert fires(rule(Kind.SUM, 8, 7), sick(JAN, 100)) == []
    assert fires(rule(Kind.SUM, 7, 7), sick(JAN, 100)) == [after(6)]
    assert fires(rule(Kind.SUM, 1, 1), sick(JAN, 3), sick(after(5), 2)) == [JAN, after(5)]


def test_sum_counts_no_bridged_day() -> None:
    periods = (sick(JAN, 2), sick(after(4), 2))
    assert fires(rule(Kind.SUM, 4, 30, relapse_days=5), *periods) == [after(5)]


def test_bradford_squares_the_spells() -> None:
    assert fires(rule(Kind.BRADFORD, 200, 364), sick(JAN, 199)) == []
    assert fires(rule(Kind.BRADFORD, 200, 364), sick(JAN, 250)) == [after(199)]
    # 3 spells: 9 x 22 = 198, 9 x 23 = 207.
    assert fires(rule(Kind.BRADFORD, 200, 364), sick(JAN, 10), sick(after(20), 10), sick(after(40), 9)) == [after(42)]
    # The fourth spell's first day: 16 x 13 = 208.
    four = [sick(after(20 * n), 4) for n in range(4)]
    assert fires(rule(Kind.BRADFORD, 200, 364), *four) == [after(60)]


def test_bradford_rises_again_when_an_old_spell_has_left() -> None:
    """Two days, then 30 from day 20: with window 40, B is 4 S until the first spell leaves, then S."""
    periods = (sick(JAN, 2), sick(after(20), 60))
    assert fires(rule(Kind.BRADFORD, 40, 40), *periods) == [after(27), after(59)]


def test_bradford_counts_a_spell_until_its_last_day_has_left() -> None:
    """On day 10 one day of the first spell is still in the window: 2 x 2 spells, 2 days."""
    assert fires(rule(Kind.BRADFORD, 8, 10), sick(JAN, 2), sick(after(10), 3)) == [after(10)]
    assert fires(rule(Kind.BRADFORD, 8, 9), sick(JAN, 2), sick(after(10), 3)) == []


def test_a_window_is_asked_from_a_day_on_that_counts() -> None:
    engine = PolicyEngine([rule(Kind.SUM, 3, 30), rule(Kind.ELAPSED, 3)], CAUSES, DEFAULT_CALENDAR)
    for since, expected in [(after(2), 2), (after(3), 0)]:
        found = engine.firings([sick(JAN, 5)], after(9), open_runs_on=False, since=since)
        assert len(list(found)) == expected


def test_open_periods_last_through_the_day_of_evaluation_or_on() -> None:
    open_one = sick(JAN, None)
    assert fires(rule(Kind.ELAPSED, 14), open_one, through=after(12)) == []
    assert fires(rule(Kind.ELAPSED, 14), open_one, through=after(13)) == [after(13)]
    assert fires(rule(Kind.ELAPSED, 14), open_one, through=after(2), live=True) == [after(13)]
    assert fires(rule(Kind.SUM, 14, 30), open_one, through=after(12), live=True) == []
    assert fires(rule(Kind.SUM, 14, 30), open_one, through=after(13), live=True) == [after(13)]


def test_what_begins_after_the_day_of_evaluation_is_not_seen() -> None:
    assert fires(rule(Kind.ELAPSED, 1), sick(after(5)), through=after(4)) == []
    assert fires(rule(Kind.ELAPSED, 1), sick(after(5)), through=after(4), live=True) == [after(5)]
    assert fires(rule(Kind.COUNT, 1, 9), sick(after(5)), through=after(4), live=True) == []


@pytest.mark.parametrize(
    ("weekend", "anchor", "due"),
    [
        (Weekend.NEXT, date(2026, 12, 24), date(2026, 12, 28)),
        (Weekend.PREVIOUS, date(2026, 12, 27), date(2026, 12, 23)),
        (Weekend.KEEP, date(2026, 12, 25), date(2026, 12, 25)),
        (Weekend.NEXT, date(2027, 3, 25), date(2027, 3, 30)),  # Easter
        (Weekend.PREVIOUS, date(2027, 3, 29), date(2027, 3, 24)),
        (Weekend.NEXT, date(2023, 5, 5), date(2023, 5, 8)),  # the last Store Bededag
        (Weekend.NEXT, date(2024, 4, 26), date(2024, 4, 26)),
        (Weekend.NEXT, date(2026, 6, 5), date(2026, 6, 8)),  # Constitution Day
    ],
)
def test_due_moves_to_a_working_day_as_the_rule_says(weekend: Weekend, anchor: date, due: date) -> None:
    (firing,) = evaluate([rule(Kind.ELAPSED, 1, weekend=weekend)], [sick(anchor)], anchor)
    assert (firing.due_on, firing.legal_last_day) == (due, None)


def test_offset_is_added_in_calendar_days_before_moving_and_the_legal_day_is_before_the_move() -> None:
    law = rule(Kind.ELAPSED, 1, weekend=Weekend.PREVIOUS, due_offset_days=35, mandatory=True)
    (firing,) = evaluate([law], [sick(date(2026, 11, 20))], JAN.replace(year=2027))
    assert (firing.anchor, firing.due_on, firing.legal_last_day) == (
        date(2026, 11, 20),
        date(2026, 12, 23),
        date(2026, 12, 25),
    )


def test_the_ends_of_the_calendar_are_days_like_others() -> None:
    last, first, second = date.max, date.min, date(1, 1, 2)
    assert fires(rule(Kind.ELAPSED, 5), sick(last, None), through=last, live=True) == []
    assert fires(rule(Kind.ELAPSED, 1, due_offset_days=9), sick(last, None), through=last, live=True) == [last]
    assert fires(rule(Kind.ELAPSED, 2, weekend=Weekend.PREVIOUS), sick(first, 3), through=last) == [
        first.replace(day=2)
    ]
    assert fires(rule(Kind.SUM, 2, 36_525), sick(first, 3), sick(last, None), through=last) == [second]
    assert fires(rule(Kind.BRADFORD, 4, 1), sick(first, None), through=last) == []


def test_leap_day_counts() -> None:
    assert fires(rule(Kind.ELAPSED, 29), sick(date(2028, 2, 1), None)) == [date(2028, 2, 29)]
    assert fires(rule(Kind.ELAPSED, 29), sick(date(2027, 2, 1), None)) == [date(2027, 3, 1)]


def test_a_firing_tells_its_spell() -> None:
    periods = [sick(JAN, 3), sick(after(5), 3), sick(after(20), None)]
    rules = [rule(Kind.SUM, 6, 90, relapse_days=2), rule(Kind.SUM, 8, 90)]
    firings = evaluate(rules, periods, after(40))
    assert [(f.anchor, f.spell_from, f.spell_last) for f in firings] == [
        (after(7), JAN, after(7)),
        (after(21), after(20), None),
    ]


def test_a_window_rule_without_window_is_refused() -> None:
    with pytest.raises(ValueError, match="window_days"):
        fires(rule(Kind.SUM, 1), sick(JAN))


def test_a_period_open_for_a_century_costs_no_more_than_a_short_one() -> None:
    bradford = rule(Kind.BRADFORD, 200, 364)
    assert fires(bradford, sick(date(1900, 1, 1), None), through=date(2030, 1, 1)) == [date(1900, 7, 19)]
