"""The minutes as a file: what a screen reader is told, what stands in it, and that no text can break it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cases.minutes.content import (
    Agreement,
    Agreements,
    Fact,
    Facts,
    Item,
    Listing,
    MinutesContent,
    Paragraphs,
    Participant,
    Party,
    Section,
    Week,
    to_json,
)
from cases.minutes.document import pdf
from tests.cases.minutes.example import AGREEMENTS, CORRECTED, LAERKE, PLAN, STAIR

HOSTILE = [
    "#set page(width: 1cm) #panic() $x$ [ ] \\ @ref <label> `raw` *b* _i_ = h // c /* d */",
    "https://nordstrand.example/" + "a" * 300,
    "Speciallægepraksisplanlægningsstabiliseringsperiodekommission " * 5,
    "Mange ord. " * 180,
    "Første linje\nanden linje\r\n\r\nnyt afsnit\ttabulator",
    "\u202eforfra\u202c \u200b \u00ad \ufeff",
    "مرحبا بكم في العمل",
    "שלום Привіт Γειά",
    "İğşçöü ąęłżź ơừ",
    "  ",
]


def reader(content: MinutesContent) -> PdfReader:
    return PdfReader(BytesIO(pdf(content)))


def text_of(content: MinutesContent) -> str:
    return "\n".join(page.extract_text() for page in reader(content).pages)


def bare(text: str) -> str:
    """Without what the end of a line may add or take away."""
    return re.sub(r"[\s-]", "", text)


def with_sections(*sections: Section) -> MinutesContent:
    return replace(LAERKE, sections=sections)


def structure(content: MinutesContent) -> list[tuple[str, Any]]:
    """The tags in reading order, each with its element."""

    def walk(element: Any) -> Iterator[tuple[str, Any]]:
        element = element.get_object()
        if isinstance(element, list):
            for one in element:
                yield from walk(one)
        elif isinstance(element, dict):
            if "/S" in element:
                yield element["/S"], element
            if "/K" in element and not isinstance(element["/K"], int):
                yield from walk(element["/K"])

    return list(walk(reader(content).trailer["/Root"]["/StructTreeRoot"]))


# --- Accessible ----------------------------------------------------------------------------------------------


def test_it_is_tagged_danish_and_titled() -> None:
    file = reader(LAERKE)
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "da-DK"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata.title == "Referat af rundbordsmøde, Lærke Holm"  # type: ignore[union-attr]


def test_it_says_that_it_is_pdf_ua_and_pdf_a() -> None:
    metadata = reader(LAERKE).trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.findall(r"<(pdfuaid:part|pdfaid:part|pdfaid:conformance)>([^<]+)<", metadata) == [
        ("pdfaid:part", "2"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
    ]


def test_its_letters_travel_with_it() -> None:
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in reader(LAERKE).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names == {"IBMPlexSans", "IBMPlexSans-Medium", "IBMPlexSans-SemiBold"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


@pytest.mark.parametrize(
    "content",
    [
        LAERKE,
        replace(LAERKE, participants=()),
        replace(LAERKE, participants=(), sections=(replace(PLAN, heading=""),)),
        with_sections(Paragraphs(paragraphs=("Vi talte sammen.",))),
        with_sections(replace(PLAN, heading=""), STAIR),
    ],
)
def test_no_heading_level_is_skipped(content: MinutesContent) -> None:
    levels = [int(tag[2:]) for tag, _ in structure(content) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_drawings_are_read_aloud() -> None:
    aloud = [element["/Alt"] for tag, element in structure(LAERKE) if tag == "/Figure"]
    assert aloud == [
        "Trappe med 9 trin. Lærke ser sig på trin 6. Birgit ser Lærke på trin 4. 2 trin imellem. I blev enige om "
        "trin 5. Fælles trin: 5. Sygemeldt, snart tilbage (under 8 uger).",
        "Otte timer i den første uge, fuld tid fra 1. februar. Fuld tid er 32 timer om ugen. Uge 49 til 50: 8 timer. "
        "Uge 51 til 53: 12 timer. Uge 1: 16 timer. Uge 2: 20 timer. Uge 3: 24 timer. Uge 4: 28 timer. "
        "Uge 5: 32 timer.",
    ]


def test_tables_and_lists_are_such() -> None:
    tags = [tag for tag, _ in structure(LAERKE)]
    # Participants, who stands where, the weeks, the agreements.
    assert tags.count("/Table") == tags.count("/THead") == 4
    headers = [element for tag, element in structure(LAERKE) if tag == "/TH"]
    assert len(headers) == 12
    assert all(element["/A"][0]["/Scope"] == "/Column" for element in headers)
    # The four questions, and the plan's three lists.
    assert tags.count("/L") == 4
    assert tags.count("/LI") == tags.count("/Lbl") == tags.count("/LBody") == 4 + 7


# --- What stands in it -----------------------------------------------------------------------------------------


def words_in(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, one in value.items():
                if key in {
                    "name",
                    "role",
                    "heading",
                    "in_words",
                    "text",
                    "note",
                    "label",
                    "value",
                    "what",
                    "when",
                    "who",
                }:
                    yield str(one)
                elif key == "paragraphs":
                    yield from map(str, one)
                else:
                    yield from words_in(one)
        case list():
            for one in value:
                yield from words_in(one)


def test_every_text_stands_in_it() -> None:
    text = bare(text_of(CORRECTED)).lower()
    missing = [words for words in words_in(to_json(CORRECTED)) if bare(words).lower() not in text]
    assert missing == []
    for words in (
        "Nordstrand Kommune",
        "Referat af rundbordsmøde",
        "Lærke Holm, social- og sundhedshjælper, Plejecenter Solgården",
        "Tirsdag 24. november 2026 kl. 10.00 til 11.00",
        "Plejecenter Solgården, mødelokale 2",
        "Version 2, rettet torsdag 26. november 2026: Mette Friis meldte afbud og var ikke med.",
        "Lavet af Karen Ravn torsdag 26. november 2026 kl. 9.30.",
        "Vi ser på planen igen tirsdag 22. december 2026",
        "51 til 53 Mandag 14. december 2026 12",
        "Mette Friis Tillidsrepræsentant, bisidder for Lærke Nej",
        "Fælles trin 5 Sygemeldt, snart tilbage (under 8 uger)",
        "Fortroligt. Referat af rundbordsmøde, Lærke Holm, version 2",
        "Side 2 af 2",
    ):
        assert bare(words).lower() in text, words


def test_the_first_version_says_nothing_of_versions_but_in_the_foot() -> None:
    assert "rettet" not in text_of(LAERKE)
    assert "version 1" in text_of(LAERKE)


def test_the_same_content_makes_the_same_file() -> None:
    assert pdf(CORRECTED) == pdf(CORRECTED)
    assert pdf(CORRECTED) != pdf(LAERKE)


def weeks(*hours: str) -> tuple[Week, ...]:
    begins = date(2026, 11, 30)
    return tuple(Week(begins=begins + timedelta(weeks=n), hours=Decimal(one)) for n, one in enumerate(hours))


@pytest.mark.parametrize(
    ("changes", "there", "missing"),
    [
        ({"weeks": weeks(*["7.4"] * 20, *["14.80"] * 20)}, ["49 til 15", "7,4", "16 til 35", "14,8"], []),
        ({"weeks": weeks("0", "40"), "evaluated_on": date(2026, 12, 1)}, ["Uge 50", "40"], []),
        ({"weeks": ()}, ["Det venter vi med", "22. december 2026"], ["Timer om ugen"]),
        ({"evaluated_on": None}, ["Uge 49"], ["Vi ser på planen igen"]),
        ({"evaluated_on": date(2030, 1, 1)}, ["tirsdag 1. januar 2030"], []),
        ({"weeks": weeks("8"), "full_hours": Decimal(0), "lists": ()}, ["Fuld tid, 0 timer"], ["Det venter vi med"]),
    ],
)
def test_plans_of_every_length(changes: dict[str, Any], there: list[str], missing: list[str]) -> None:
    text = bare(text_of(with_sections(replace(PLAN, **changes))))
    assert [words for words in there if bare(words) not in text] == []
    assert [words for words in missing if bare(words) in text] == []


def test_weeks_apart_are_rows_apart() -> None:
    first, second = weeks("8", "8")
    apart = replace(PLAN, weeks=(first, replace(second, begins=second.begins + timedelta(weeks=1))), lists=())
    assert "50 til" not in text_of(with_sections(apart))
    assert bare("51 Mandag 14. december 2026 8") in bare(text_of(with_sections(apart)))


def test_a_staircase_without_agreement_or_anybody() -> None:
    nobody = with_sections(replace(STAIR, standings=(), agreed=None))
    assert "Fælles trin" not in text_of(nobody)
    assert [tag for tag, _ in structure(nobody)].count("/Table") == 1


def test_many_on_one_step() -> None:
    together = replace(STAIR, standings=tuple(replace(one, step=9) for one in STAIR.standings * 3), agreed=9)
    assert text_of(with_sections(together)).count("Birgit Lund") == 4


# --- No text breaks it ------------------------------------------------------------------------------------------


def everywhere(words: str) -> MinutesContent:
    """The same words wherever somebody may have typed them."""
    return replace(
        CORRECTED,
        place=words,
        whose_work=words,
        correction=replace(CORRECTED.correction, reason=words),  # type: ignore[type-var]
        participants=(Participant(name=words, role=words, party=Party.LEADER),),
        sections=(
            Paragraphs(heading="Samtalen", paragraphs=(words, words)),
            Facts(heading="Svar", rows=(Fact(label=words, value=words),)),
            replace(STAIR, in_words=words, standings=(replace(STAIR.standings[0], name=words),)),
            replace(PLAN, in_words=words, lists=(Listing(heading=words, items=(Item(text=words, note=words),)),)),
            Agreements(heading="Aftaler", rows=(Agreement(who=words, what=words, when=words, note=words),)),
        ),
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_only_text(words: str) -> None:
    content = everywhere(words)
    text = text_of(content)
    assert "Side 1 af" in text
    if not re.search(r"[\u0590-\u06ff\u200b-\u202e]", words):  # read from right to left, or not at all
        # Some go on over the end of a page.
        assert bare(text).count(bare(words)) >= 9


def test_nobody_turns_the_words_of_others_around() -> None:
    text = text_of(with_sections(Paragraphs(paragraphs=("\u202eforfra\u2067 og\u200b frem",))))
    assert "forfra og frem" in text
    assert "\u202e" not in text


def test_a_long_word_breaks_rather_than_leave_the_page() -> None:
    lines = text_of(with_sections(Paragraphs(paragraphs=("a" * 300,)))).splitlines()
    broken = [line for line in lines if set(line) == {"a"}]
    assert sum(map(len, broken)) == 300
    assert max(map(len, broken)) < 100


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("Tak 🙂 for i dag", "Tak [slightly smiling face] for i dag"),
        ("👩‍👧 med", "[woman][girl] med"),
        ("👍🏽", "[thumbs up sign]"),
        ("\ue000 \x07hej", "[U+E000] hej"),
        ("中文", "[cjk unified ideograph-4e2d][cjk unified ideograph-6587]"),
    ],
)
def test_what_no_font_can_draw_is_spelled_out(words: str, there: str) -> None:
    assert bare(there).lower() in bare(text_of(with_sections(Paragraphs(paragraphs=(words,))))).lower()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
@settings(max_examples=30)
def test_any_text_makes_a_paper(words: str) -> None:
    assert pdf(everywhere(words)).startswith(b"%PDF-1.7")


def test_long_minutes_go_on_over_pages() -> None:
    sections = (
        Paragraphs(
            heading="Samtalen", paragraphs=tuple(f"Afsnit {n}. " + "Vi talte om ugen. " * 100 for n in range(8))
        ),
        replace(AGREEMENTS, rows=AGREEMENTS.rows * 30),
        replace(PLAN, lists=tuple(replace(one, items=one.items * 30) for one in PLAN.lists)),
    )
    file = reader(replace(LAERKE, sections=sections))
    pages = [page.extract_text() for page in file.pages]
    assert len(pages) > 6
    assert all(bare(f"Side {number} af {len(pages)}") in bare(text) for number, text in enumerate(pages, start=1))
    # The heading of a table is repeated over its rows on each page.
    assert sum("Hvornår" in text for text in pages) >= 3
    text = bare("".join(pages))
    assert [number for number in range(8) if bare(f"Afsnit {number}.") not in text] == []
    assert text.count(bare("Laver ny vagtplan til uge 49 og 50")) == 30
