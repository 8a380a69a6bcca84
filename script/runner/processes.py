"""The application's own processes: what each is started with, and when all of them are ready."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.environment import Environment
from runner.groups import Group
from runner.layout import Instance, Layout
from runner.problem import Problem
from runner.supervisor import Process
from runner.system import cores, tail

#: Seconds until the first page must be there.
_PATIENCE = 90


@dataclass(frozen=True)
class Application:
    """Everything the processes of `script/server` have in common."""

    layout: Layout
    instance: Instance
    environment: Environment
    variables: Mapping[str, str]
    port: int

    def processes(self) -> list[Process]:
        """Web, worker, the one beat, and the demo's mail sink unless a mail server was named."""
        return [
            self._process("web", "-m", "gunicorn", "config.wsgi", *self._web_options()),
            self._process("worker", "-m", "celery", "-A", "config", "worker", "--concurrency", "2"),
            self._process("beat", "-m", "celery", "-A", "config", "beat", *self._beat_options()),
            self._process("mail_sink", "manage.py", "mail_sink"),
        ]

    def log(self, name: str) -> Path:
        return self.instance.logs / f"{name}.log"

    def _process(self, name: str, *arguments: str) -> Process:
        return Process(
            name=name,
            command=[self.environment.python, *arguments],
            environment=dict(self.variables),
            folder=str(self.layout.clone),
            log=str(self.log(name)),
        )

    def _web_options(self) -> tuple[str, ...]:
        address = f"127.0.0.1:{self.port}"
        return ("--no-control-socket", "--preload", "--workers", str(cores()), "--bind", address)

    def _beat_options(self) -> tuple[str, ...]:
        folder = self.instance.folder
        return ("--schedule", str(folder / "beat-schedule"), "--pidfile", "")

    def wait_until_ready(self, group: Group) -> None:
        """Returns when /healthz answers 200; raises Problem when a process ends first, or time runs out."""
        deadline = time.monotonic() + _PATIENCE
        while (answer := self._health()) != "200":
            group.check()
            if time.monotonic() > deadline:
                raise Problem(
                    f"/healthz did not answer 200 within {_PATIENCE} seconds, but: {answer}."
                    f" The end of {self.log('web')}:\n{tail(self.log('web'))}"
                )
            time.sleep(0.2)

    def _health(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            body = response.read(300).decode(errors="replace")
        except OSError as error:
            return str(error)
        finally:
            connection.close()
        return "200" if response.status == 200 else f"{response.status} {body}"
