"""Where things lie: the clone, its state folder, and a place for sockets."""

import hashlib
import os
import re
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from runner.problem import Problem

#: A Unix socket's path has room for 107 bytes; this is the longest name that we put there.
_LONGEST_SOCKET_FOLDER = 107 - len("/postgres.group")


@dataclass(frozen=True)
class Layout:
    """The folders of one clone."""

    clone: Path
    home: Path

    @classmethod
    def here(cls) -> "Layout":
        clone = Path(__file__).resolve().parent.parent.parent
        home = Path(os.environ.get("TILBAGE_HOME") or clone / ".tilbage").absolute()
        return cls(clone, home)

    def make_home(self) -> None:
        """The state folder holds a secret key and people's data: for its owner only."""
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Problem(
                f"The state folder {self.home} cannot be made ({error.strerror}). Name another with TILBAGE_HOME."
            ) from None
        if not os.access(self.home, os.W_OK | os.X_OK):
            raise Problem(f"The state folder {self.home} belongs to somebody else. Name another with TILBAGE_HOME.")

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    def requirements(self, packages: str) -> Path:
        return self.clone / "requirements" / f"{packages}.txt"

    def instance(self, name: str) -> "Instance":
        return Instance(self.home / name)


@dataclass(frozen=True)
class Instance:
    """The folder of one set of embedded services: one for the server, one for each test run at a time."""

    folder: Path

    def make(self) -> None:
        for folder in (self.folder, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def sockets(self) -> Path:
        """A folder for sockets whose path is short and plain enough for every program that uses them."""
        folder = self.folder / "run"
        if fits_sockets(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return folder
        return self.temporary()

    def temporary(self) -> Path:
        """This instance's folder in the system's temporary folder, ours alone (or, for root, `nobody`'s)."""
        base = Path(tempfile.gettempdir())
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        folder = base / f"tilbage-{digest}"
        if not fits_sockets(folder):
            folder = Path("/tmp") / folder.name  # noqa: S108 - checked below
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        ours = found.st_uid == os.geteuid() or os.geteuid() == 0
        if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077 or not ours:
            raise Problem(f"{folder} is not ours alone. Remove it, or choose another place with TMPDIR.")
        return folder


def fits_sockets(folder: Path) -> bool:
    """Whether sockets can lie there: short, and without characters that a URL or a setting would change."""
    path = os.fsencode(folder)
    return len(path) <= _LONGEST_SOCKET_FOLDER and re.fullmatch(rb"[A-Za-z0-9/._-]+", path) is not None
