"""Clones this repository to new folders and starts Tilbage there, as a newcomer's machine would.

For each Python that is found, as the caller and, where the caller is root, as `nobody`, with the machine's npm
and without: a cold start, SIGTERM, a warm start, SIGKILL; each time nothing may be left running. Prints the
seconds. Takes minutes and downloads everything anew, and so is no part of script/test.

    script/check-fresh [VERSION ...]    for example: script/check-fresh 3.11 3.13
"""

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from runner.layout import Layout
from runner.problem import Problem
from runner.progress import say

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
READY = "Ctrl-C stops it."
COLD_AT_MOST, WARM_AT_MOST = 120.0, 10.0


@dataclass(frozen=True)
class Machine:
    """One way in which a machine may differ from the next."""

    python: str
    version: str
    user: str
    npm: bool
    prefix: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"Python {self.version}, {self.user}, {'with' if self.npm else 'without'} npm"


def pythons(wanted: list[str]) -> Iterator[tuple[str, str]]:
    """Path and version of each Python that works, the system's own before others."""
    for version in wanted or VERSIONS:
        pyenv = Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
        on_path = shutil.which(f"python{version}") or sys.executable
        for python in [Path("/usr/bin", f"python{version}"), *pyenv, Path(on_path)]:
            try:
                program = (
                    f"import ensurepip, venv, sys; sys.exit(sys.version_info[:2] != ({version.replace('.', ', ')}))"
                )
                subprocess.run([python, "-c", program], check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError):
                continue
            yield str(python), version
            break


def machines(wanted: list[str], programs: Path) -> Iterator[Machine]:
    """Every machine to check. `programs` is a folder for the PATH of those that have no npm."""
    link_programs(programs, leave_out={"npm", "uv"})
    without_npm = {"PATH": str(programs)}
    for python, version in pythons(wanted):
        me = "root" if os.geteuid() == 0 else "an ordinary user"
        yield Machine(python, version, me, npm=True)
        if os.geteuid() == 0:
            prefix = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
            if subprocess.run([*prefix, python, "-c", ""], capture_output=True, check=False).returncode == 0:
                nobody = {"HOME": "/nonexistent", **without_npm}
                yield Machine(python, version, "an ordinary user", npm=False, prefix=prefix, variables=nobody)
            else:
                yield Machine(python, version, me, npm=False, variables=without_npm)


def link_programs(folder: Path, leave_out: set[str]) -> None:
    """Fill a folder that can stand for PATH, without some programs."""
    folder.chmod(0o755)
    for directory in os.environ["PATH"].split(":"):
        for program in Path(directory).glob("*"):
            if program.name not in leave_out and not (folder / program.name).is_symlink():
                (folder / program.name).symlink_to(program)


def start(machine: Machine, clone: Path) -> tuple[subprocess.Popen[bytes], float]:
    """A running server, and the seconds until it said so."""
    began = time.monotonic()
    leave_out = {"DATABASE_URL", "REDIS_URL", "TILBAGE_HOME", "PORT"}
    inherited = {name: value for name, value in os.environ.items() if name not in leave_out}
    server = subprocess.Popen(
        [*machine.prefix, str(clone / "script/server")],
        env={**inherited, "PYTHON": machine.python, **machine.variables},
        cwd=clone,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        wait_until_ready(server.stdout)
    except BaseException:
        server.kill()
        raise
    return server, time.monotonic() - began


def wait_until_ready(pipe: IO[bytes] | None) -> None:
    """Raises Problem with what the server said if it ends, or is not ready in twice the time it may take."""
    output, deadline = "", time.monotonic() + 2 * COLD_AT_MOST
    while pipe and READY not in output and select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
        chunk = os.read(pipe.fileno(), 65536).decode(errors="replace")
        if not chunk:
            break
        output += chunk
    if READY not in output:
        raise Problem(f"not ready.\n{output}")


def leftovers(clone: Path) -> list[str]:
    """Command lines of processes that have to do with the clone, after they had their time to end."""
    found: list[str] = []
    for _ in range(60):
        found = [line for line in command_lines() if str(clone) in line]
        if not found:
            break
        time.sleep(0.5)
    return found


def command_lines() -> Iterator[str]:
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue


def check(machine: Machine) -> bool:
    """Whether a fresh clone starts, stops and starts again on this machine, in time and leaving nothing."""
    folder = Path(tempfile.mkdtemp(prefix="fresh-"))
    clone = folder / "tilbage"
    try:
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(Layout.here().clone), str(clone)], check=True)
        if machine.prefix:
            subprocess.run(["chown", "-R", "nobody:nogroup", str(folder)], check=True)
        cold = start_and_end(machine, clone, signal.SIGTERM)
        warm = start_and_end(machine, clone, signal.SIGKILL)
    except Problem as problem:
        say(f"{machine}: {problem}")
        return False
    finally:
        leftovers(clone)
        shutil.rmtree(folder)
    say(f"{machine}: cold {cold:.1f} s, warm {warm:.1f} s")
    return cold <= COLD_AT_MOST and warm <= WARM_AT_MOST


def start_and_end(machine: Machine, clone: Path, number: signal.Signals) -> float:
    """Seconds that the start took."""
    server, seconds = start(machine, clone)
    server.send_signal(number)
    server.communicate()
    if left := leftovers(clone):
        raise Problem(f"left after {number.name}: {left}")
    return seconds


def check_all(versions: list[str]) -> int:
    """Exit status of `script/check-fresh VERSION ...`; without versions, all that are found."""
    with tempfile.TemporaryDirectory(prefix="path-") as programs:
        results = [check(machine) for machine in machines(versions, Path(programs))]
    return 0 if results and all(results) else 1
