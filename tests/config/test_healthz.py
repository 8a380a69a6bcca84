from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from cases.notices.flows import beat
from config.celery import app
from people.access import system
from tests.cases.conftest import NOW
from tests.cases.notices.smtp import free_port


def test_health_tells_of_database_broker_and_the_last_run_of_each_job(db: None, client: Client) -> None:
    beat(job="send_notices", by=system(NOW))
    response = client.get(reverse("healthz"))
    assert response.status_code == 200
    assert response.json() == {
        "database": "ok",
        "broker": "ok",
        "last_run": {"send_notices": "2026-11-23T08:00:00+00:00"},
    }


def test_a_dead_broker_is_told_and_is_no_failure(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{free_port()}/0")
    response = client.get(reverse("healthz"))
    assert (response.status_code, response.json()["broker"]) == (200, "away")


def test_without_the_database_health_is_bad(db: None, client: Client) -> None:
    def away(*_: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(away):
        response = client.get(reverse("healthz"))
    assert (response.status_code, response.json()) == (503, {"database": "away"})
