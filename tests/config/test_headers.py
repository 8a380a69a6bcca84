"""What is refused before any page is asked has the policy of scripts too."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/log-ind/", "testserver", 301),
        ("/log-ind/", "evil.example", 400),
        ("/findes-ikke/", "testserver", 301),
    ],
)
def test_a_refusal_on_the_way_in_has_the_policy(
    client: Client, settings: Any, path: str, host: str, status: int
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, headers={"host": host})
    assert response.status_code == status
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/findes-ikke/", "/x%00/", "/medarbejdere/x%00/"])
def test_an_address_that_is_none_has_the_policy(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
