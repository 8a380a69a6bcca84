"""script/manage and script/server as processes, on the services they start themselves."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from runner.layout import Layout
from runner.system import Lock

from tests.script.conftest import CLONE, Start, make_home
from tests.script.processes import Command

pytestmark = pytest.mark.runner

MANAGE = CLONE / "script/manage"
SERVER = CLONE / "script/server"

#: A command that shows where it works and holds on until it is stopped.
HOLD_ON = """
import time
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("select pg_postmaster_start_time(), usename, usesuper from pg_user where usename = current_user")
    print("database", *cursor.fetchone(), flush=True)
time.sleep(600)
"""
ASK = HOLD_ON.replace("time.sleep(600)", "")


def hold_on(start: Start, home: Path, manage: Path = MANAGE, **variables: str) -> Command:
    command = start(manage, "shell", "--no-imports", "-c", HOLD_ON, home=home, **variables)
    command.wait_for("database")
    return command


def database_line(command: Command) -> str:
    return next(line for line in command.output.splitlines() if line.startswith("database"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_signal_leaves_nothing_running(number: signal.Signals, home: Path, start: Start) -> None:
    command = hold_on(start, home)

    command.send(number)

    assert command.wait() != 0
    assert command.is_gone()
    assert list((home / "server/run").iterdir()) == []


def test_start_recovers_when_everything_but_the_database_was_killed(home: Path, start: Start) -> None:
    command = hold_on(start, home)
    postmaster = int((home / "server/pg18/postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGSTOP)  # Deaf to the news that its supervisor has gone.
    for pid in command.members() - {postmaster}:
        os.kill(pid, signal.SIGKILL)
    command.wait()
    os.kill(postmaster, signal.SIGCONT)

    again = start(MANAGE, "shell", "--no-imports", "-c", ASK, home=home)

    assert again.wait() == 0, again.output
    assert command.is_gone()


def test_start_recovers_from_a_process_number_that_was_used_again(home: Path, start: Start) -> None:
    assert start(MANAGE, "check", home=home).wait() == 0
    for claim in ("pg18/postmaster.pid", "run/.s.PGSQL.5432.lock"):
        (home / "server" / claim).write_text(f"{os.getpid()}\n")

    again = start(MANAGE, "shell", "--no-imports", "-c", ASK, home=home)

    assert again.wait() == 0, again.output


def test_manage_uses_the_services_that_run_and_outlives_who_started_them(home: Path, start: Start) -> None:
    first = hold_on(start, home)
    second = hold_on(start, home)
    first.send(signal.SIGTERM)
    first.wait()

    third = start(MANAGE, "shell", "--no-imports", "-c", ASK, home=home)

    assert third.wait() == 0, third.output
    assert database_line(first) == database_line(second) == database_line(third)
    second.send(signal.SIGTERM)
    second.wait()
    assert first.is_gone()


def test_application_s_role_is_no_superuser(home: Path, start: Start) -> None:
    command = start(MANAGE, "shell", "--no-imports", "-c", ASK, home=home)
    assert command.wait() == 0, command.output
    assert database_line(command).endswith(" app False")


def test_manage_hands_on_output_and_exit_status_alone(home: Path, start: Start) -> None:
    command = start(MANAGE, "shell", "--no-imports", "-c", "print('only this'); raise SystemExit(5)", home=home)
    assert command.wait() == 5
    assert command.output == "only this\n"


def copy_of_the_clone(folder: Path) -> Path:
    """The files that the runner and manage.py need, somewhere else."""
    leave_out = shutil.ignore_patterns(".*", "node_modules", "__pycache__", "data")
    clone = Path(shutil.copytree(CLONE, folder, ignore=leave_out))
    (clone / "node_modules").symlink_to(CLONE / "node_modules")
    return clone


def test_clone_in_a_long_closed_path_with_spaces_and_letters_works(
    short_folder: Path, environment: Path, start: Start
) -> None:
    parent = short_folder / f"Åses mappe {'x' * 130}"
    parent.mkdir(mode=0o700)
    clone = copy_of_the_clone(parent / "tilbage")
    home = make_home(clone / ".tilbage", environment)

    command = start(clone / "script/manage", "shell", "--no-imports", "-c", ASK, home=home)

    assert command.wait() == 0, command.output
    shutil.rmtree(Layout(clone, home).instance("server").temporary())


@pytest.mark.skipif(os.geteuid() != 0, reason="about root, who may not be allowed to unshare")
@pytest.mark.parametrize("closed", [False, True], ids=["open folder", "closed folder"])
def test_root_without_unshare_runs_the_database_as_nobody(
    closed: bool, short_folder: Path, environment: Path, start: Start
) -> None:
    (short_folder / "bin").mkdir()
    (short_folder / "bin/unshare").symlink_to("/bin/false")
    path = f"{short_folder / 'bin'}:{os.environ['PATH']}"
    short_folder.chmod(0o700 if closed else 0o755)
    home = make_home(short_folder / "home", environment)
    outside = Layout(CLONE, home).instance("server").temporary()

    command = hold_on(start, home, PATH=path)

    data = outside if closed else home / "server"
    assert (data / "pg18").owner() == "nobody"
    assert (home / "server/postgres-folder").exists() is closed
    command.send(signal.SIGKILL)
    assert command.is_gone()
    again = start(MANAGE, "shell", "--no-imports", "-c", ASK, home=home)  # unshare works again: same data
    assert again.wait() == 0, again.output
    assert list(home.glob("server/pg18")) == ([] if closed else [home / "server/pg18"])
    shutil.rmtree(outside)


def test_second_server_says_that_and_where_one_runs(home: Path, start: Start) -> None:
    (home / "server").mkdir()
    lock = Lock(home / "server/server.lock")
    assert lock.take()
    second = start(SERVER, home=home)
    assert second.wait() == 1
    assert second.output == (
        "Tilbage already runs from this clone; it is just being started. Stop that one first (Ctrl-C).\n"
    )

    (home / "server/server.json").write_text('{"address": "http://127.0.0.1:8123", "mail": ""}')
    third = start(SERVER, home=home)
    assert third.wait() == 1
    assert third.output == (
        "Tilbage already runs from this clone at http://127.0.0.1:8123. Stop that one first (Ctrl-C).\n"
    )
    lock.release()


def test_unusable_port_stops_before_anything_is_started(home: Path, start: Start) -> None:
    command = start(SERVER, home=home, PORT="80 80")
    assert command.wait() == 1
    assert command.output == "PORT=80 80 is not a port: give a number from 1 to 65535.\n"
    assert not (home / "server/pg18").exists()
