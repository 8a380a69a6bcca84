"""Minutes are kept as plain JSON and come back the same."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.minutes.content import MinutesContent, Paragraphs, from_json, to_json
from cases.minutes.document import pdf
from tests.cases.minutes.example import CORRECTED, LAERKE

st.register_type_strategy(Decimal, st.decimals(0, 60, places=2))
st.register_type_strategy(datetime, st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001


def kept(content: MinutesContent) -> MinutesContent:
    return from_json(json.loads(json.dumps(to_json(content))))


@pytest.mark.parametrize("content", [LAERKE, CORRECTED])
def test_what_is_kept_makes_the_same_paper(content: MinutesContent) -> None:
    assert kept(content) == content
    assert pdf(kept(content)) == pdf(content)


@given(st.builds(MinutesContent))
def test_any_minutes_come_back_the_same(content: MinutesContent) -> None:
    assert kept(content) == content


def test_json_is_readable_by_itself() -> None:
    stair = to_json(LAERKE)["sections"][0]
    assert (stair["kind"], stair["agreed"]) == ("stair", 5)
    assert stair["standings"][0] == {"name": "Lærke Holm", "party": "employee", "step": 6}
    assert to_json(LAERKE)["sections"][3]["weeks"][0] == {"begins": "2026-11-30", "hours": "8"}


def test_minutes_from_before_a_field_was_invented_stay_readable() -> None:
    old = to_json(LAERKE)
    del old["correction"], old["participants"][0]["attended"]
    old["sections"] = [{"kind": "paragraphs", "paragraphs": ["Vi talte sammen."], "forgotten": 1}]
    read = from_json(old)
    assert (read.correction, read.participants) == (None, LAERKE.participants)
    assert read.sections == (Paragraphs(paragraphs=("Vi talte sammen.",)),)
