"""Whom the database server runs as: it refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """Whom the server runs as: a command to put in front, and the owner of its files (None: us)."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None

    def can(self, test: str, *arguments: Path) -> bool:
        """Whether a shell command succeeds for this account."""
        command = [*self.prefix, "sh", "-c", test, "sh", *map(str, arguments)]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def give(self, folder: Path) -> None:
        """Make the account the owner of a folder and all that is in it."""
        if self.owner is not None:
            os.chown(folder, self.owner, -1)
            for parent, folders, files in os.walk(folder):
                for name in folders + files:
                    os.chown(Path(parent, name), self.owner, -1, follow_symlinks=False)


def accounts_for_root(owner: int) -> Iterator[Account]:
    """Who could run the server for root, best first. `owner` is whose the data is already, 0 for nobody's."""
    if owner != 0:
        yield _other_user(pwd.getpwuid(owner))
        return
    # Root outside, nobody in particular inside: may do with root's files what their owner may, and no more.
    user = pwd.getpwnam("nobody")
    yield Account(("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}", "--"))
    yield nobody()


def nobody() -> Account:
    return _other_user(pwd.getpwnam("nobody"))


def _other_user(user: pwd.struct_passwd) -> Account:
    ids = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    return Account(("setpriv", *ids, "--"), user.pw_uid)
