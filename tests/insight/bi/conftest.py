"""Tokens in the world of tests/world.py, and a program that reads by them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from insight.bi.flows import Made, make_token
from insight.rollup.flows import rebuild_figures
from insight.rules.tokens import Scope
from people.access import system
from tests.world import NOW, TODAY, World

Handed = Callable[..., Made]
# The secret, what is asked for below /api/v1/, and parameters.
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_attempts_so_far() -> Iterator[None]:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def handed(world: World) -> Handed:
    """A token as HR hands it out: both scopes and every unit, unless it is said otherwise."""

    def make(
        name: str = "Power BI",
        scopes: tuple[Scope, ...] = tuple(Scope),
        unit: str = "",
        last_day: date = TODAY + timedelta(days=30),
    ) -> Made:
        key = world.units[unit].pk if unit else None
        return make_token(name=name, scopes=scopes, unit=key, last_day=last_day, by=world.viewer("hr"))

    return make


@pytest.fixture
def ask() -> Ask:
    def send(secret: str, path: str = "", method: str = "GET", **query: str) -> Any:
        headers = {"Authorization": f"Bearer {secret}"}
        return Client().generic(method, f"/api/v1/{path}", query_params=query, headers=headers)

    return send


@pytest.fixture
def counted(many: Callable[[int], None], hire: Callable[..., Any]) -> None:
    """Forty people with absences, some of them alone in their unit or job group, and their figures."""
    many(40)
    hire("aeldre", job_group="Vagtplanlæggere")
    rebuild_figures(by=system(NOW))
