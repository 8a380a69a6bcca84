"""script/server from the first start to a killed one."""

import json
import os
import re
import signal
import smtplib
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection
from runner.system import start_time

from tests.script.conftest import PYTHON, Start
from tests.script.processes import Command

pytestmark = pytest.mark.runner

PROGRAM = Path(__file__).with_name("server_without_demo.py")


def run_server(start: Start, home: Path) -> tuple[Command, str]:
    """A server that is ready, and its address."""
    server = start(PYTHON, str(PROGRAM), home=home)
    server.wait_for("Ctrl-C stops it.", patience=180)
    found = re.search(r"Tilbage runs at (http://127\.0\.0\.1:\d+)", server.output)
    assert found, server.output
    return server, found[1]


def processes(home: Path) -> dict[str, int]:
    """Numbers of web, worker, beat and mail sink, in the order of their start."""
    entries = json.loads((home / "server/app.processes").read_text())
    return dict(zip(("web", "worker", "beat", "mail_sink"), (entry["pid"] for entry in entries), strict=True))


def test_server_serves_takes_mail_and_survives_its_own_death(home: Path, start: Start) -> None:
    server, address = run_server(start, home)
    with closing(HTTPConnection(address.removeprefix("http://"))) as web:
        web.request("GET", "/healthz")
        assert web.getresponse().status == 200
    told = json.loads((home / "server/server.json").read_text())
    assert told["address"] == address
    with smtplib.SMTP("127.0.0.1", int(told["mail"].rpartition(":")[2])) as mail:
        assert mail.noop()[0] == 250

    server.send(signal.SIGKILL)
    server.wait()
    assert server.is_gone()

    again, _address = run_server(start, home)
    again.send(signal.SIGTERM)
    assert again.wait() == 128 + signal.SIGTERM
    assert again.is_gone(patience=0)
    assert not (home / "server/server.json").exists()


def test_death_of_a_process_stops_the_server_and_is_named(home: Path, start: Start) -> None:
    server, _address = run_server(start, home)
    worker = processes(home)["worker"]
    assert start_time(worker) is not None

    os.kill(worker, signal.SIGKILL)

    assert server.wait() == 1
    assert f"worker stopped (ended by SIGKILL). The end of {home}/server/logs/worker.log:" in server.output
    assert server.is_gone(patience=0)


@pytest.fixture
def named_services(transactional_db: None) -> Iterator[dict[str, str]]:
    """A new database beside that of the tests, and numbers of their broker's that nobody else uses."""
    name = f"named_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield {
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}",
        "REDIS_URL": f"{os.environ['REDIS_URL'].rpartition('=')[0]}=14",
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_named_services_are_used_and_none_is_started(home: Path, start: Start, named_services: dict[str, str]) -> None:
    server = start(PYTHON, str(PROGRAM), home=home, **named_services)
    server.wait_for("Ctrl-C stops it.", patience=180)

    assert [file.stem for file in (home / "server").glob("*.processes")] == ["app"]

    server.send(signal.SIGTERM)
    assert server.wait() == 128 + signal.SIGTERM
