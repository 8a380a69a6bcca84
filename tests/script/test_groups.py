"""Groups of processes live for as long as somebody holds on to them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runner.groups import Group, stop_strays
from runner.layout import Instance
from runner.problem import Problem
from runner.supervisor import Plan, Process
from runner.system import start_time, wait_until_gone

pytestmark = pytest.mark.runner

# A hundredth of a second apart; a busy machine takes its time to start something.
ATTEMPTS = 3000


def sleeper(instance: Instance, program: str = "import time; time.sleep(600)") -> Process:
    return Process(
        name="sleeper",
        command=[sys.executable, "-c", program],
        environment={},
        folder="/",
        log=str(instance.logs / "sleeper.log"),
    )


def group(instance: Instance) -> Group:
    return Group("sleepers", sockets=instance.sockets(), state=instance.folder)


def running(instance: Instance) -> list[int]:
    entries = json.loads((instance.folder / "sleepers.processes").read_text())
    return [entry["pid"] for entry in entries]


def wait_for_message(held: Group) -> None:
    """Returns when `check` has something to say."""
    connection = held.fileno()
    with socket.socket(fileno=os.dup(connection)) as copy:
        copy.settimeout(20)
        copy.recv(1, socket.MSG_PEEK)
        copy.setblocking(False)


def wait_for_record(instance: Instance) -> list[int]:
    for _ in range(ATTEMPTS):
        try:
            return running(instance)
        except (OSError, ValueError):
            time.sleep(0.01)
    raise AssertionError("nothing was started")


def test_processes_end_when_the_only_holder_lets_go(instance: Instance) -> None:
    held = group(instance)
    held.join(lambda: [sleeper(instance)])
    pids = wait_for_record(instance)

    held.leave()

    assert [start_time(pid) for pid in pids] == [None]
    assert not (instance.folder / "sleepers.processes").exists()


def test_second_holder_shares_the_processes_and_keeps_them(instance: Instance) -> None:
    first, second = group(instance), group(instance)
    first.join(lambda: [sleeper(instance)])
    pids = wait_for_record(instance)
    second.join(lambda: pytest.fail("a running group must not be started again"))

    first.leave()

    assert running(instance) == pids
    assert start_time(pids[0]) is not None
    second.leave()
    assert start_time(pids[0]) is None


def test_group_starts_again_after_the_last_has_left(instance: Instance) -> None:
    held = group(instance)
    for _ in range(3):
        held.join(lambda: [sleeper(instance)])
        held.leave()


def test_holders_hear_which_process_ended_and_what_it_said(instance: Instance) -> None:
    held = group(instance)
    held.join(lambda: [sleeper(instance, "print('out of ideas'); raise SystemExit(3)")])
    wait_for_message(held)

    with pytest.raises(Problem) as problem:
        held.check()

    log = instance.logs / "sleeper.log"
    assert str(problem.value) == f"sleeper stopped (exit status 3). The end of {log}:\n    out of ideas"
    held.leave()


def test_process_deaf_to_its_stop_signal_is_killed_with_its_children(instance: Instance) -> None:
    program = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    log = instance.logs / "sleeper.log"
    held = group(instance)
    deaf = Process(**{**sleeper(instance, program).__dict__, "patience": 0.2})
    held.join(lambda: [deaf])
    pids = wait_for_record(instance)
    while not (child := log.read_text().strip() if log.exists() else ""):
        os.sched_yield()

    held.leave()

    assert wait_until_gone([*pids, int(child)], patience=5)


def test_killed_supervisor_takes_its_processes_along_and_is_reported(instance: Instance) -> None:
    held = group(instance)
    held.join(lambda: [sleeper(instance)])
    pids = wait_for_record(instance)
    supervisor = int(Path(f"/proc/{pids[0]}/stat").read_text().rpartition(")")[2].split()[1])

    os.kill(supervisor, signal.SIGKILL)

    wait_for_message(held)
    with pytest.raises(Problem, match="The supervisor of sleepers is gone"):
        held.check()
    assert wait_until_gone(pids, patience=5)
    held.leave()


def test_next_start_stops_what_a_killed_supervisor_left(instance: Instance) -> None:
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as stray:
        record = instance.folder / "sleepers.processes"
        record.write_text(json.dumps([{"pid": stray.pid, "began": start_time(stray.pid)}]))

        stop_strays(record)

        assert stray.wait() == -signal.SIGINT
        assert not record.exists()


def test_number_that_went_to_another_process_is_left_alone(instance: Instance) -> None:
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as other:
        record = instance.folder / "sleepers.processes"
        record.write_text(json.dumps([{"pid": other.pid, "began": "1"}]))

        stop_strays(record)

        assert other.poll() is None
        other.kill()


def test_failing_preparation_leaves_the_group_free_for_the_next(instance: Instance) -> None:
    def fail() -> list[Process]:
        raise Problem("no room")

    with pytest.raises(Problem, match="no room"):
        group(instance).join(fail)

    held = group(instance)
    held.join(lambda: [sleeper(instance)])
    held.leave()


def test_plan_survives_the_way_to_the_supervisor(instance: Instance, tmp_path: Path) -> None:
    plan = Plan([sleeper(instance)], "record")
    (tmp_path / "plan").write_text(plan.dumps())
    with (tmp_path / "plan").open() as source:
        assert Plan.load(source) == plan
