"""How employment rows follow an extract, by example and for any history."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from people.calendar import ONE_DAY
from people.importing.employments import end, follow
from people.importing.rows import Place, Stretch

AS_OF = date(2026, 11, 23)
BEFORE = AS_OF - ONE_DAY
START = date(2020, 1, 1)
WARD, OTHER = Place("2001", "Pædagog"), Place("2002", "Pædagog")


def stretch(first: date, last: date | None = None, place: Place = WARD, pk: int | None = 1) -> Stretch:
    return Stretch(first, last, place, pk)


def test_somebody_new_gets_one_row() -> None:
    assert follow((), first_day=START, last_day=None, place=WARD, as_of=AS_OF) == (stretch(START, pk=None),)


def test_the_same_again_changes_nothing() -> None:
    rows = (stretch(START),)
    assert follow(rows, first_day=START, last_day=None, place=WARD, as_of=AS_OF) == rows


def test_a_changed_place_ends_one_row_and_starts_the_next() -> None:
    assert follow((stretch(START),), first_day=START, last_day=None, place=OTHER, as_of=AS_OF) == (
        stretch(START, BEFORE),
        stretch(AS_OF, None, OTHER, None),
    )


def test_the_next_row_ends_where_the_employment_ends() -> None:
    last = AS_OF + timedelta(days=30)
    assert follow((stretch(START, last),), first_day=START, last_day=last, place=OTHER, as_of=AS_OF) == (
        stretch(START, BEFORE),
        stretch(AS_OF, last, OTHER, None),
    )


def test_a_row_that_starts_on_the_day_is_corrected() -> None:
    rows = (stretch(START, BEFORE), stretch(AS_OF, None, OTHER, 2))
    third = Place("2003")
    assert follow(rows, first_day=START, last_day=None, place=third, as_of=AS_OF) == (
        stretch(START, BEFORE),
        stretch(AS_OF, None, third, 2),
    )


def test_a_change_taken_back_the_same_day_leaves_one_row() -> None:
    rows = (stretch(START, BEFORE), stretch(AS_OF, None, OTHER, 2))
    assert follow(rows, first_day=START, last_day=None, place=WARD, as_of=AS_OF) == (stretch(START),)


def test_an_employment_that_has_ended_keeps_its_place() -> None:
    rows = (stretch(START, AS_OF - timedelta(days=5)),)
    last = AS_OF - timedelta(days=10)
    assert follow(rows, first_day=START, last_day=last, place=OTHER, as_of=AS_OF) == (stretch(START, last),)


def test_an_end_before_a_move_takes_the_move_away() -> None:
    rows = (stretch(START, BEFORE), stretch(AS_OF, None, OTHER, 2))
    last = date(2026, 10, 31)
    assert follow(rows, first_day=START, last_day=last, place=OTHER, as_of=AS_OF) == (stretch(START, last),)


def test_somebody_back_under_the_same_number_gets_a_new_row() -> None:
    old = stretch(START, date(2024, 6, 30))
    again = date(2026, 3, 1)
    assert follow((old,), first_day=again, last_day=None, place=WARD, as_of=AS_OF) == (old, stretch(again, pk=None))


def test_somebody_ended_by_mistake_goes_on() -> None:
    ended = stretch(START, BEFORE)
    assert follow((ended,), first_day=START, last_day=None, place=WARD, as_of=AS_OF) == (stretch(START),)


def test_a_start_put_off_before_it_came_moves() -> None:
    planned, later = AS_OF + timedelta(days=8), AS_OF + timedelta(days=22)
    assert follow((stretch(planned),), first_day=later, last_day=None, place=WARD, as_of=AS_OF) == (stretch(later),)


def test_a_new_contract_under_the_same_number_goes_on_with_the_row() -> None:
    rows = (stretch(START),)
    assert follow(rows, first_day=date(2026, 11, 1), last_day=None, place=WARD, as_of=AS_OF) == rows


def test_an_earlier_start_lengthens_the_unbroken_stretch() -> None:
    rows = (stretch(START, BEFORE), stretch(AS_OF, None, OTHER, 2))
    first = date(2018, 8, 1)
    assert follow(rows, first_day=first, last_day=None, place=OTHER, as_of=AS_OF) == (stretch(first, BEFORE), rows[1])


def test_leaving_ends_the_day_before_and_what_had_not_begun_goes() -> None:
    rows = (stretch(START, date(2024, 1, 31)), stretch(date(2025, 1, 1), None, OTHER, 2))
    assert end(rows, AS_OF) == (rows[0], stretch(date(2025, 1, 1), BEFORE, OTHER, 2))
    assert end((stretch(AS_OF),), AS_OF) == ()


days = st.integers(-40, 40).map(lambda number: AS_OF + timedelta(days=number))
places = st.sampled_from([WARD, OTHER, Place("2003", "Lærer")])


@st.composite
def statements(draw: st.DrawFn) -> tuple[date, date | None, Place, date]:
    first, last = draw(days), draw(st.none() | days)
    return min(first, last or first), last and max(first, last), draw(places), draw(days)


def told(rows: tuple[Stretch, ...], statement: tuple[date, date | None, Place, date]) -> tuple[Stretch, ...]:
    first, last, place, as_of = statement
    return follow(rows, first_day=first, last_day=last, place=place, as_of=as_of)


Statement = tuple[date, date | None, Place, date]


def is_sound(rows: tuple[Stretch, ...]) -> bool:
    """What the database insists on."""
    ends = [row.last_day or date.max for row in rows]
    return all(row.first_day <= end for row, end in zip(rows, ends, strict=True)) and all(
        end < row.first_day for end, row in zip(ends, rows[1:], strict=False)
    )


@settings(max_examples=1000)
@given(st.lists(statements(), min_size=1, max_size=6))
def test_extracts_of_one_day_after_another_are_followed(history: list[Statement]):
    rows: tuple[Stretch, ...] = ()
    for statement in sorted(history, key=lambda statement: statement[3]):
        rows = told(rows, statement)
        first, last, place, as_of = statement

        assert is_sound(rows)
        assert told(rows, statement) == rows
        assert told(rows, (first, last, place, as_of + timedelta(days=17))) == rows
        running = [row.place for row in rows if row.runs_on(as_of)]
        if first <= as_of and (last is None or last >= as_of):
            assert running == [place]
        if last is not None and last < as_of:
            assert running == []


@settings(max_examples=500)
@given(st.lists(statements(), min_size=1, max_size=6))
def test_older_extracts_after_newer_ones_leave_rows_that_the_database_takes(history: list[Statement]):
    rows: tuple[Stretch, ...] = ()
    for statement in history:
        rows = told(rows, statement)
        assert is_sound(rows)
