"""The drawing of the degree over time, as numbers."""

import itertools
from datetime import date, timedelta

from absence.matter.chart import BOTTOM, LEFT, MARK_WIDTH, TOP, WIDTH, Mark, MarkRow, Stretch, draw, strip
from people.words import month_names

TODAY = date(2026, 11, 23)
SINCE = TODAY - timedelta(days=90)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def drawn(stretches, rows=(), *, since=SINCE, today=TODAY):
    return draw(stretches, rows, since=since, today=today, month_name=month_names("da"))


def test_height_follows_the_degree():
    chart = drawn([Stretch(days(-80), days(-51), 100, "Sygdom, 100 %"), Stretch(days(-50), None, 60, "Delvis, 60 %")])
    full, part = chart.bars
    assert (full.y, full.height) == (TOP, BOTTOM - TOP)
    assert (part.y, part.height) == (round(BOTTOM - 0.6 * (BOTTOM - TOP), 1), round(0.6 * (BOTTOM - TOP), 1))
    assert (full.label, part.label) == ("Sygdom, 100 %", "Delvis, 60 %")


def test_absences_on_end_share_one_edge_and_others_do_not():
    first, second = Stretch(days(-80), days(-61), 100, ""), Stretch(days(-60), days(-41), 50, "")
    apart = Stretch(days(-20), None, 100, "")
    assert drawn([first, second]).edge.count("M") == 1
    assert drawn([first, second, apart]).edge.count("M") == 2


def test_an_open_absence_lasts_through_today_and_no_longer():
    chart = drawn([Stretch(days(-10), None, 100, "")])
    assert chart.bars[0].x + chart.bars[0].width == chart.today


def test_what_lies_before_is_cut_and_what_comes_later_left_out():
    chart = drawn([Stretch(days(-300), days(-80), 100, ""), Stretch(days(3), days(9), 100, "")])
    assert [bar.x for bar in chart.bars] == [LEFT]


def test_a_short_absence_has_no_label():
    assert [bar.label for bar in drawn([Stretch(days(-3), days(-2), 100, "Sygdom, 100 %")]).bars] == [""]


def test_marks_do_not_lie_on_each_other():
    row = MarkRow(
        "1-5-14", "", [Mark(days(-80), False, "done"), Mark(days(-80), False, "done"), Mark(days(-79), False, "open")]
    )
    (line,) = drawn([], [row]).lines
    xs = [dot.x for dot in line.dots]
    assert all(round(after - before, 1) >= MARK_WIDTH for before, after in itertools.pairwise(xs))
    assert [dot.state for dot in line.dots] == ["done", "done", "open"]


def test_words_after_the_last_mark_stand_before_the_first_where_there_is_no_room():
    words = "Dag 1 og 5: holdt til tiden"
    early = MarkRow("1-5-14", words, [Mark(days(-80), False, "done")])
    late = MarkRow("Loven", words, [Mark(days(0), True, "open")])
    first, second = drawn([], [early, late]).lines
    assert (first.ends, second.ends) == (False, True)
    assert second.words_x < second.dots[0].x
    assert second.y > first.y


def test_names_of_months_stand_apart_however_long_the_time():
    for length in (14, 90, 200, 400, 1100):
        names = [tick.label_x for tick in drawn([], since=days(-length)).ticks if tick.label]
        assert names
        assert all(after - before > 40 for before, after in itertools.pairwise(names))
        assert all(x < WIDTH for x in names)


# --- The strip of a year --------------------------------------------------------------------------------


def test_a_strip_has_equally_wide_months_and_lower_bars_for_a_part_of_the_time() -> None:
    drawn = strip(
        [
            Stretch(date(2025, 10, 1), date(2025, 11, 30), 100, ""),  # cut where the strip begins
            Stretch(date(2026, 4, 16), date(2026, 4, 30), 50, ""),  # half of a month of thirty days
            Stretch(date(2026, 11, 16), None, 100, ""),  # runs on: to the end of today
        ],
        since=date(2025, 11, 24),
        today=date(2026, 11, 23),
        month_name=month_names("en"),
    )
    assert drawn.width == 13 * 30
    assert (drawn.months[0], drawn.months[-1], len(drawn.months)) == ("Nov", "Nov", 13)
    assert drawn.bars == "M0 24v-24h30v24zM165 24v-12h15v12zM375 24v-24h8v24z"


def test_a_single_day_is_seen_in_a_strip_and_what_has_not_begun_is_not() -> None:
    today = date(2026, 11, 30)
    stretches = [Stretch(today, today, 100, ""), Stretch(date(2026, 12, 1), None, 100, "")]
    drawn = strip(stretches, since=date(2025, 12, 1), today=today, month_name=month_names("da"))
    assert len(drawn.months) == 12
    assert drawn.bars == "M358 24v-24h2v24z"
