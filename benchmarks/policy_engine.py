"""Microseconds a period for a whole policy, and whether the time stays linear. Needs no database.

script/benchmark policy_engine
"""

import random
import time
from datetime import date, timedelta

from absence.rules import Cause, Kind, Period, PolicyEngine, Rule
from people.calendar import DEFAULT_CALENDAR

CAUSES = (
    Cause("sickness", counts_as_sick=True, in_headline=True, in_frequency_rules=True),
    Cause("partial", counts_as_sick=True, in_headline=True, in_frequency_rules=True),
    Cause("child", counts_as_sick=False, in_headline=False, in_frequency_rules=False),
)
START = date(2024, 1, 1)
THROUGH = date(2026, 12, 31)
ROUNDS = 3
LENGTHS = (1, 1, 1, 2, 3, 5, 7, 12, 25, 60)


def rule(kind: Kind, threshold: int, window: int | None = None) -> Rule:
    return Rule(key=f"bench/{kind}-{threshold}", policy="bench", kind=kind, threshold=threshold, window_days=window)


POLICIES = {
    "1-5-14": [rule(Kind.ELAPSED, day) for day in (1, 5, 14)],
    "2-6-14": [
        *(rule(Kind.ELAPSED, day) for day in (2, 6, 14)),
        rule(Kind.COUNT, 3, 182),
        rule(Kind.SUM, 15, 365),
    ],
    "gt29": [rule(Kind.SUM, 30, 365)],
    "bradford": [rule(Kind.BRADFORD, 200, 364)],
    "all four kinds": [
        rule(Kind.ELAPSED, 5),
        rule(Kind.COUNT, 3, 90),
        rule(Kind.SUM, 15, 365),
        rule(Kind.BRADFORD, 200, 364),
    ],
}


def histories(people: int, seed: int = 7) -> list[list[Period]]:
    """About seven and a half periods a person over three years, and one in twenty still open."""
    rng = random.Random(seed)
    made = []
    for _ in range(people):
        periods, day = [], START
        while (day := day + timedelta(days=round(rng.expovariate(1 / 130)))) <= THROUGH:
            last = day + timedelta(days=rng.choice(LENGTHS) - 1)
            is_open = rng.random() < 0.007
            periods.append(Period(day, None if is_open else last, "child" if rng.random() < 0.1 else "sickness"))
            if is_open:
                break
            day = last + timedelta(days=1)
        made.append(periods)
    return made


def run(engine: PolicyEngine, people: list[list[Period]]) -> int:
    return sum(1 for periods in people for _ in engine.firings(periods, THROUGH, open_runs_on=True))


def micros(engine: PolicyEngine, people: list[list[Period]]) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        run(engine, people)
        best = min(best, time.process_time() - began)
    return best * 1e6


def main() -> None:
    print("policy           people  periods  firings  us a period")
    for name, rules in POLICIES.items():
        for size in (2_000, 8_000):
            people = histories(size)
            periods = sum(map(len, people))
            engine = PolicyEngine(rules, CAUSES, DEFAULT_CALENDAR)
            firings = run(engine, people)
            print(f"{name:15} {size:7} {periods:8} {firings:8} {micros(engine, people) / periods:12.1f}")
    print("one person, bradford, by number of periods, and by length of one open period")
    engine = PolicyEngine(POLICIES["bradford"], CAUSES, DEFAULT_CALENDAR)
    for count in (1_000, 4_000, 16_000):
        many = [Period(day := START + timedelta(days=3 * n), day, "sickness") for n in range(count)]
        print(f"{count:7} periods {micros(engine, [many]) / count:8.1f} us a period")
    for years in (1, 10, 100):
        one = [Period(THROUGH - timedelta(days=365 * years), None, "sickness")]
        print(f"{years:7} years open {micros(engine, [one]):5.1f} us")


if __name__ == "__main__":
    main()
