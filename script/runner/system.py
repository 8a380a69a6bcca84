"""What the runner asks of the operating system."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from runner.problem import Problem
from runner.progress import Stage


def dying_with_parent(command: Sequence[str], stop_signal: str = "SIGTERM") -> list[str]:
    """The command, made to receive `stop_signal` when the process that started it dies.

    The second safety net, for the day the first (the supervisor, the runner's own `finally`) is killed too.
    Only Linux has it; elsewhere the next start tidies up.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return list(command)
    return [setpriv, "--pdeathsig", stop_signal.removeprefix("SIG"), "--", *command]


def run(
    command: Sequence[str],
    *,
    log: Path | None,
    ticking: Stage | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> int:
    """Run to the end and return the exit status. The output goes into `log`, or is shown where that is None.

    In a session of its own: a Ctrl-C is ours to hear, and ends the command without a word from it.
    """
    with ExitStack() as stack:
        output = None
        if log is not None:
            log.parent.mkdir(parents=True, exist_ok=True)
            output = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(
            dying_with_parent(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        stack.callback(terminate, process)
        while True:
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                if ticking:
                    ticking.tick()


def run_or_fail(
    command: Sequence[str],
    *,
    log: Path,
    ticking: Stage,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> None:
    """As `run`; raises Problem with the end of the log unless the command succeeds."""
    status = run(command, log=log, ticking=ticking, environment=environment, folder=folder)
    if status:
        title = ticking.title
        raise Problem(f"{title} failed ({describe_status(status)}). The end of {log}:\n{tail(log)}")


def terminate(process: subprocess.Popen[bytes], patience: float = 5) -> None:
    """End a process that may still run, kindly first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_in_foreground(command: Sequence[str], *, environment: Mapping[str, str], folder: Path | None = None) -> int:
    """Give the terminal to a command and return its exit status as a shell would (128 + signal).

    Signals that would end the runner are handed on to it, except a Ctrl-C that it has had already because
    the terminal sends it to both; the runner waits for it either way.
    """
    process = subprocess.Popen(dying_with_parent(command), env=environment, cwd=folder)

    def hand_on(number: int, _frame: object) -> None:
        if number != signal.SIGINT or not _has_terminal():
            process.send_signal(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    former = {number: signal.signal(number, hand_on) for number in numbers}
    try:
        status = process.wait()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status


def _has_terminal() -> bool:
    """Whether a Ctrl-C at a terminal reaches this process and its children alike."""
    try:
        with Path("/dev/tty").open("rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def describe_status(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"ended by {signal.Signals(-status).name}"


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, indented; empty when there are none."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


class Lock:
    """A lock on a file, which the kernel opens again when its last holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def take(self, *, wait: bool = False) -> bool:
        """True when it is ours now; False when somebody else has it (never with `wait`)."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def fileno(self) -> int:
        """For handing the lock on to a child, which then keeps it together with us or alone."""
        if self._file is None:
            raise ValueError(f"{self.path} is not locked")
        return self._file.fileno()

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def start_time(pid: int) -> str | None:
    """When a live process began, in the kernel's ticks; None when there is none (or no /proc to ask).

    Together with the number it names one process for good, since numbers are used again.
    """
    stat = _stat(pid)
    return None if stat is None or stat[0] in "ZX" else stat[19]


def session_members(leader: int, began: str) -> list[int]:
    """Live processes of the session that `leader`, begun at `began`, opened."""
    now = start_time(leader)
    if now is not None and now != began:
        return []  # The number has gone to somebody else.
    members = []
    for entry in Path("/proc").glob("[0-9]*"):
        stat = _stat(int(entry.name))
        if stat is not None and stat[3] == str(leader) and stat[0] not in "ZX":
            members.append(int(entry.name))
    return members


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the third (the state) on."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def signal_all(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def cores() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def choose_port(wanted: str | None) -> int:
    """The port that was asked for, else 8000, else a free one."""
    if not wanted:
        return 8000 if port_is_free(8000) else free_port()
    if not re.fullmatch(r"[0-9]{1,5}", wanted) or not 0 < int(wanted) < 65536:
        raise Problem(f"PORT={wanted} is not a port: give a number from 1 to 65535.")
    if not port_is_free(int(wanted)):
        raise Problem(f"Port {wanted} is taken or not allowed. Choose another with PORT, or leave PORT out.")
    return int(wanted)


def wait_until_gone(pids: Sequence[int], patience: float) -> bool:
    """Wait for processes that are not our children; False when some are left."""
    deadline = time.monotonic() + patience
    while any(start_time(pid) is not None for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
