"""The world of tests/world.py, and short ways to say what happens in it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from people.rules import RuleViolation


def carried(client: Client, address: str) -> str:
    """What the form at this address was opened with."""
    found = re.search(r'name="opened" value="(\w+)"', client.get(address).content.decode())
    assert found
    return found[1]


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refusal:
        call()
    return refusal.value.code
