import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from runner.layout import Instance, Layout
from runner.problem import Problem
from runner.progress import Stage
from runner.system import (
    Lock,
    choose_port,
    describe_status,
    dying_with_parent,
    run_or_fail,
    session_members,
    start_time,
    tail,
    wait_until_gone,
)
from runner.variables import application_variables, secret_key

SLEEP = "import time; time.sleep(600)"


@pytest.mark.parametrize("wanted", ["abc", "0", "65536", "-1", "8000.5", " "])
def test_port_that_is_none_is_refused(wanted: str) -> None:
    with pytest.raises(Problem, match="is not a port"):
        choose_port(wanted)


def test_port_that_is_taken_is_refused_when_asked_for() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} is taken"):
            choose_port(str(port))


def test_lock_has_one_holder_at_a_time(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_failing_command_shows_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(Problem) as problem:
        run_or_fail(
            [sys.executable, "-c", "for i in range(30): print(i)\nraise SystemExit(7)"],
            log=log,
            ticking=Stage("Counting"),
        )

    shown = "\n".join(f"    {number}" for number in range(10, 30))
    assert str(problem.value) == f"Counting failed (exit status 7). The end of {log}:\n{shown}"


def test_tail_of_a_missing_log_is_empty(tmp_path: Path) -> None:
    assert tail(tmp_path / "missing") == ""


def test_status_is_told_in_words() -> None:
    assert describe_status(3) == "exit status 3"
    assert describe_status(-9) == "ended by SIGKILL"


def test_child_dies_with_its_parent() -> None:
    # The child says that it runs: before that it has not asked yet to be told of its parent's death.
    child = dying_with_parent([sys.executable, "-c", f"print('runs', flush=True); {SLEEP}"])
    program = f"import subprocess; print(subprocess.Popen({child!r}).pid, flush=True); {SLEEP}"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        said = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
        (pid,) = said - {"runs"}
        parent.kill()

    assert wait_until_gone([int(pid)], patience=10)


def test_session_is_told_by_leader_and_start() -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True) as leader:
        began = start_time(leader.pid)
        assert began is not None
        assert session_members(leader.pid, began) == [leader.pid]
        assert session_members(leader.pid, "1") == []
        leader.send_signal(signal.SIGKILL)
        leader.wait()
        assert session_members(leader.pid, began) == []


def test_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    key = secret_key(file)

    assert len(key) >= 50
    assert secret_key(file) == key
    assert file.stat().st_mode & 0o777 == 0o600


def test_half_written_secret_key_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    file.touch(mode=0o600)

    assert len(secret_key(file)) >= 50


def test_variables_that_the_caller_names_stay_except_those_that_change_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUNICIPALITY_NAME", "Prøveby Kommune")
    monkeypatch.setenv("BASE_URL", "https://demo.example.dk")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    for name in ("EMAIL_URL", "MAIL_FOLDER", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)

    variables = application_variables(
        Layout(tmp_path, tmp_path),
        Instance(tmp_path / "server"),
        settings="config.settings.demo",
        urls={"DATABASE_URL": "postgres://app@:5432//run/tilbage"},
        address="http://127.0.0.1:8000",
        mail="smtp://127.0.0.1:1025",
    )

    assert variables["MUNICIPALITY_NAME"] == "Prøveby Kommune"
    assert variables["BASE_URL"] == "https://demo.example.dk"
    assert variables["EMAIL_URL"] == "smtp://127.0.0.1:1025"
    assert variables["MAIL_FOLDER"] == str(tmp_path / "server/mail")
    assert variables["DATABASE_URL"] == "postgres://app@:5432//run/tilbage"
    assert "PYTHONPATH" not in variables
