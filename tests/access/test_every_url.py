"""Every address x every person, against the matrix."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.matrix import GUEST, MATRIX, NO_TOKEN, OUTSIDE, PERSONS, TO_LOG_IN, TO_PROVE, Row
from tests.world import ASE_CANARIES, LEADER_CANARIES, World

# Whoever is not named here must not meet the canary, wherever they look.
MAY_MEET = {text: {"leader", "deputy", "consultant", "hr", "hr_colleague", "employee"} for text in ASE_CANARIES}
# A companion knows whom they accompany, and no more.
MAY_MEET[ASE_CANARIES[0]] |= {GUEST}
MAY_MEET |= {text: {"leader_above", "hr", "hr_colleague", "leader"} for text in LEADER_CANARIES}

ROWS = [
    pytest.param(name, row, id=f"{name}-{number}") for name, rows in MATRIX.items() for number, row in enumerate(rows)
]
POSTS = [
    pytest.param(name, row, id=f"{name}-{number}")
    for name, rows in MATRIX.items()
    for number, row in enumerate(rows)
    if row.post is not None
]


def named_urls(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from named_urls(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


def test_every_url_has_a_row() -> None:
    assert sorted(MATRIX) == sorted(set(named_urls(get_resolver())))


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_every_row_lets_somebody_in(name: str, row: Row) -> None:
    """A 404 proves nothing unless the very same address answers somebody else."""
    assert row.may
    assert row.may <= set(PERSONS)


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_get_answers_as_the_matrix_says(name: str, row: Row, world: World, client_of: Callable[[str], Client]) -> None:
    address = reverse(name, kwargs=row.args(world))
    found = {person: answer(lambda c: c.get(address), client_of(person), person) for person in PERSONS}
    assert found == expected(row, row.get)


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_post_answers_as_the_matrix_says(name: str, row: Row, world: World, client_of: Callable[[str], Client]) -> None:
    address = reverse(name, kwargs=row.args(world))
    found = {
        person: answer(lambda c: c.post(address, posted(row, world)), client_of(person), person) for person in PERSONS
    }
    assert found == expected(row, 405 if row.post is None else row.post_status)


@pytest.mark.parametrize(("name", "row"), POSTS)
def test_post_without_the_form_token_is_refused(name: str, row: Row, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    for person in sorted(row.may - OUTSIDE)[:1]:
        client.force_login(world.users[person])
    assert client.post(reverse(name, kwargs=row.args(world)), posted(row, world)).status_code == 403


def posted(row: Row, world: World) -> Any:
    return row.post(world) if callable(row.post) else dict(row.post or {})


def expected(row: Row, status: int | str) -> dict[str, int | str]:
    """405 is said before anybody looks who asks, and says nothing about anybody."""
    refused = 405 if status == 405 else row.others
    led = OUTSIDE if row.others not in {TO_PROVE, NO_TOKEN} else frozenset()
    return {person: status if person in row.may else TO_LOG_IN if person in led else refused for person in PERSONS}


def answer(send: Callable[[Client], Any], client: Client, person: str) -> int | str:
    """The status of the answer, which must not show whom the person may not see; what it wrote is undone."""
    with transaction.atomic():
        response = send(client)
        transaction.set_rollback(True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    met = [text for text, persons in MAY_MEET.items() if person not in persons and text.encode() in body]
    assert met == [], f"{person} met {met}"
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login")):
        return TO_LOG_IN
    if response.status_code == 302 and "/kode/" in response.headers["Location"]:
        return TO_PROVE
    return response.status_code
