"""The staircase of the wall: nine treads, tokens that stand on them, and a bracket that runs into nothing."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from retention.reference import shipped_steps
from retention.rules.ladder import Party
from roundtable.table.drawing import HEADING, HEIGHT, RADIUS, WIDTH, Standing, draw_wall

NAMES = {step.number: step.name_da for step in shipped_steps()}
STEPS = st.integers(min_value=1, max_value=9)


def draw(employee: int | None = None, leader: int | None = None, agreed: int | None = None, distance: str = ""):
    places = {Party.EMPLOYEE: employee, Party.LEADER: leader, Party.AGREED: agreed}
    return draw_wall(NAMES, {p: Standing(n, p, "AB") for p, n in places.items() if n}, distance=distance)


def test_the_treads_climb_from_the_last_step_to_the_first() -> None:
    picture = draw()
    assert [tread.number for tread in picture.treads] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert picture.treads[0].x == 0
    assert picture.treads[-1].x + picture.treads[-1].width == WIDTH
    assert [a.y - b.y for a, b in zip(picture.treads, picture.treads[1:], strict=False)] == [36] * 8
    assert (picture.tokens, picture.bracket, picture.top, picture.height) == ((), None, 0, HEIGHT)


def test_names_are_broken_into_lines_that_fit_their_step() -> None:
    lines = {tread.number: [line for _y, line in tread.lines] for tread in draw().treads}
    assert lines[5] == ["Sygemeldt,", "snart tilbage", "(under 8 uger)"]
    assert all(len(line) <= 15 for each in lines.values() for line in each)


def test_where_three_would_stand_the_step_itself_is_the_agreed_one() -> None:
    picture = draw(5, 5, 5)
    assert [token.party for token in picture.tokens] == [Party.EMPLOYEE, Party.LEADER]
    assert [tread.number for tread in picture.treads if tread.is_common] == [5]
    assert picture.bracket is None


@given(STEPS, STEPS, STEPS)
def test_tokens_stand_on_their_step_and_never_over_one_another(employee: int, leader: int, agreed: int) -> None:
    picture = draw(employee, leader, agreed, "2 trin imellem" if employee != leader else "")
    tread = {each.number: each for each in picture.treads}
    numbers = {Party.EMPLOYEE: employee, Party.LEADER: leader, Party.AGREED: agreed}
    for token in picture.tokens:
        below = tread[numbers[token.party]]
        assert below.x <= token.x - RADIUS
        assert token.x + RADIUS <= below.x + below.width
        assert token.y + RADIUS < below.y
        assert token.label_y - 20 >= picture.top
    for one, other in combinations(picture.tokens, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * RADIUS) ** 2
        assert (one.x, one.label_y) != (other.x, other.label_y)


@given(STEPS, STEPS)
def test_the_bracket_keeps_clear_of_names_heading_and_edges(employee: int, leader: int) -> None:
    bracket = draw(employee, leader, None, "2 trin imellem").bracket
    if employee == leader:
        return
    picture = draw(employee, leader, None, "2 trin imellem")
    assert bracket is not None
    assert bracket.words_y - 17 >= picture.top
    assert bracket.left >= 0
    assert bracket.left + bracket.width <= WIDTH
    if bracket.left < HEADING[0]:
        assert bracket.words_y - picture.top >= HEADING[1]
