"""The world of the access tests, at its hour, for pages about one employee."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from tests.world import NOW, World, build


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    def log_in(person: str) -> Client:
        client = Client()
        client.force_login(world.users[person])
        return client

    return log_in
