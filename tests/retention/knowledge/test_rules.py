"""How the plain text of a guide is laid out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.rules.knowledge import Block, BlockKind, FlowStep, blocks_of, steps_of

TEXT = """# Hvornår
Når fraværet ventes langt,
og I er enige.

Et afsnit til.
- det ene
* det andet
1. først
2) så
<b>ikke HTML</b>
"""


def test_text_is_laid_out_in_paragraphs_headings_lists_and_steps() -> None:
    assert blocks_of(TEXT) == [
        Block(BlockKind.HEADING, ("Hvornår",)),
        Block(BlockKind.PARAGRAPH, ("Når fraværet ventes langt, og I er enige.",)),
        Block(BlockKind.PARAGRAPH, ("Et afsnit til.",)),
        Block(BlockKind.LIST, ("det ene", "det andet")),
        Block(BlockKind.NUMBERED, ("først", "så")),
        Block(BlockKind.PARAGRAPH, ("<b>ikke HTML</b>",)),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t"])
def test_nothing_written_is_nothing_shown(text: str) -> None:
    assert blocks_of(text) == []
    assert steps_of(text) == []


@pytest.mark.parametrize("text", ["-uden mellemrum", "2026 var året", "1.000 kr.", "#tag", "-"])
def test_what_only_looks_like_a_mark_stands_as_written(text: str) -> None:
    assert blocks_of(text) == [Block(BlockKind.PARAGRAPH, (text,))]


@given(st.lists(st.text(alphabet="abæøå <>&-#1. \n", max_size=30), max_size=6))
def test_no_word_is_lost(parts: list[str]) -> None:
    text = "\n".join(parts)
    shown = " ".join(line for block in blocks_of(text) for line in block.lines)
    lost = set(text.split()) - set(shown.split())
    assert {word for word in lost if not set(word) <= set("#-*•1.)")} == set()


def test_drawing_says_who_what_and_by_when() -> None:
    drawing = "Leder: Spørg til funktioner, ikke sygdom | dag 14\n\nSend via NemRefusion | inden 5 uger\nKl. 10: \nSvar"
    assert steps_of(drawing) == [
        FlowStep("Leder", "Spørg til funktioner, ikke sygdom", "dag 14"),
        FlowStep("", "Send via NemRefusion", "inden 5 uger"),
        FlowStep("", "Kl. 10:", ""),
        FlowStep("", "Svar", ""),
    ]
