"""What tests of access share: a world in which everybody has a password, and a client for each."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from cases.invitations.access import keep_proof
from cases.models import Participant
from insight.models import ApiToken
from insight.rules.tokens import Scope, digest_of, mark_of, written
from people.models import User
from tests.access.matrix import GUEST, PROGRAM
from tests.world import NOW, TODAY, World, at_its_hour, build


def prove(client: Client, participant: Participant) -> None:
    """As if they had just written the code from their mail."""
    session = client.session
    keep_proof(session, participant, NOW)
    session.save()


@pytest.fixture(autouse=True)
def unlimited_attempts() -> Iterator[None]:
    """Everybody comes from one address here."""
    with override_settings(ACCOUNT_RATE_LIMITS=False, API_MINUTE_LIMITS={}):
        yield


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for a module, in a transaction around its tests: nothing here commits.

    With passwords, which the pages of one's own account ask for.
    """
    secret = make_password("trapper-og-afsatser")
    with django_db_blocker.unblock(), transaction.atomic():
        with at_its_hour():
            built = build()
            for user in built.users.values():
                user.password = secret
            User.objects.bulk_update(built.users.values(), ["password"])
        with django_db_blocker.block():
            yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(kept_world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Everybody's log-in, which is as good for the next address: what a request writes is undone."""
    found = {}
    with django_db_blocker.unblock(), at_its_hour():
        for person, user in kept_world.users.items():
            client = Client()
            client.force_login(user)
            found[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
        guest = Client()
        prove(guest, kept_world.seats[GUEST])
        found[GUEST] = guest.cookies[settings.SESSION_COOKIE_NAME].value
    return found


@pytest.fixture(scope="module")
def secret(kept_world: World, django_db_blocker: DjangoDbBlocker) -> str:
    """A token of HR's for every unit, by which a program reads figures."""
    with django_db_blocker.unblock(), at_its_hour():
        token = written("0123456789-abcdefghijklmnopqrstuvwxyz-ABCDE")
        said = {"name": "Power BI, HR", "scopes": list(Scope), "last_day": TODAY, "made_at": NOW}
        ApiToken.objects.create(digest=digest_of(token), mark=mark_of(token), **said)
        return token


@pytest.fixture
def world(kept_world: World, db: None) -> Iterator[World]:
    """The world at its hour; what a test does to its objects no other test sees."""
    with at_its_hour():
        yield deepcopy(kept_world)


@pytest.fixture
def client_of(sessions: dict[str, str], secret: str, world: World) -> Callable[[str], Client]:
    def logged_in(person: str) -> Client:
        headers = {"Authorization": f"Bearer {secret}"} if person == PROGRAM else None
        client = Client(raise_request_exception=True, headers=headers)
        if person in sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[person]
        return client

    return logged_in
