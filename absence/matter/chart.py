"""The degree of absence over time, as numbers for a drawing and as rows for the table beside it. Pure."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

WIDTH, LEFT, TOP, BOTTOM = 720, 52, 34, 150
# A label needs so much room; so do two names of months, and two marks side by side.
LABEL_WIDTH, MONTH_WIDTH, MARK_WIDTH = 88, 52, 16
LETTER = 6.9
RADIUS = 7
# A month of a strip, its height, and the least that can be seen.
STRIP_MONTH, STRIP_HEIGHT, LEAST_WIDTH, LEAST_DEGREE = 30, 24, 2, 15
ROWS_FROM, ROW = 44, 28

Across = Callable[[date], float]


class Stretch(NamedTuple):
    """Absent from a first to a last day (None: runs on) with a degree in percent."""

    first: date
    last: date | None
    degree: float
    words: str


class Mark(NamedTuple):
    """A day on which something was or is owed. `square` for the law; `state` is done, open or out."""

    day: date
    square: bool
    state: str


class MarkRow(NamedTuple):
    """Marks on one line: `name` stands before it, `words` sum it up."""

    name: str
    words: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Bar:
    """`label` is empty where there is no room for it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label_x: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """`corner_x` and `corner_y` are those of the square around it; `check` is the path of its check mark."""

    x: float
    y: float
    corner_x: float
    corner_y: float
    check: str
    square: bool
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of marks below the drawing; its words end at `words_x` where `ends` says so, else they begin there."""

    name: str
    y: float
    text_y: float
    dots: tuple[Dot, ...]
    words: str
    words_x: float
    ends: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `width` by `height`: bars from the bottom up, the edge around them, months, lines of marks, today.

    `edge` is a path.
    """

    width: int
    height: int
    left: int
    bottom: int
    full: float
    half: float
    bars: tuple[Bar, ...]
    edge: str
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    today: float


def draw(
    stretches: Sequence[Stretch], rows: Sequence[MarkRow], *, since: date, today: date, month_name: Sequence[str]
) -> Chart:
    """The days from `since` to a little after today. A stretch that began earlier is cut at the left edge."""
    days = max((today - since).days, 14)
    until = since + timedelta(days=round(days * 1.16) + 1)
    span = (until - since).days

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT) * max(0, min((day - since).days, span)) / span, 1)

    shown = [
        (across(max(first, since)), across(end), degree, words)
        for first, last, degree, words in stretches
        for end in (min(last + timedelta(days=1) if last else today + timedelta(days=1), until),)
        if end > since and first <= today
    ]
    return Chart(
        width=WIDTH,
        height=BOTTOM + ROWS_FROM + max(0, len(rows) - 1) * ROW + RADIUS + 3 if rows else BOTTOM + 24,
        left=LEFT,
        bottom=BOTTOM,
        full=TOP,
        half=(TOP + BOTTOM) / 2,
        bars=tuple(_bar(*one) for one in shown),
        edge=_edge([(x, end, BOTTOM - _height(degree)) for x, end, degree, _ in shown]),
        ticks=tuple(_ticks(since, until, across(until) - LEFT, month_name, across)),
        lines=tuple(_line(row, BOTTOM + ROWS_FROM + place * ROW, across) for place, row in enumerate(rows)),
        today=across(today + timedelta(days=1)),
    )


@dataclass(frozen=True, slots=True)
class Strip:
    """A year as equally wide months, `width` by `height`; `bars` is a path."""

    width: int
    height: int
    bars: str
    months: tuple[str, ...]


def strip(stretches: Sequence[Stretch], *, since: date, today: date, month_name: Sequence[str]) -> Strip:
    """The months from that of `since` to this one. A part of the time is lower; one day is wide enough to be seen."""
    months = _months(since.replace(day=1), today + timedelta(days=1))
    width = STRIP_MONTH * len(months)

    def across(day: date) -> float:
        place = (day.year - months[0].year) * 12 + day.month - months[0].month
        return max(0, round(STRIP_MONTH * (place + (day.day - 1) / monthrange(day.year, day.month)[1]), 1))

    bars = ""
    for first, last, degree, _words in stretches:
        end = across(min(last or today, today) + timedelta(days=1))
        if end > 0 and first <= today:
            height = round(STRIP_HEIGHT * max(degree, LEAST_DEGREE) / 100, 1)
            wide = max(end - across(first), LEAST_WIDTH)
            x = min(across(first), width - wide)
            bars += f"M{x:g} {STRIP_HEIGHT}v{-height:g}h{round(wide, 1):g}v{height:g}z"
    return Strip(width, STRIP_HEIGHT, bars, tuple(month_name[month.month - 1] for month in months))


def _height(degree: float) -> float:
    return round((BOTTOM - TOP) * degree / 100, 1)


def _bar(x: float, end: float, degree: float, words: str) -> Bar:
    height = _height(degree)
    wide = end - x >= max(LABEL_WIDTH, len(words) * LETTER + 8)
    return Bar(
        x=x,
        y=round(BOTTOM - height, 1),
        width=round(end - x, 1),
        height=height,
        label=words if wide and height >= 24 else "",
        label_x=round((x + end) / 2, 1),
        label_y=round(BOTTOM - height + 20, 1),
    )


def _edge(steps: Iterable[tuple[float, float, float]]) -> str:
    """Up at the beginning of each absence, along its degrees, and down where it ends."""
    path: list[str] = []
    before: float | None = None
    for x, end, y in steps:
        if before is None or x > before:
            path += [f"V{BOTTOM}"] if before is not None else []
            path.append(f"M{x} {BOTTOM}")
        path.append(f"V{round(y, 1)}H{end}")
        before = end
    return " ".join(path)


def _line(row: MarkRow, y: float, across: Across) -> Line:
    """Marks that would lie on each other are moved apart."""
    dots: list[Dot] = []
    for mark in sorted(row.marks):
        x = max(across(mark.day), dots[-1].x + MARK_WIDTH if dots else LEFT + RADIUS)
        check = f"M{round(x - 3, 1)} {y}l2.2 2.4 4-4.8"
        dots.append(Dot(x, y, x - RADIUS, y - RADIUS, check, mark.square, mark.state))
    last, first = (dots[-1].x, dots[0].x) if dots else (LEFT, LEFT)
    ends = last + MARK_WIDTH + len(row.words) * LETTER > WIDTH and first - MARK_WIDTH - len(row.words) * LETTER > LEFT
    words_x = round(first - MARK_WIDTH if ends else last + MARK_WIDTH, 1)
    return Line(row.name, y, y + 5, tuple(dots), row.words, words_x, ends)


def _ticks(since: date, until: date, width: float, names: Sequence[str], across: Across) -> Iterable[Tick]:
    """The months shown; where they are many, every second or third has its name."""
    months = _months(since, until) or [since]
    step = next((n for n in (1, 2, 3, 6, 12) if width / max(len(months), 1) * n >= MONTH_WIDTH), 12)
    for day in months:
        named = (len(months) == 1 or (day.month - 1) % step == 0) and across(day) <= WIDTH - MONTH_WIDTH / 2
        yield Tick(across(day), across(day) + 4, names[day.month - 1] if named else "")


def _months(since: date, until: date) -> list[date]:
    """The first days of the months shown."""
    found, day = [], since.replace(day=1)
    while day < until:
        if day >= since:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found
