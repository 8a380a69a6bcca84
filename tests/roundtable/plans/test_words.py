"""The words of plans: the curve in a sentence, what is wrong with it, and whether a change helped."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from people.words import Language
from roundtable.plans.words import say_amount, say_curve, say_effect, say_fault
from roundtable.rules.plans import Effect, Fault, Week

MONDAY, FULL = date(2027, 1, 4), Decimal(37)


def weeks(*hours: str) -> list[Week]:
    return [Week(MONDAY + timedelta(weeks=place), Decimal(said)) for place, said in enumerate(hours)]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("0", "nul timer"),
        ("1", "én time"),
        ("8", "otte timer"),
        ("12", "tolv timer"),
        ("13", "13 timer"),
        ("7.5", "7,5 timer"),
        ("12.25", "12,25 timer"),
        ("8.00", "otte timer"),
    ],
)
def test_an_amount_is_said_as_people_say_it(hours: str, said: str) -> None:
    with translation.override("da"):
        assert say_amount(Decimal(hours), "da") == said


@pytest.mark.parametrize(
    ("hours", "lang", "said"),
    [
        (("8", "16", "24", "30", "37"), "da", "Otte timer i den første uge, fuld tid fra 1. februar."),
        (("8", "16", "24", "30", "37"), "en", "Eight hours in the first week, full time from 1 February."),
        (("8", "37", "37"), "da", "Otte timer i den første uge, fuld tid fra 11. januar."),
        (("37", "37"), "da", "Fuld tid fra 4. januar."),
        (("15", "15", "15"), "da", "15 timer om ugen fra 4. januar."),
        (("8", "16", "16"), "da", "Otte timer i den første uge, 16 timer fra 11. januar."),
        (("0", "0", "8", "16"), "da", "Otte timer fra 18. januar, 16 timer fra 25. januar."),
        (("1", "16", "20"), "da", "Én time i den første uge, 20 timer fra 18. januar."),
        # What comes before the first hour is no part of it: then its day is said.
        (("0", "0", "8", "37"), "da", "Otte timer fra 18. januar, fuld tid fra 25. januar."),
        (("0", "4", "8", "12"), "da", "Fire timer fra 11. januar, tolv timer fra 25. januar."),
        # Full time that does not last is not full time.
        (("8", "37", "30"), "da", "Otte timer i den første uge, 30 timer fra 18. januar."),
        (("0", "0"), "da", ""),
        ((), "da", ""),
    ],
)
def test_the_curve_is_one_sentence(hours: tuple[str, ...], lang: Language, said: str) -> None:
    with translation.override(lang):
        assert say_curve(weeks(*hours), FULL, lang).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("weeks_missing", MONDAY), "Uge 1 har ingen timer."),
        (Fault("weeks_missing", None), "Planen har ingen uger endnu. Skriv timer i den første."),
        # The first days of 2027 belong to the last week of 2026.
        (Fault("more_than_full", date(2026, 12, 28)), "Uge 53 har flere timer end fuld tid."),
        (Fault("hours_fall", MONDAY), "Uge 1 har færre timer end ugen før. Er det meningen?"),
        (Fault("plan_is_over", None), "Alle planens uger er forbi."),
    ],
)
def test_what_is_wrong_is_said_of_its_week(fault: Fault, said: str) -> None:
    with translation.override("da"):
        assert say_fault(fault) == said


@pytest.mark.parametrize(
    ("effect", "tried_on", "said"),
    [
        (None, None, ""),
        (Effect.NEW, None, "Nyt"),
        (Effect.HELPED, date(2026, 10, 5), "Prøvet i oktober: hjalp"),
        (Effect.DID_NOT_HELP, date(2026, 10, 5), "Prøvet i oktober: hjalp ikke"),
        (Effect.HELPED, None, "Prøvet før: hjalp"),
    ],
)
def test_whether_it_helped_is_said_with_when(effect: Effect | None, tried_on: date | None, said: str) -> None:
    with translation.override("da"):
        assert say_effect(effect, tried_on, "da") == said
