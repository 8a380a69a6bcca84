"""What is owed, against the naive oracle; and the same open rows whatever the order of edits."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from absence.reference import shipped_causes, shipped_policies
from absence.rules import STATUTORY, Deriver, Gift, Givens, Period, Policy, Stay, Weekend, unit_on
from cases.followups.rules import (
    Annotate,
    Change,
    Close,
    Create,
    FollowUpEvent,
    FollowUpKind,
    FollowUpState,
    Owed,
    Reopen,
    Stored,
    Update,
    next_state,
    overtaken_by,
    reconcile,
)
from people.calendar import DEFAULT_CALENDAR
from people.rules import OwnerRole
from tests.absence import oracle
from tests.absence.test_rules_engine import random_rule

CAUSES = tuple(shipped_causes().causes.values())
POLICIES = shipped_policies()
DAY = timedelta(days=1)
TOP, AREA, HOME, OTHER = 1, 2, 3, 4
PARENTS = {TOP: None, AREA: TOP, HOME: AREA, OTHER: TOP}
EVERYWHERE = Givens(PARENTS, [Gift(TOP, "1-5-14", date(2020, 1, 1))])
AT_HOME = (Stay(HOME, date(2015, 1, 1)),)


def owed_to(
    *periods: Period,
    givens: Givens = EVERYWHERE,
    stays: tuple[Stay, ...] = AT_HOME,
    through: date = date(2026, 11, 23),
    policies: dict[str, Policy] = POLICIES,
) -> list[Owed]:
    deriver = Deriver(givens=givens, policies=policies, causes=CAUSES, calendar=DEFAULT_CALENDAR)
    return deriver.derive(periods=periods, stays=stays, through=through)


def dues(*periods: Period, **more: object) -> list[tuple[str, date]]:
    """Rule and due date of what does not lapse."""
    return [(owed.duty.rule, owed.due_on) for owed in owed_to(*periods, **more) if not owed.lapses]  # type: ignore[arg-type]


# Worked by hand


def test_derive_gives_the_receipt_of_the_first_day() -> None:
    assert dues(Period(date(2026, 11, 23), None, "sickness")) == [
        ("1-5-14/1", date(2026, 11, 23)),
        ("1-5-14/5", date(2026, 11, 27)),
        ("1-5-14/14", date(2026, 12, 7)),  # day 14 is a Sunday
        ("statutory/talk", date(2026, 12, 21)),
        ("statutory/notice", date(2026, 12, 28)),
    ]


def test_derive_keeps_within_the_law_over_christmas_2026() -> None:
    talk, notice = [o for o in owed_to(Period(date(2026, 11, 27), None, "sickness")) if o.duty.mandatory]
    assert (talk.anchor, talk.due_on, talk.legal_last_day) == (
        date(2026, 12, 25),
        date(2026, 12, 23),  # the 25th is a holiday, the 24th a closing day
        date(2026, 12, 25),
    )
    assert (notice.anchor, notice.due_on, notice.legal_last_day) == (
        date(2026, 12, 27),
        date(2026, 12, 30),  # 1 January 2027 is a holiday, 31 December a closing day
        date(2027, 1, 1),
    )


def test_derive_moves_a_contact_over_easter_2027() -> None:
    rows = dict(dues(Period(date(2027, 3, 21), None, "sickness"), through=date(2027, 3, 21)))
    assert rows["1-5-14/5"] == date(2027, 3, 30)  # Maundy Thursday the 25th, to the Tuesday after Easter Monday


def test_derive_counts_the_leap_day_of_2028() -> None:
    rows = dict(dues(Period(date(2028, 2, 1), None, "sickness"), through=date(2028, 2, 1)))
    assert rows["statutory/talk"] == date(2028, 2, 29)


def test_derive_gives_pregnancy_to_udbetaling_danmark_and_an_accident_to_easy() -> None:
    pregnancy = [o for o in owed_to(Period(date(2026, 11, 2), None, "pregnancy")) if o.duty.mandatory]
    assert [(o.duty.rule, o.anchor, o.legal_last_day) for o in pregnancy] == [
        ("statutory/talk", date(2026, 11, 30), date(2026, 11, 30)),
        ("statutory/pregnancy", date(2026, 11, 2), date(2026, 12, 7)),
    ]
    accident = [o for o in owed_to(Period(date(2026, 11, 2), date(2026, 11, 3), "accident")) if o.duty.mandatory]
    assert [(o.duty.rule, o.due_on, o.duty.owner_role) for o in accident if not o.lapses] == [
        ("statutory/accident", date(2026, 11, 16), OwnerRole.HR)
    ]


def test_derive_asks_before_the_expected_return_and_welcomes_back() -> None:
    sick = Period(date(2026, 11, 23), None, "sickness", expected_return=date(2026, 11, 26))
    assert ("built-in/ask-return", date(2026, 11, 25)) in dues(sick)
    over_the_weekend = sick._replace(expected_return=date(2026, 11, 30))
    assert ("built-in/ask-return", date(2026, 11, 27)) in dues(over_the_weekend)
    # Back on Friday 20 November after six days: Monday.
    back = Period(date(2026, 11, 14), date(2026, 11, 19), "sickness")
    assert ("built-in/welcome-back", date(2026, 11, 23)) in dues(back)


def test_derive_neither_welcomes_after_two_days_nor_asks_when_the_end_is_known() -> None:
    assert dues(Period(date(2026, 11, 16), date(2026, 11, 17), "sickness")) == [("1-5-14/1", date(2026, 11, 16))]
    ended = Period(date(2026, 11, 16), date(2026, 11, 20), "sickness", expected_return=date(2026, 11, 21))
    assert [rule for rule, _ in dues(ended)] == ["1-5-14/1", "1-5-14/5", "built-in/welcome-back"]


def test_derive_owes_nothing_for_a_childs_sick_day() -> None:
    assert dues(Period(date(2026, 11, 16), date(2026, 11, 20), "child")) == []


def test_derive_neither_asks_nor_welcomes_somebody_who_has_left() -> None:
    stays = (Stay(HOME, date(2020, 1, 1), date(2026, 11, 19)),)
    rules = [rule for rule, _ in dues(Period(date(2026, 11, 14), date(2026, 11, 19), "sickness"), stays=stays)]
    assert rules == ["1-5-14/1", "1-5-14/5"]


def test_derive_owes_nothing_before_anything_was_given() -> None:
    late = Givens(PARENTS, [Gift(TOP, "1-5-14", date(2026, 11, 25))])
    rules = [rule for rule, _ in dues(Period(date(2026, 11, 21), None, "sickness"), givens=late)]
    assert rules == ["1-5-14/5", "1-5-14/14", "statutory/talk", "statutory/notice"]
    assert dues(Period(date(2026, 11, 21), None, "sickness"), givens=Givens(PARENTS, [])) == []


def test_derive_gives_the_law_where_what_was_given_has_ended() -> None:
    ended = Givens(PARENTS, [Gift(TOP, "1-5-14", date(2026, 1, 1), date(2026, 11, 22))])
    rules = [rule for rule, _ in dues(Period(date(2026, 11, 20), None, "sickness"), givens=ended)]
    assert rules == ["1-5-14/1", "statutory/talk", "statutory/notice"]


def test_derive_lets_the_nearest_unit_replace_what_is_inherited() -> None:
    nearer = Givens(PARENTS, [Gift(TOP, "1-5-14", date(2020, 1, 1)), Gift(AREA, "7-14-15", date(2026, 11, 25))])
    rules = [rule for rule, _ in dues(Period(date(2026, 11, 21), None, "sickness"), givens=nearer)]
    assert rules == ["1-5-14/1", "7-14-15/7", "7-14-15/14", "7-14-15/15", "statutory/talk", "statutory/notice"]


def test_derive_asks_an_elapsed_rule_in_the_unit_of_the_first_day_and_the_others_in_that_of_the_anchor() -> None:
    moved = (Stay(HOME, date(2020, 1, 1), date(2026, 11, 15)), Stay(OTHER, date(2026, 11, 16)))
    given = [(HOME, "1-5-14"), (OTHER, "7-14-15"), (OTHER, "gt29")]
    givens = Givens(PARENTS, [Gift(unit, policy, date(2020, 1, 1)) for unit, policy in given])
    rows = owed_to(
        Period(date(2026, 9, 1), date(2026, 9, 20), "sickness"),
        Period(date(2026, 11, 10), None, "sickness"),
        givens=givens,
        stays=moved,
    )
    spell = [o.duty.rule for o in rows if o.spell_from == date(2026, 11, 10)]
    assert spell == ["1-5-14/1", "1-5-14/5", "gt29/30in365", "1-5-14/14", "statutory/talk", "statutory/notice"]


def test_unit_on_takes_the_coming_employment_before_a_hire_and_the_last_one_after() -> None:
    stays = [Stay(HOME, date(2026, 3, 1), date(2026, 4, 30)), Stay(OTHER, date(2026, 6, 1), date(2026, 7, 31))]
    days = [date(2026, 1, 1), date(2026, 4, 30), date(2026, 5, 1), date(2026, 7, 31), date(2026, 8, 1)]
    assert [unit_on(stays, day) for day in days] == [HOME, HOME, OTHER, OTHER, OTHER]
    assert unit_on([], date(2026, 1, 1)) is None


def test_derive_uses_the_rule_version_of_the_spells_first_day() -> None:
    five = next(rule for rule in POLICIES["1-5-14"].rules if rule.threshold == 5)
    versions = (replace(five, valid_to=date(2026, 11, 22)), replace(five, threshold=6, valid_from=date(2026, 11, 23)))
    policies = {**POLICIES, "1-5-14": replace(POLICIES["1-5-14"], rules=versions)}
    before = owed_to(Period(date(2026, 11, 22), None, "sickness"), policies=policies)
    after = owed_to(Period(date(2026, 11, 23), None, "sickness"), policies=policies)
    assert [o.anchor for o in (*before, *after) if o.duty.rule == five.key] == [date(2026, 11, 26), date(2026, 11, 28)]
    assert [o.duty.step for o in (*before, *after) if o.duty.rule == five.key] == [5, 6]


def test_derive_says_what_lapses_and_what_never_does() -> None:
    rows = owed_to(Period(date(2026, 11, 9), date(2026, 11, 14), "sickness"))  # Monday to Saturday
    assert [(o.duty.rule, o.lapses, o.is_reached) for o in rows] == [
        ("1-5-14/1", False, True),
        ("1-5-14/5", False, True),
        ("built-in/welcome-back", False, True),
        ("1-5-14/14", True, False),
        ("statutory/talk", True, False),
    ]
    weekend = owed_to(Period(date(2026, 11, 10), date(2026, 11, 15), "sickness"))  # day 5 is a Saturday
    assert [(o.duty.rule, o.lapses, o.is_reached) for o in weekend if o.duty.step == 5] == [("1-5-14/5", True, True)]


# Against the oracle


@pytest.mark.parametrize("seed", range(3))
def test_derive_owes_what_the_naive_oracle_owes(seed: int) -> None:
    rng = random.Random(seed)
    fired = 0
    for _ in range(500):
        periods = random_periods(rng)
        policies = random_policies(rng)
        gifts = random_gifts(rng, list(policies))
        stays = random_stays(rng)
        through = START + rng.randrange(90) * DAY
        rows = owed_to(*periods, givens=Givens(PARENTS, gifts), stays=stays, through=through, policies=policies)
        expected = oracle.owed(
            periods,
            stays,
            PARENTS,
            gifts,
            {key: policy.rules for key, policy in policies.items()},
            CAUSES,
            DEFAULT_CALENDAR,
            through,
        )
        assert {(o.duty.rule, o.anchor, o.due_on) for o in rows if o.is_reached} == expected
        assert all(o.lapses for o in rows if not o.is_reached)
        assert len({o.key for o in rows}) == len(rows)
        fired += len(expected)
    assert fired > 400  # rich enough to say something


START = date(2026, 10, 1)


def random_periods(rng: random.Random) -> list[Period]:
    """Up to five periods that do not overlap, the last perhaps open and perhaps with an expected return."""
    periods, day = [], START
    for _ in range(rng.randint(0, 5)):
        day += rng.choice([0, 1, 2, 7, 20]) * DAY
        last = day + rng.choice([0, 1, 4, 9, 40]) * DAY
        periods.append(Period(day, last, rng.choice(["sickness", "sickness", "partial", "accident", "child"])))
        day = last + DAY
    if periods and rng.random() < 0.5:
        back = periods[-1].first_day + rng.choice([-1, 0, 1, 3, 30]) * DAY if rng.random() < 0.5 else None
        periods[-1] = periods[-1]._replace(last_day=None, expected_return=back)
    return periods


def random_policies(rng: random.Random) -> dict[str, Policy]:
    """The law, and two policies of one random rule of each kind."""
    policies = {STATUTORY: POLICIES[STATUTORY]}
    for key in ("a", "b"):
        rules = []
        for kind in oracle.KINDS:
            rule = random_rule(rng, kind)
            causes = rule.causes and frozenset(rng.sample([cause.key for cause in CAUSES], len(rule.causes)))
            owner = rng.choice(list(OwnerRole))
            rules.append(replace(rule, key=f"{key}/{kind}", policy=key, causes=causes, owner_role=owner))
        policies[key] = Policy(key=key, rules=rules)
    return policies


def random_gifts(rng: random.Random, keys: list[str]) -> list[Gift]:
    gifts = []
    local = [key for key in keys if key != STATUTORY]
    for _ in range(rng.randint(0, 4)):
        first = START + rng.randint(-20, 60) * DAY
        last = first + rng.randrange(40) * DAY if rng.random() < 0.5 else None
        gifts.append(Gift(rng.choice(list(PARENTS)), rng.choice(local), first, last))
    return gifts


def random_stays(rng: random.Random) -> tuple[Stay, ...]:
    stays, day = [], START + rng.choice([-300, -10, 5, 30]) * DAY
    for _ in range(rng.randint(0, 3)):
        last = day + rng.choice([10, 30, 60]) * DAY
        stays.append(Stay(rng.choice(list(PARENTS)), day, last))
        day = last + rng.choice([1, 1, 15]) * DAY
    if stays and rng.random() < 0.6:
        stays[-1] = stays[-1]._replace(last_day=None)
    return tuple(stays)


# The same open rows whatever the order of edits


class Table:
    """The rows of one employee, and what the flows do to them."""

    def __init__(self) -> None:
        self.rows: dict[int, Stored] = {}

    def apply(self, changes: list[Change], today: date) -> None:
        touched = [change.ref for change in changes if not isinstance(change, Create)]
        assert len(touched) == len(set(touched))
        for change in changes:
            match change:
                case Create(owed, late):
                    ref = len(self.rows)
                    self.rows[ref] = stored_as(ref, owed, late, today)
                case Update(ref, owed, late, remind_on):
                    row = self.rows[ref]
                    assert row.state is FollowUpState.OPEN
                    self.rows[ref] = replace(
                        stored_as(ref, owed, late, today), remind_on=remind_on, postponed=row.postponed
                    )
                case Reopen(ref, owed, late):
                    assert next_state(self.rows[ref].state, FollowUpEvent.REOPEN) is FollowUpState.OPEN
                    self.rows[ref] = stored_as(ref, owed, late, today)
                case Close(ref, event):
                    state = next_state(self.rows[ref].state, event)
                    self.rows[ref] = replace(self.rows[ref], state=state, closed_on=today)
                case Annotate(ref, changed):
                    assert self.rows[ref].state is FollowUpState.DONE
                    self.rows[ref] = replace(self.rows[ref], basis_changed=changed)
        keys = [(row.duty.rule, row.anchor) for row in self.rows.values()]
        assert len(keys) == len(set(keys))

    def confirm(self, ref: int, today: date) -> None:
        row = self.rows[ref]
        done = replace(row, state=next_state(row.state, FollowUpEvent.CONFIRM), done_on=today)
        self.rows[ref] = done
        for other in overtaken_by(done, self.rows.values()):
            state = next_state(other.state, FollowUpEvent.OVERTAKE)
            self.rows[other.ref] = replace(other, state=state, closed_on=today)

    def undo(self, ref: int) -> None:
        row = self.rows[ref]
        self.rows[ref] = replace(row, state=next_state(row.state, FollowUpEvent.UNDO), done_on=None)

    def of(self, state: FollowUpState) -> list[Stored]:
        return [row for row in self.rows.values() if row.state is state]


def stored_as(ref: int, owed: Owed, late: bool, today: date) -> Stored:
    return Stored(
        ref=ref,
        duty=owed.duty,
        state=FollowUpState.OPEN,
        anchor=owed.anchor,
        due_on=owed.due_on,
        legal_last_day=owed.legal_last_day,
        spell_from=owed.spell_from,
        created_on=today,
        late_by_correction=late,
    )


def open_by_the_book(fresh: list[Owed], done: list[Stored]) -> set[tuple[str, date, date]]:
    """Which rows stand open, naively: over sets of days, from what is fresh and what is done alone."""
    horizon = START + 400 * DAY

    def days(first: date | None, last: date | None) -> set[date]:
        assert first is not None
        return {first + n * DAY for n in range(((last or horizon) - first).days + 1)}

    standing = set()
    for owed in fresh:
        duty, spell = owed.duty, days(owed.spell_from, owed.spell_last)
        lapsed = (
            duty.step is not None
            and duty.owner_role == "leader"
            and owed.spell_last is not None
            and owed.spell_last < owed.due_on
        )
        same = [row for row in done if row.duty.rule == duty.rule]
        if duty.kind == FollowUpKind.ASK_RETURN:
            covered = any(row.anchor == owed.anchor for row in same)
        else:
            covered = any(spell & days(row.spell_from, row.anchor) for row in same)
        overtaken = (
            duty.step is not None
            and not duty.mandatory
            and any(
                row.duty.policy == duty.policy
                and (row.duty.step or 0) > duty.step
                and spell & days(row.spell_from, row.anchor)
                for row in done
            )
        )
        if not (lapsed or covered or overtaken):
            standing.add((duty.rule, owed.anchor, owed.due_on))
    return standing


def open_in(table: Table) -> set[tuple[str, date, date]]:
    return {(row.duty.rule, row.anchor, row.due_on) for row in table.of(FollowUpState.OPEN)}  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(3))
def test_reconcile_leaves_the_open_rows_that_fresh_and_done_ask_for(seed: int) -> None:
    rng = random.Random(seed)
    confirmed = 0
    for _ in range(120):
        givens = Givens(PARENTS, [Gift(TOP, rng.choice(list(POLICIES)), date(2020, 1, 1)) for _ in range(2)])
        table, today = Table(), START
        for _ in range(8):
            today += rng.choice([0, 0, 1, 6]) * DAY
            fresh = owed_to(*random_periods(rng), givens=givens, through=today)
            before = {row.ref: row for row in table.of(FollowUpState.DONE)}
            table.apply(reconcile(fresh, table.rows.values(), today), today)
            assert open_in(table) == open_by_the_book(fresh, table.of(FollowUpState.DONE))
            after = {row.ref: replace(row, basis_changed=False) for row in table.of(FollowUpState.DONE)}
            assert after == {ref: replace(row, basis_changed=False) for ref, row in before.items()}
            assert {row.ref for row in table.of(FollowUpState.DONE) if not row.basis_changed} == {
                row.ref
                for row in table.of(FollowUpState.DONE)
                if (row.duty.rule, row.anchor) in {o.key for o in fresh if o.is_reached}
            }
            assert reconcile(fresh, table.rows.values(), today) == []
            if rng.random() < 0.7 and (waiting := table.of(FollowUpState.OPEN)):
                table.confirm(rng.choice(waiting).ref, today)
                assert open_in(table) == open_by_the_book(fresh, table.of(FollowUpState.DONE))
                confirmed += 1
            if rng.random() < 0.2 and (done := table.of(FollowUpState.DONE)):
                table.undo(rng.choice(done).ref)
    assert confirmed > 100


@pytest.mark.parametrize("seed", range(3))
def test_edits_in_any_order_leave_the_same_open_rows(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        today = START + 40 * DAY
        first, last = random_periods(rng), random_periods(rng)
        start = Table()
        start.apply(reconcile(owed_to(*first, through=today), [], today), today)
        for row in start.of(FollowUpState.OPEN):
            if rng.random() < 0.3 and start.rows[row.ref].state is FollowUpState.OPEN:
                start.confirm(row.ref, today)
        edits = [("drop", period) for period in first] + [("add", period) for period in last]
        ends = []
        for _ in range(4):
            table, periods = Table(), list(first)
            table.rows = dict(start.rows)
            for act, period in rng.sample(edits, len(edits)):
                if act == "drop":
                    periods.remove(period)
                else:
                    periods.append(period)
                table.apply(reconcile(owed_to(*periods, through=today), table.rows.values(), today), today)
            done = {row.ref: row.done_on for row in table.of(FollowUpState.DONE)}
            ends.append((open_in(table), done))
        assert all(end == ends[0] for end in ends)


def test_weekend_of_the_law_never_passes_the_legal_day() -> None:
    for rule in POLICIES[STATUTORY].rules:
        assert rule.mandatory
        assert rule.weekend is Weekend.PREVIOUS
