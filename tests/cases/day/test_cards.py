"""Cards and what they say. No database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from cases.day.cards import Person, Rows, SayAhead, coming_rows, day_cards, last_day_ahead, postponing_of, say_step
from cases.followups.rules import Duty, FollowUpState, PostponeLimits, Stored, Words
from people.calendar import DEFAULT_CALENDAR
from people.rules import OwnerRole
from people.words import Tone

TODAY = date(2026, 11, 23)
SAY = SayAhead(today=TODAY, lang="da", calendar=DEFAULT_CALENDAR, limits=PostponeLimits(days=7, times=2))
PERSON = Person(ref="aase", name="Åse Østergaard", first_name="Åse", initials="ÅØ")


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


def row(number: int, act: str = "Ring til {name}", *, due: int = 0, step: int | None = None, **fields) -> Stored:
    """Due so many days from today."""
    law = fields.pop("law", None)
    duty = Duty(
        rule=fields.pop("rule", f"1-5-14/{number}"),
        kind="contact",
        owner_role=OwnerRole.LEADER,
        step=step,
        mandatory=law is not None,
        words=Words(act_da=act, act_en="Call {name}", done_da="Jeg har ringet"),
    )
    due_on = TODAY + timedelta(days=due)
    values = {"state": FollowUpState.OPEN, "due_on": due_on, "anchor": due_on, "spell_from": date(2026, 11, 19)}
    return Stored(ref=number, duty=duty, legal_last_day=law, **{**values, **fields})


def rows(*stored: Stored, person: Person = PERSON, employee: int = 1) -> Rows:
    return Rows(employee, person, stored, {one.ref: f"ref-{one.ref}" for one in stored})


def test_one_press_does_the_act_and_the_reasons_of_the_same_day() -> None:
    (card,) = day_cards([rows(row(1, "A {name}"), row(2, "B {name}"), row(3, "C {name}", due=1))], SAY)
    assert (card.act.act, card.act.done, card.reasons, card.own) == ("A Åse", "Jeg har ringet", ("B Åse",), ())


def test_what_the_law_asks_has_its_own_button() -> None:
    talk = row(2, "Hold samtale", step=29, law=TODAY)
    (card,) = day_cards([rows(row(1, "Ring"), talk)], SAY)
    assert [(own.act, own.ref, own.law) for own in card.own] == [
        ("Hold samtale", "ref-2", "Lovens frist er mandag 23.\xa0november")
    ]
    (alone,) = day_cards([rows(talk)], SAY)
    assert (alone.act.ref, alone.own) == ("ref-2", ())


def test_a_later_row_that_is_due_too_waits_behind() -> None:
    (card,) = day_cards([rows(row(1, "Først", due=-3), row(2, "Siden", due=-1))], SAY)
    assert (card.act.act, card.after, card.reasons) == ("Først", "Siden", ())
    assert (card.act.chip.tone, card.act.chip.words) == (Tone.LATE, "3 dage over tid")


def test_what_is_late_by_correction_says_so_instead() -> None:
    (card,) = day_cards([rows(row(1, due=-3, late_by_correction=True))], SAY)
    assert (card.act.chip.tone, card.act.chip.words) == (Tone.CORRECTED, "sen efter rettelse")


def test_a_postponed_row_turns_up_on_its_day_and_is_measured_by_its_due_date() -> None:
    waiting = row(1, due=-2, remind_on=TODAY + timedelta(days=1), postponed=1)
    assert day_cards([rows(waiting)], SAY) == []
    (coming,) = coming_rows([rows(waiting)], SAY, date.max)
    assert (coming.when, coming.under) == ("i morgen", "")
    (card,) = day_cards([rows(replace(waiting, remind_on=TODAY))], SAY)
    assert card.act.chip.words == "2 dage over tid"


def test_cards_stand_by_day_and_then_by_name_as_danish_sorts() -> None:
    people = [replace(PERSON, name=name) for name in ("Åse", "Bo", "Anna")]
    cards = day_cards([rows(row(1), person=person, employee=n) for n, person in enumerate(people)], SAY)
    assert [card.person.name for card in cards] == ["Anna", "Bo", "Åse"]


def test_the_line_of_days_is_of_the_latest_spell_alone() -> None:
    before = row(1, step=1, due=-60, state=FollowUpState.DONE, done_on=TODAY, spell_from=date(2026, 9, 20))
    done = row(2, step=1, due=-4, state=FollowUpState.DONE, done_on=TODAY)
    skipped = row(3, step=3, due=-2, state=FollowUpState.OVERTAKEN)
    now, later = row(4, step=5), row(5, step=29, due=20, law=TODAY + timedelta(days=22))
    (card,) = day_cards([rows(before, done, skipped, now, later)], SAY)
    assert [(step.state, step.day) for step in card.steps] == [
        ("done", "Dag 1"),
        ("out", "Dag 3"),
        ("now", "Dag 5"),
        ("next", "4 uger"),
    ]


def test_postponing_offers_working_days_within_the_limit_and_the_law() -> None:
    friday = replace(SAY, today=date(2026, 11, 27))
    offered = postponing_of(row(1), friday)
    assert offered is not None
    assert offered.days == (("2026-11-30", "mandag"), ("2026-12-01", "tirsdag"))
    assert (offered.earliest, offered.latest) == ("2026-11-28", "2026-12-04")
    assert offered.limit == "Højst 7 dage. Grunden ses kun af dem, der arbejder med sagen."
    lawful = postponing_of(row(1, law=date(2026, 11, 30)), friday)
    assert lawful is not None
    assert lawful.days == (("2026-11-30", "mandag"),)
    assert lawful.limit.startswith("Senest til mandag: det er lovens frist.")


def test_the_last_postponement_says_so_and_then_there_is_none() -> None:
    last = postponing_of(row(1, postponed=1), SAY)
    assert last is not None
    assert "Det er sidste gang, det kan udsættes." in last.limit
    assert postponing_of(row(1, postponed=2), SAY) is None


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 11, 23), date(2026, 11, 29)),
        (date(2026, 11, 26), date(2026, 11, 29)),
        (date(2026, 11, 27), date(2026, 12, 6)),
        (date(2026, 11, 29), date(2026, 12, 6)),
    ],
)
def test_the_week_looks_past_the_weekend_from_friday_on(today: date, until: date) -> None:
    assert last_day_ahead(today) == until


def test_steps_are_said_in_days_and_the_laws_in_weeks() -> None:
    assert [say_step(5, by_law=False), say_step(29, by_law=False), say_step(29, by_law=True)] == [
        "Dag 5",
        "Dag 29",
        "4 uger",
    ]


def test_words_follow_the_language() -> None:
    with translation.override("en"):
        (card,) = day_cards([rows(row(1))], replace(SAY, lang="en"))
    assert card.act.act == "Call Åse"
