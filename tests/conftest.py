"""What all tests share."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright, sync_playwright

from demo.pictures import CHROMIUM_FLAGS, chromium
from people.management.catalogue import compile_catalogues
from tests.world import World, at_its_hour, build

# How long an example takes says something about the machine, not about the code.
settings.register_profile("tilbage", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tilbage")


@pytest.fixture(scope="session", autouse=True)
def texts() -> None:
    """The compiled texts are not kept in git; tests read Danish."""
    compile_catalogues()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small municipality of tests/world.py, at its hour."""
    with at_its_hour():
        yield build()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """A client that is logged in as somebody in the world."""

    def log_in(person: str) -> Client:
        client = Client()
        client.force_login(world.users[person])
        return client

    return log_in


@pytest.fixture
def hr(client_of: Callable[[str], Client]) -> Client:
    return client_of("hr")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's browser for pytest-playwright. A machine without one is told so; the tests do not hide."""
    program = chromium()
    if not program:
        pytest.fail("The browser tests need a browser: apt-get install chromium-headless-shell")
    return {"executable_path": program, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for the whole session: a second in the same process would not start.

    Its loop runs in the tests' thread, where Django would refuse the database, and where it keeps other connections
    than without a loop: they end with it, or the test database could not be dropped.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
