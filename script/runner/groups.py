"""Groups of processes that live for as long as somebody holds on to them.

`script/server`, `script/manage` and several of them at once may need the same PostgreSQL. None of them owns
it: each joins the group, the first to join starts it, and it stops when the last has let go or died.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from runner.problem import Problem
from runner.supervisor import GOODBYE, WELCOME, Plan, Process
from runner.system import Lock, describe_status, session_members, signal_all, tail, wait_until_gone

#: Seconds that joining may take while an earlier supervisor of the same group is still stopping.
_PATIENCE = 60

#: Supervisors that we started, by the group's socket. One may outlive us, which Python takes for an oversight.
_started: dict[Path, list[subprocess.Popen[bytes]]] = {}


class Group:
    """One group, as seen by somebody who needs it."""

    def __init__(self, name: str, *, sockets: Path, state: Path) -> None:
        """`sockets` is a folder with a short path, `state` one for the lock, the record and the log."""
        self.name = name
        self._socket_path = sockets / f"{name}.group"
        self._lock = Lock(state / f"{name}.lock")
        self._record = state / f"{name}.processes"
        self._log = state / f"{name}.supervisor.log"
        self._holding: socket.socket | None = None
        self._started = _started.setdefault(self._socket_path, [])

    def join(self, processes: Callable[[], list[Process]]) -> None:
        """Hold on to the group. `processes` prepares and describes them, and is called only to start it."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            first = self._lock.take()
            if first:
                try:
                    stop_strays(self._record)
                    connection: socket.socket | None = self._start(processes())
                finally:
                    self._lock.release()  # The supervisor has it now.
            else:
                connection = self._connect()
            if connection is not None and _is_welcome(connection):
                self._holding = connection
                return
            if first:
                raise Problem(f"The supervisor of {self.name} failed:\n{tail(self._log)}")
            time.sleep(0.05)
        raise Problem(f"The supervisor of {self.name} does not answer; its log is {self._log}.")

    def check(self) -> None:
        """Raises Problem when a process of the group has ended."""
        try:
            message = self._connection.recv(4096)
        except BlockingIOError:
            return
        if not message:
            raise Problem(
                f"The supervisor of {self.name} is gone, and what it kept running with it. Start again."
                f" The end of {self._log}:\n{tail(self._log)}"
            )
        end = json.loads(message)
        reason, log = describe_status(end["status"]), Path(end["log"])
        raise Problem(f"{end['ended']} stopped ({reason}). The end of {log}:\n{tail(log)}")

    def leave(self) -> None:
        """Let go; returns when everything has stopped, or at once when somebody else still holds on."""
        said = b""
        with self._connection as connection, suppress(OSError):
            self._holding = None
            connection.settimeout(_PATIENCE)
            connection.shutdown(socket.SHUT_WR)
            while chunk := connection.recv(4096):
                said += chunk
        if not said.endswith(GOODBYE):
            for supervisor in self._started:
                with suppress(subprocess.TimeoutExpired):
                    supervisor.wait(timeout=5)

    def fileno(self) -> int:
        """For `select`: readable when there is something for `check` to say."""
        return self._connection.fileno()

    @property
    def _connection(self) -> socket.socket:
        if self._holding is None:
            raise ValueError(f"{self.name} is not held")
        return self._holding

    def _start(self, processes: list[Process]) -> socket.socket:
        self._socket_path.unlink(missing_ok=True)
        plan = Plan(processes, str(self._record))
        ours, theirs = socket.socketpair()
        program = str(Path(__file__).parent)
        with (
            theirs,
            socket.socket(socket.AF_UNIX) as listener,
            self._log.open("wb") as log,
            tempfile.TemporaryFile() as plan_file,
        ):
            listener.bind(str(self._socket_path))
            listener.listen()
            plan_file.write(plan.dumps().encode())
            plan_file.seek(0)
            supervisor = subprocess.Popen(
                [sys.executable, program, "supervise", str(listener.fileno()), str(theirs.fileno())],
                stdin=plan_file,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(listener.fileno(), theirs.fileno(), self._lock.fileno()),
                cwd="/",
                start_new_session=True,
            )
        self._started.append(supervisor)
        return ours

    def _connect(self) -> socket.socket | None:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(self._socket_path))
        except OSError:
            connection.close()
            return None
        return connection


def _is_welcome(connection: socket.socket) -> bool:
    """Whether a living supervisor counts us in; one that is about to stop hangs up instead."""
    connection.settimeout(_PATIENCE)
    try:
        welcome = connection.recv(len(WELCOME)) == WELCOME
    except OSError:
        welcome = False
    if welcome:
        connection.setblocking(False)
    else:
        connection.close()
    return welcome


def stop_strays(record: Path) -> None:
    """Stop what an earlier supervisor left behind because it was killed itself."""
    try:
        entries = json.loads(record.read_text())
    except (OSError, ValueError):
        return
    strays = [pid for entry in entries for pid in session_members(entry["pid"], entry["began"])]
    strays = [pid for pid in strays if pid != os.getpid()]
    for number in (signal.SIGINT, signal.SIGKILL):
        signal_all(strays, number)
        if wait_until_gone(strays, patience=10):
            break
    record.unlink(missing_ok=True)
