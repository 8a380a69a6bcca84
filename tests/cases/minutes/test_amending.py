"""The words of minutes that may be put right. No database."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cases.minutes.amending import amended, changed_words, texts_of
from cases.minutes.content import Facts, MinutesContent, Paragraphs, Plan, Stair
from tests.cases.minutes.example import LAERKE

NAMES = [text.name for text in texts_of(LAERKE)]
SAID = st.text(alphabet="abc æøå\n", max_size=30)


def shape(content: MinutesContent) -> object:
    """Everything but the words that may be amended."""
    blank = amended(content, words={text.name: "x" for text in texts_of(content)})
    return replace(blank, participants=tuple(replace(one, attended=True) for one in blank.participants))


def test_words_stand_under_their_headings_in_the_order_of_the_paper() -> None:
    found = [(text.heading, text.label) for text in texts_of(LAERKE)]
    assert found[0] == ("Fælles billede", "")
    assert found[1:5] == [
        ("Fire spørgsmål om arbejdet", label)
        for label in ("De fysiske forhold", "Opgaverne", "Andre funktioner", "Kollegerne")
    ]
    assert found[5][0] == "Det kan Lærke begynde med"
    assert found[-1] == ("Næste møde", "")
    assert len(set(NAMES)) == len(NAMES)


def test_lines_of_the_plan_and_of_agreements_are_short() -> None:
    assert {text.heading for text in texts_of(LAERKE) if text.short} == {
        "Det kan Lærke begynde med",
        "Det venter vi med",
        "Det ændrer vi",
        "Hvem gør hvad hvornår",
    }


@given(st.dictionaries(st.sampled_from(NAMES), SAID))
def test_the_structure_stays_whatever_is_said(words: dict[str, str]) -> None:
    after = amended(LAERKE, words=words)
    assert shape(after) == shape(LAERKE)
    said = {text.name: text.words for text in texts_of(after)}
    assert set(said) == set(NAMES)
    for name, value in words.items():
        assert said[name].split() == value.split()


def test_nothing_said_changes_nothing() -> None:
    assert amended(LAERKE, words={}) == LAERKE
    assert amended(LAERKE, words={text.name: text.words for text in texts_of(LAERKE)}) == LAERKE
    assert changed_words(LAERKE, LAERKE) == ()


def test_who_was_there_and_a_correction_at_the_end() -> None:
    after = amended(
        LAERKE, words={}, attended=[0, 1], correction="Mødet begyndte kl. 10.15.\r\n\r\nKun det.", heading="Rettelse"
    )
    assert [one.attended for one in after.participants] == [True, True, False, False]
    assert after.sections[-1] == Paragraphs(heading="Rettelse", paragraphs=("Mødet begyndte kl. 10.15.", "Kun det."))
    assert changed_words(LAERKE, after) == ("Mødet begyndte kl. 10.15.\n\nKun det.",)


def test_an_earlier_correction_may_be_amended_like_any_other() -> None:
    once = amended(LAERKE, words={}, correction="En.", heading="Rettelse i version 2")
    twice = amended(once, words={texts_of(once)[-1].name: "To."}, correction="Tre.", heading="Rettelse i version 3")
    assert [section.heading for section in twice.sections[-2:]] == ["Rettelse i version 2", "Rettelse i version 3"]
    assert changed_words(once, twice) == ("To.", "Tre.")


def test_steps_and_hours_have_no_words_to_amend() -> None:
    (stair,) = (section for section in LAERKE.sections if isinstance(section, Stair))
    (plan,) = (section for section in LAERKE.sections if isinstance(section, Plan))
    bare = replace(LAERKE, sections=(stair, replace(plan, lists=()), Facts(heading="x", rows=())))
    assert texts_of(bare) == ()
