"""The world stands once for all tests of access; each test's own writes are rolled back."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings

from people.models import User
from tests.world import World


@pytest.fixture(autouse=True)
def unlimited_attempts() -> Iterator[None]:
    """Everybody comes from one address here."""
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        yield


@pytest.fixture
def world(world: World) -> World:
    """With passwords, which the pages of one's own account ask for."""
    secret = make_password("trapper-og-afsatser")
    for user in world.users.values():
        user.password = secret
    User.objects.bulk_update(world.users.values(), ["password"])
    return world


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    def log_in(person: str) -> Client:
        client = Client(raise_request_exception=True)
        if person in world.users:
            client.force_login(world.users[person])
        return client

    return log_in
