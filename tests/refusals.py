"""What a flow says no with."""

from collections.abc import Callable

import pytest

from people.rules import RuleViolation


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refusal:
        call()
    return refusal.value.code
