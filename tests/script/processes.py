"""Real processes, and whether anything is left of them."""

import os
import select
import signal
import subprocess
import time
from pathlib import Path

from runner.system import signal_all, start_time, wait_until_gone


class Command:
    """A started command of script/, and everything that it started."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            arguments,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        #: Number and start of each process, since numbers are used again.
        self._family: dict[int, str] = {}
        self.output = ""

    def wait_for(self, text: str, patience: float = 60) -> None:
        """Read on until the text stands in a whole line."""
        assert self._process.stdout is not None
        deadline = time.monotonic() + patience
        while text not in self.output.rpartition("\n")[0]:
            left = deadline - time.monotonic()
            ready = select.select([self._process.stdout], [], [], max(0, left))[0]
            chunk = os.read(self._process.stdout.fileno(), 65536).decode() if ready else ""
            assert chunk, f"{text!r} did not appear in:\n{self.output}"
            self.output += chunk
        self._family = family(self._process.pid)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self, patience: float = 60) -> int:
        """The exit status; the rest of the output is read."""
        rest, _ = self._process.communicate(timeout=patience)
        self.output += rest.decode()
        return self._process.returncode

    def members(self) -> set[int]:
        """Numbers of the command's processes as they were when it was last waited for."""
        return set(self._family)

    def is_gone(self, patience: float = 20) -> bool:
        """Whether nothing of it is left."""
        return wait_until_gone(self._alive(), patience) or not self._alive()

    def _alive(self) -> list[int]:
        return [pid for pid, began in self._family.items() if start_time(pid) == began]

    def clean_up(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self.wait()
        self.is_gone()
        signal_all(self._alive(), signal.SIGKILL)
        if self._process.stdout is not None:
            self._process.stdout.close()


def family(pid: int) -> dict[int, str]:
    """A process and all that descend from it, each with its start."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        member = waiting.pop()
        waiting += children.get(member, [])
        if began := start_time(member):
            found[member] = began
    return found
