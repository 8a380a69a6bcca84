"""What kinds of follow-ups are called."""

from collections.abc import Iterator
from typing import Any

import pytest

from cases.followups.kinds import KINDS, OTHER, kind_of, kinds
from cases.followups.rules import FollowUpKind

OF_ANOTHER_APP = {"round_table": OTHER}


@pytest.fixture
def another_app(settings: Any) -> Iterator[None]:
    settings.FOLLOW_UP_KINDS = [*settings.FOLLOW_UP_KINDS, f"{__name__}.OF_ANOTHER_APP"]
    kinds.cache_clear()
    yield
    kinds.cache_clear()


def test_every_kind_of_the_rules_has_words() -> None:
    assert kinds().items() >= KINDS.items()
    assert KINDS.keys() == set(FollowUpKind)


def test_a_kind_that_nobody_named_has_words_too() -> None:
    assert kind_of("unheard") is OTHER


def test_another_app_adds_its_kinds(another_app: None) -> None:
    assert kinds().items() >= {**KINDS, **OF_ANOTHER_APP}.items()
