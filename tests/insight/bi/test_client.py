"""A real program on the other side of a real connection reads all of it, with nothing but the manual."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pytest_django.live_server_helper import LiveServer

from insight.bi.flows import make_token
from insight.rollup.flows import rebuild_figures
from insight.rules.tokens import Scope
from people.access import system
from tests.world import NOW, TODAY, World, at_its_hour, build

pytestmark = pytest.mark.django_db(transaction=True)


def read(address: str, secret: str) -> Any:
    request = Request(address, headers={"Authorization": f"Bearer {secret}", "Accept": "application/json"})  # noqa: S310
    with urlopen(request, timeout=10) as response:  # noqa: S310 - our own address
        assert "Set-Cookie" not in response.headers
        return json.load(response)


def test_from_the_address_to_every_unit() -> None:
    with at_its_hour():
        world: World = build()
        rebuild_figures(by=system(NOW))
        said = {"name": "Power BI", "scopes": list(Scope), "unit": None, "last_day": TODAY}
        secret = make_token(**said, by=world.viewer("hr")).secret
        server = LiveServer("127.0.0.1")
        try:
            address = f"{server.url}/api/v1/"
            paths = read(address, secret)["paths"]
            units = read(address + paths["units"], secret)["units"]
            pattern = paths["figures"].split("?")[0]
            told = [read(address + pattern.replace("{code}", unit["code"]), secret) for unit in units]
            assert [one["unit"]["code"] for one in told] == ["1000", "2000", "2001", "2002"]
            assert [one["rows"][0]["masked"] for one in told] == [False, False, True, True]
            # Without the last stroke it is led on, and the header goes along.
            assert read(f"{server.url}/api/v1/enheder", secret)["units"] == units
            with pytest.raises(HTTPError) as refused:
                read(address, f"{secret[:-1]}!")
            with refused.value as response:
                assert (response.code, json.load(response)["error"]) == (401, "invalid_token")
        finally:
            server.stop()
