"""The process that keeps the processes of a group alive for as long as somebody holds on to the group.

It is started by `groups.Group`, in a session of its own, so that neither Ctrl-C nor a killed runner reaches
it. Whoever needs the group keeps a connection to its socket open; the kernel closes that connection when the
holder ends, however it ends. When the last connection is gone, or when any of the processes ends by itself,
all of them are stopped and the supervisor ends too.
"""

import json
import os
import selectors
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from runner.system import dying_with_parent, session_members, start_time, wait_until_gone

#: What a supervisor says to each new holder. It says one more thing at the most: which process ended.
WELCOME = b"welcome\n"
#: What it says to one that lets go while others hold on; the last hears nothing until all has stopped.
GOODBYE = b"goodbye\n"


@dataclass(frozen=True)
class Process:
    """One process to keep running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: str
    log: str
    stop_signal: str = "SIGTERM"
    #: Seconds between the stop signal and SIGKILL.
    patience: float = 10
    #: A command in front that changes the user: before the tie to the parent, which that would undo.
    prefix: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What a supervisor is told, as JSON on its standard input."""

    processes: list[Process]
    #: File for the numbers of what was started, from which the next start finds what this one left behind.
    record: str

    def dumps(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, source: TextIO) -> "Plan":
        data = json.load(source)
        return cls([Process(**process) for process in data["processes"]], data["record"])


class Supervisor:
    """Starts, watches and stops the processes of a plan."""

    def __init__(self, plan: Plan, listener: socket.socket, first_holder: socket.socket) -> None:
        self._plan = plan
        self._listener = listener
        self._holders: set[socket.socket] = set()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._told_to_stop = False
        self._last_holder: socket.socket | None = None
        self._selector = selectors.DefaultSelector()
        self._wake, wake_end = socket.socketpair()
        for end in (self._wake, wake_end, listener):
            end.setblocking(False)
        self._wake_end = wake_end
        self._selector.register(self._wake, selectors.EVENT_READ, self._woken)
        self._selector.register(listener, selectors.EVENT_READ, self._welcome)
        self._add_holder(first_holder)

    def run(self) -> None:
        signal.set_wakeup_fd(self._wake_end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            while self._holders and not self._told_to_stop and not self._report_end():
                for key, _events in self._selector.select():
                    key.data(key.fileobj)
        finally:
            self._close_door()
            self._stop()
            Path(self._plan.record).unlink(missing_ok=True)

    def _start(self) -> None:
        for process in self._plan.processes:
            with _fresh(Path(process.log)) as log:
                self._running[process.name] = subprocess.Popen(
                    [*process.prefix, *dying_with_parent(process.command, process.stop_signal)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=process.environment,
                    cwd=process.folder,
                    start_new_session=True,
                )
            self._write_record()

    def _write_record(self) -> None:
        entries = [{"pid": p.pid, "began": start_time(p.pid)} for p in self._running.values()]
        Path(self._plan.record).write_text(json.dumps(entries))

    def _report_end(self) -> bool:
        """Tell the holders which process ended by itself; False when all are running."""
        for process in self._plan.processes:
            status = self._running[process.name].poll()
            if status is not None:
                end = {"ended": process.name, "status": status, "log": process.log}
                for holder in self._holders:
                    _send(holder, json.dumps(end).encode())
                return True
        return False

    def _stop(self) -> None:
        for process in self._plan.processes:
            child = self._running.get(process.name)
            if child is not None and child.poll() is None:
                child.send_signal(signal.Signals[process.stop_signal])
        began = time.monotonic()
        for process in self._plan.processes:
            child = self._running.get(process.name)
            if child is None:
                continue
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0, process.patience - (time.monotonic() - began)))
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # Its own children too, when it left any.
            child.wait()
            wait_until_gone(session_members(child.pid, ""), patience=5)

    def _welcome(self, listener: socket.socket) -> None:
        try:
            holder, _address = listener.accept()
        except BlockingIOError:
            return
        self._add_holder(holder)

    def _add_holder(self, holder: socket.socket) -> None:
        holder.setblocking(False)
        self._holders.add(holder)
        self._selector.register(holder, selectors.EVENT_READ, self._heard)
        _send(holder, WELCOME)

    def _heard(self, holder: socket.socket) -> None:
        """A holder never says anything: what is heard is that it let go."""
        try:
            gone = not holder.recv(1024)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone:
            self._selector.unregister(holder)
            self._holders.discard(holder)
            if self._holders:
                _send(holder, GOODBYE)
                holder.close()
            else:
                self._last_holder = holder  # Left open: it waits for our end, when everything has stopped.

    def _woken(self, wake: socket.socket) -> None:
        wake.recv(1024)

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self._told_to_stop = True

    def _close_door(self) -> None:
        """From here on nobody can join; who tries finds nobody and starts anew."""
        address = self._listener.getsockname()
        self._listener.close()
        Path(address).unlink(missing_ok=True)


def _fresh(log: Path) -> BinaryIO:
    """An empty log; the one before stays beside it, for whoever asks what happened."""
    with suppress(FileNotFoundError):
        log.replace(log.with_name(f"{log.name}.before"))
    return log.open("wb")


def _send(holder: socket.socket, message: bytes) -> None:
    with suppress(OSError):  # It may have gone; the selector will say so.
        holder.send(message)


def supervise(plan_source: TextIO, listener_fd: int, holder_fd: int) -> None:
    """Entry of the supervisor's own process. It inherits the group's lock too, and keeps it by living."""
    plan = Plan.load(plan_source)
    with socket.socket(fileno=listener_fd) as listener, socket.socket(fileno=holder_fd) as first_holder:
        Supervisor(plan, listener, first_holder).run()
