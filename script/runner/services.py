"""PostgreSQL and the broker: the ones that the environment names, or embedded ones of our own."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from runner import postgres, valkey
from runner.groups import Group
from runner.layout import Instance
from runner.problem import Problem
from runner.supervisor import Process

#: Seconds a service may take until it answers; PostgreSQL may have to recover from a crash first.
_PATIENCE = 60


@dataclass(frozen=True)
class Services:
    """What the application needs to know, and the groups whose end it must hear of."""

    urls: dict[str, str]
    groups: list[Group] = field(default_factory=list)


@contextmanager
def services(instance: Instance, environment: Path, *, durable: bool = True) -> Iterator[Services]:
    """Services that run as long as the block, or longer if somebody else uses them too."""
    with ExitStack() as stack:
        found = Services({})
        if url := os.environ.get("DATABASE_URL"):
            found.urls["DATABASE_URL"] = url
        else:
            cluster = postgres.place(instance, environment)

            def prepare() -> list[Process]:
                cluster.prepare()
                return [cluster.process(durable=durable)]

            found.groups.append(_join(stack, instance, "postgres", prepare, cluster.accepts_connections))
            found.urls["DATABASE_URL"] = (
                f"postgres://{postgres.ROLE}@:5432/{quote(str(cluster.sockets))}/{postgres.DATABASE}"
            )
        if url := os.environ.get("REDIS_URL"):
            found.urls["REDIS_URL"] = url
        else:
            server = valkey.place(instance, environment)
            found.groups.append(
                _join(stack, instance, "valkey", lambda: [server.process()], server.accepts_connections)
            )
            found.urls["REDIS_URL"] = f"unix://{quote(str(server.socket_path))}?db=0"
        yield found


def _join(
    stack: ExitStack,
    instance: Instance,
    name: str,
    processes: Callable[[], list[Process]],
    answers: Callable[[], bool],
) -> Group:
    group = Group(name, sockets=instance.sockets(), state=instance.folder)
    group.join(processes)
    stack.callback(group.leave)
    deadline = time.monotonic() + _PATIENCE
    while not answers():
        group.check()
        if time.monotonic() > deadline:
            raise Problem(f"{name} does not answer after {_PATIENCE} seconds; its log is in {instance.logs}.")
        time.sleep(0.02)
    return group
