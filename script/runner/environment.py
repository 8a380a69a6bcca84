"""Python's packages: a virtual environment for each lock file that is used.

An environment is named after the lock it was made from, so that an unchanged lock costs nothing and a changed
one makes another. It is never altered once it is whole: what runs on it is left in peace.
"""

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from runner.layout import Layout
from runner.problem import Problem
from runner.progress import Stage, say, stage
from runner.system import Lock, run_or_fail


@dataclass(frozen=True)
class Environment:
    """A whole virtual environment. While `hold` is open, nobody clears it away."""

    folder: Path
    hold: IO[bytes]

    @property
    def python(self) -> str:
        return str(self.folder / "bin/python")


def prepare_environment(layout: Layout, packages: str) -> Environment:
    """The environment of `requirements/PACKAGES.txt`, made first if need be."""
    requirements = layout.requirements(packages)
    kind = f"venv-{packages}-{sys.version_info.major}.{sys.version_info.minor}"
    folder = layout.home / f"{kind}-{digest(requirements)[:12]}"
    lock = Lock(layout.home / "environment.lock")
    if not lock.take():
        say("Waiting for another start of this clone, which is installing packages.")
        lock.take(wait=True)
    try:
        if not _is_whole(folder):
            with stage(f"Installing Python packages ({packages})") as installing:
                Installer(layout, folder, installing).make(requirements)
            _clear_away(layout.home.glob(f"{kind}-*"), keep=folder)
        return Environment(folder, _hold(folder))
    finally:
        lock.release()


@dataclass(frozen=True)
class Installer:
    """Fills one virtual environment from lock files. Caches and logs stay in the state folder."""

    layout: Layout
    folder: Path
    installing: Stage

    def make(self, requirements: Path) -> None:
        """The whole environment, anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._run("venv", [sys.executable, "-m", "venv", "--without-pip", str(self.folder)])
        if shutil.which("uv") is None:
            with suppress(Problem):  # No build of uv for this platform, or none at hand: pip will do.
                self._pip(self.layout.requirements("uv"))
        self.install(requirements)
        (self.folder / "whole").write_text(str(self.folder.resolve()))

    def install(self, requirements: Path, *options: str) -> None:
        """By uv, which is quick; by pip where uv fails, since pip may know of a mirror that uv does not."""
        uv = shutil.which("uv") or shutil.which("uv", path=self.folder / "bin")
        if uv:
            command = [uv, "pip", "install", "--python", self._python, "--compile-bytecode", *options]
            # Its own list of authorities may lack the network's. Two names of one option, for old and new.
            authorities = {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1"}
            with suppress(Problem):
                self._run("uv", [*command, "--require-hashes", "-r", str(requirements)], authorities)
                return
        self._pip(requirements, *options)

    def _pip(self, requirements: Path, *options: str) -> None:
        """By the pip beside our Python, which is there already, or by one of the environment's own."""
        if find_spec("pip"):
            pip = [sys.executable, "-m", "pip", "--python", self._python]
        else:
            self._run("venv", [self._python, "-m", "ensurepip"])
            pip = [self._python, "-m", "pip"]
        command = [*pip, "install", "--disable-pip-version-check", "--no-input", *options]
        self._run("pip", [*command, "--require-hashes", "-r", str(requirements)])

    def _run(self, tool: str, command: list[str], variables: Mapping[str, str] | None = None) -> None:
        caches = {
            "UV_CACHE_DIR": str(self.layout.home / "cache/uv"),
            "PIP_CACHE_DIR": str(self.layout.home / "cache/pip"),
        }
        run_or_fail(
            command,
            log=self.layout.logs / f"install-{tool}.log",
            ticking=self.installing,
            environment={**os.environ, **caches, **(variables or {})},
        )

    @property
    def _python(self) -> str:
        return str(self.folder / "bin/python")


def digest(*files: Path) -> str:
    """A hash over the content of lock files."""
    content = hashlib.sha256()
    for file in files:
        try:
            content.update(file.read_bytes())
        except OSError as error:
            raise Problem(f"{file} cannot be read ({error.strerror}). Is the clone whole?") from None
    return content.hexdigest()


def _is_whole(folder: Path) -> bool:
    """Finished, still at the place that it was made for, and its Python still there."""
    try:
        made_for = (folder / "whole").read_text()
    except OSError:
        return False
    return made_for == str(folder.resolve()) and (folder / "bin/python").exists()


def _hold(folder: Path) -> IO[bytes]:
    hold = (folder / "whole").open("rb")
    fcntl.flock(hold, fcntl.LOCK_SH)
    return hold


def _clear_away(environments: Iterable[Path], *, keep: Path) -> None:
    """Remove environments of earlier locks, except those that something still runs on."""
    for folder in environments:
        if folder != keep and not _is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    try:
        with (folder / "whole").open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
