"""The world of tests/world.py, and short ways to say what happens in it."""

import re

from django.test import Client


def carried(client: Client, address: str) -> str:
    """What the form at this address was opened with."""
    found = re.search(r'name="opened" value="(\w+)"', client.get(address).content.decode())
    assert found
    return found[1]
