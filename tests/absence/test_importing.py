"""Planning an import, against a naive telling of the same rules."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import pytest

from absence.extracts import RejectionCode, Row
from absence.importing import Effect, Plan, Stored, leaves_out_too_many, plan_employee
from absence.rules.recording import WithdrawReason
from tests.absence.import_oracle import BEGINNING, HORIZON, One, import_rows, shares_a_day

CAUSES = {"790": "sickness", "526": "partial", "510": "child"}
FULL, HALF = Decimal(100), Decimal(50)


def day(number: int) -> date:
    return BEGINNING + timedelta(number)


def as_stored(pk: int, one: One) -> Stored:
    code, payroll_first = one.identity or ("", None)
    payroll_last, payroll_degree = one.said or (None, None)
    return Stored(
        pk, one.first, one.last, one.cause, one.degree, one.gone, code, payroll_first, payroll_last, payroll_degree
    )


def plan(state: list[One], rows: list[Row], complete_from: date | None = None) -> Plan:
    return plan_employee(
        [as_stored(pk, one) for pk, one in enumerate(state)],
        rows,
        causes=CAUSES,
        named={(row.number, row.code, row.first_day) for row in rows},
        number="1",
        complete_from=complete_from,
    )


def carry_out(state: list[One], plan: Plan) -> list[One]:
    """The periods after the plan, as a database would hold them."""
    after = list(state)
    for stored, reason in plan.withdrawals:
        after[stored.pk] = replace(after[stored.pk], gone=reason.value)
    for change in plan.changes:
        row = change.row
        after[change.stored.pk] = One(
            change.first_day,
            change.last_day,
            change.cause,
            change.degree,
            "",
            (row.code, row.first_day),
            (row.last_day, row.degree),
        )
    for row in plan.inserts:
        said = (row.last_day, row.degree)
        after.append(
            One(row.first_day, row.last_day, CAUSES[row.code], row.degree, "", (row.code, row.first_day), said)
        )
    return after


def row(line: int, code: str, first: int, last: int | None = None, degree: Decimal = FULL) -> Row:
    return Row(line, "1", code, day(first), None if last is None else day(last), degree)


def random_rows(chance: random.Random, state: list[One]) -> list[Row]:
    """A file for one employee: much of what payroll said before, changed or not, and something new."""
    rows: dict[tuple[str, date], tuple[date | None, Decimal]] = {}
    for one in state:
        if one.identity and one.said and chance.random() < 0.8:
            last, degree = one.said
            if chance.random() < 0.3:
                degree = chance.choice([FULL, HALF])
            if chance.random() < 0.5:
                last = random_end(chance, one.identity[1])
            rows[one.identity] = last, degree
        elif not one.gone and chance.random() < 0.3:
            code = next(code for code, cause in CAUSES.items() if cause == one.cause)
            rows[code, one.first] = one.last if chance.random() < 0.5 else random_end(chance, one.first), one.degree
    for _ in range(chance.randrange(5)):
        first = day(chance.randrange(HORIZON - 20))
        rows[chance.choice(list(CAUSES)), first] = random_end(chance, first), chance.choice([FULL, HALF])
    items = list(rows.items())
    chance.shuffle(items)
    return [
        Row(line, "1", code, first, last, degree) for line, ((code, first), (last, degree)) in enumerate(items, start=2)
    ]


def random_end(chance: random.Random, first: date) -> date | None:
    return None if chance.random() < 0.25 else first + timedelta(chance.choice([0, 0, 1, 2, 3, 5, 8, 13]))


def change_in_tilbage(chance: random.Random, state: list[One]) -> list[One]:
    """What people do between two imports: report, end, move, give another cause, withdraw."""
    after = list(state)
    first = day(chance.randrange(HORIZON - 20))
    report = One(first, random_end(chance, first), chance.choice(list(CAUSES.values())), FULL)
    if chance.random() < 0.6 and not any(shares_a_day(one, report.first, report.last) for one in after if not one.gone):
        after.append(report)
    for place, one in enumerate(after):
        if one.gone or chance.random() < 0.6:
            continue
        edited = chance.choice(
            [
                replace(one, last=random_end(chance, one.first)),
                replace(one, first=one.first + timedelta(chance.randrange(-2, 3))),
                replace(one, cause=chance.choice(list(CAUSES.values()))),
                replace(one, degree=HALF),
                replace(one, gone="mistake"),
            ]
        )
        others = [other for number, other in enumerate(after) if number != place and not other.gone]
        fits = (edited.last is None or edited.first <= edited.last) and edited.first >= BEGINNING
        if fits and not any(shares_a_day(other, edited.first, edited.last) for other in others):
            after[place] = edited
    return after


@pytest.mark.parametrize("seed", range(40))
def test_plan_agrees_with_the_naive_import_through_random_lives(seed):
    chance = random.Random(seed)
    for _ in range(25):
        state: list[One] = []
        for _ in range(6):
            state = change_in_tilbage(chance, state)
            rows = random_rows(chance, state)
            complete_from = day(chance.randrange(HORIZON)) if chance.random() < 0.3 else None
            expected, rejected = import_rows(
                state, [tuple(row)[:1] + tuple(row)[2:] for row in rows], CAUSES, complete_from
            )
            planned = plan(state, rows, complete_from)
            result = carry_out(state, planned)
            assert result == expected
            assert sorted(rejection.line for rejection in planned.rejected) == rejected
            standing = [one for one in result if not one.gone]
            assert not any(shares_a_day(a, b.first, b.last) for a, b in combinations(standing, 2))
            again = plan(result, rows, complete_from)
            assert not again.writes
            assert sorted(rejection.line for rejection in again.rejected) == rejected
            state = result


# --- The rules one by one ------------------------------------------------------------------------------


def payroll_one(code: str, first: int, last: int | None = None) -> One:
    end = None if last is None else day(last)
    return One(day(first), end, CAUSES[code], FULL, "", (code, day(first)), (end, FULL))


def own_one(first: int, last: int | None = None, cause: str = "sickness") -> One:
    return One(day(first), None if last is None else day(last), cause, FULL)


def spans(state: list[One]) -> list[tuple[int, int | None]]:
    return [
        ((one.first - BEGINNING).days, None if one.last is None else (one.last - BEGINNING).days)
        for one in state
        if not one.gone
    ]


def after(state: list[One], *rows: Row, complete_from: int | None = None) -> tuple[list[tuple[int, int | None]], Plan]:
    planned = plan(state, list(rows), None if complete_from is None else day(complete_from))
    return spans(carry_out(state, planned)), planned


def test_a_correction_into_another_stored_period_is_rejected_and_names_it():
    state = [payroll_one("790", 1, 5), payroll_one("790", 10, 20)]
    result, planned = after(state, row(2, "790", 1, 12), row(3, "790", 10, 15))
    assert result == [(1, 5), (10, 15)]
    assert [(r.line, r.code, r.reason) for r in planned.rejected] == [
        (2, RejectionCode.OVERLAP, "Overlapper linje 3 (fra 11-01-2026 til 16-01-2026). Ret en af dem.")
    ]
    _, planned = after(state, row(2, "790", 1, 12))
    assert planned.rejected[0].reason == (
        "Overlapper en registreret periode fra 11-01-2026 til 21-01-2026. Ret en af dem."
    )


def test_corrections_come_before_new_rows_wherever_they_stand():
    result, planned = after([payroll_one("790", 1, 3)], row(2, "510", 5, 5), row(9, "790", 1, 5))
    assert result == [(1, 5)]
    assert [(r.line, r.reason) for r in planned.rejected] == [
        (2, "Overlapper linje 9 (fra 02-01-2026 til 06-01-2026). Ret en af dem.")
    ]


def test_a_correction_makes_room_for_a_new_row():
    result, planned = after([payroll_one("790", 1)], row(2, "526", 5), row(3, "790", 1, 4))
    assert (result, planned.rejected) == ([(1, 4), (5, None)], [])


def test_a_withdrawal_makes_room_for_a_correction():
    state = [payroll_one("790", 1, 5), payroll_one("790", 8, 9)]
    result, planned = after(state, row(2, "790", 1, 10), complete_from=0)
    assert (result, planned.rejected) == ([(1, 10)], [])


def test_a_correction_absorbs_what_tilbage_recorded_after_it():
    state = [payroll_one("790", 1, 5), own_one(6)]
    result, planned = after(state, row(2, "790", 1, 9))
    assert result == [(1, 9)]
    assert [(stored.pk, reason) for stored, reason in planned.withdrawals] == [(1, WithdrawReason.ADOPTED)]


def test_an_open_row_ends_where_tilbage_ended_what_it_adopts():
    state = [own_one(3, 5), own_one(10)]
    result, planned = after(state, row(2, "790", 1))
    assert result == [(1, 5), (10, None)]
    assert [change.effect for change in planned.changes] == [Effect.ADOPTED]


def test_a_row_over_a_report_and_a_payroll_period_is_rejected_and_adopts_nothing():
    state = [own_one(3, 5), payroll_one("790", 8, 9)]
    result, planned = after(state, row(2, "790", 1, 8))
    assert (result, len(planned.rejected), planned.changes) == ([(3, 5), (8, 9)], 1, [])


def test_swapped_corrections_wait_for_each_other():
    """Payroll's end lies before the first day that Tilbage moved, so that its own first day counts again."""
    state = [payroll_one("510", 24, 29), replace(payroll_one("790", 29), first=day(31))]
    result, planned = after(state, row(2, "790", 29, 29), row(8, "510", 24, 27))
    assert (result, planned.rejected) == ([(24, 27), (29, 29)], [])


def test_the_guard_counts_open_periods_of_payrolls_from_the_day_on():
    open_ones = [Plan(open_before=1, open_left_out=1)] * 10 + [Plan(open_before=1)] * 39
    assert leaves_out_too_many(open_ones) == (10, 49)
    assert leaves_out_too_many([*open_ones, Plan(open_before=1)]) is None
    assert leaves_out_too_many(open_ones[1:11]) is None
    state = [payroll_one("790", 1), own_one(-9, -8), payroll_one("790", -5, -3)]
    _, planned = after(state, complete_from=0)
    assert (planned.open_before, planned.open_left_out, len(planned.withdrawals)) == (1, 1, 1)
