"""The commands of script/, and `supervise`, which only `groups` starts."""

import itertools
import json
import os
import select
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from runner import progress, set_up
from runner.checks import run_checks
from runner.environment import Environment, prepare_environment
from runner.fresh import check_all
from runner.front_end import prepare_front_end
from runner.groups import Group
from runner.layout import Instance, Layout
from runner.problem import Problem
from runner.processes import Application
from runner.progress import say, stage
from runner.services import services
from runner.set_up import take_steps
from runner.supervisor import supervise
from runner.system import Lock, choose_port, free_port, run_in_foreground
from runner.variables import application_variables

_DEMO_SETTINGS = "config.settings.demo"
_TEST_SETTINGS = "config.settings.test"


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    command, *rest = arguments
    if command == "supervise":
        supervise(sys.stdin, *map(int, rest))
        return 0
    _hear_signals()
    try:
        return _run(command, rest)
    except Problem as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _run(command: str, arguments: list[str]) -> int:
    if command == "check-fresh":
        return check_all(arguments)
    layout = Layout.here()
    layout.make_home()
    if command == "server":
        return server(layout)
    if command == "pictures":
        return pictures(layout)
    return {"test": test, "manage": manage, "benchmark": benchmark}[command](layout, arguments)


def _hear_signals() -> None:
    signal.signal(signal.SIGTERM, _leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, _leave)
    # A shell starts what it runs in the background deaf to this one.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(number: int, _frame: object) -> None:
    """Like Ctrl-C: unwinds the stack, so that whatever was started is stopped on the way out."""
    raise SystemExit(128 + number)


def server(layout: Layout) -> int:
    """Run everything until Ctrl-C, or until something that should go on ends."""
    instance = layout.instance("server")
    instance.make()
    with ExitStack() as stack:
        running = _RunningServer(instance)
        stack.callback(running.forget)
        running.claim()
        environment = prepare_environment(layout, "demo")
        prepare_front_end(layout, environment)
        port, mail_port = choose_port(os.environ.get("PORT")), free_port()
        address, mail = f"http://127.0.0.1:{port}", f"smtp://127.0.0.1:{mail_port}"
        with stage("Starting PostgreSQL and Valkey"):
            found = stack.enter_context(services(instance, environment.folder))
        variables = application_variables(
            layout, instance, settings=_DEMO_SETTINGS, urls=found.urls, address=address, mail=mail
        )
        take_steps(layout, instance, environment, variables, set_up.DEMO)
        application = Application(layout, instance, environment, variables, port)
        group = Group("app", sockets=instance.sockets(), state=instance.folder)
        with stage("Starting web, worker, beat and mail sink"):
            group.join(application.processes)
            stack.callback(_stop, group)
            application.wait_until_ready(group)
        running.announce(address, mail)
        say(f"\nTilbage runs at {address}\n\n{set_up.said(instance, set_up.DEMO[-1])}\nCtrl-C stops it.")
        _watch([*found.groups, group])
    return 0


def _stop(group: Group) -> None:
    with stage("Stopping"):
        group.leave()


def _watch(groups: list[Group]) -> None:
    """Return never; raises Problem when a process ends."""
    while True:
        for group in select.select(groups, [], [])[0]:
            group.check()


class _Bench(NamedTuple):
    """Where tests and benchmarks run."""

    instance: Instance
    environment: Environment
    variables: dict[str, str]


@contextmanager
def _bench(layout: Layout, steps: Sequence[set_up.Step]) -> Iterator[_Bench]:
    """Services of its own, beside a server and beside other tests, on which the steps were taken."""
    with ExitStack() as stack:
        environment = prepare_environment(layout, "test")
        prepare_front_end(layout, environment)
        instance, lock = _free_test_instance(layout)
        stack.callback(lock.release)
        with stage("Starting PostgreSQL and Valkey"):
            found = stack.enter_context(services(instance, environment.folder, durable=False))
        variables = application_variables(
            layout,
            instance,
            settings=_TEST_SETTINGS,
            urls=found.urls,
            address=f"http://127.0.0.1:{free_port()}",
            mail=f"smtp://127.0.0.1:{free_port()}",
        )
        take_steps(layout, instance, environment, variables, steps)
        yield _Bench(instance, environment, variables)


def test(layout: Layout, arguments: Sequence[str]) -> int:
    """Every check and every test; with arguments, pytest alone."""
    with _bench(layout, [set_up.COMPILE]) as bench:
        failed = []
        if not arguments:
            failed = run_checks(
                bench.environment.python, bench.variables, layout.clone, bench.instance.logs / "check.log"
            )
            if failed:
                say(f"Failed: {', '.join(failed)}. The tests run all the same.")
        status = run_in_foreground(
            [bench.environment.python, "-m", "pytest", *(arguments or ["-n", "2", "--dist", "worksteal"])],
            environment=bench.variables,
            folder=layout.clone,
        )
        return status or (1 if failed else 0)


def benchmark(layout: Layout, arguments: Sequence[str]) -> int:
    """A module of benchmarks/ with its arguments, on a database with nothing but the reference data."""
    names = sorted(path.stem for path in (layout.clone / "benchmarks").glob("*.py") if path.stem != "__init__")
    if not arguments or arguments[0] not in names:
        raise Problem(f"Which one? {', '.join(names)}")
    name, *rest = arguments
    with _bench(layout, set_up.DATABASE) as bench:
        return run_in_foreground(
            [bench.environment.python, "-m", f"benchmarks.{name}", *rest],
            environment=bench.variables,
            folder=layout.clone,
        )


def _free_test_instance(layout: Layout) -> tuple[Instance, Lock]:
    """The first that no other test run uses."""
    for number in itertools.count(1):
        instance = layout.instance(f"test-{number}")
        instance.make()
        lock = Lock(instance.folder / "test.lock")
        if lock.take():
            return instance, lock
    raise AssertionError("unreachable")


def manage(layout: Layout, arguments: Sequence[str]) -> int:
    """manage.py, on the services that run already or else on its own while it lasts."""
    progress.report_on(sys.stderr)
    instance = layout.instance("server")
    instance.make()
    environment = prepare_environment(layout, "demo")
    prepare_front_end(layout, environment)
    address, mail = _RunningServer(instance).addresses()
    with services(instance, environment.folder) as found:
        variables = application_variables(
            layout, instance, settings=_DEMO_SETTINGS, urls=found.urls, address=address, mail=mail
        )
        return run_in_foreground(
            [environment.python, str(layout.clone / "manage.py"), *arguments], environment=variables
        )


def pictures(layout: Layout) -> int:
    """The pictures of the documents, from the demo that runs already."""
    address = _RunningServer(layout.instance("server")).address()
    if not address:
        raise Problem("The pictures are taken from the running demo. Start script/server first.")
    environment = prepare_environment(layout, "test")
    return run_in_foreground(
        [environment.python, "-m", "demo.pictures", address], environment=dict(os.environ), folder=layout.clone
    )


class _RunningServer:
    """That a server of this clone runs, and where: known to a second start and to `script/manage`."""

    def __init__(self, instance: Instance) -> None:
        self._lock = Lock(instance.folder / "server.lock")
        self._file = instance.folder / "server.json"
        self._claimed = False

    def claim(self) -> None:
        """Become the one server of this clone; raises Problem when there is one."""
        if not self._lock.take():
            addresses = self._read()
            where = f" at {addresses['address']}" if addresses else "; it is just being started"
            raise Problem(f"Tilbage already runs from this clone{where}. Stop that one first (Ctrl-C).")
        self._claimed = True
        self._file.unlink(missing_ok=True)

    def announce(self, address: str, mail: str) -> None:
        self._file.write_text(json.dumps({"address": address, "mail": mail}))

    def forget(self) -> None:
        if self._claimed:
            self._file.unlink(missing_ok=True)
            self._lock.release()

    def addresses(self) -> tuple[str, str]:
        """Of the pages and of the mail sink. Without a server nobody listens there, and mail must wait."""
        if self._lock.take():
            self._lock.release()
        elif addresses := self._read():
            return addresses["address"], addresses["mail"]
        return f"http://127.0.0.1:{os.environ.get('PORT') or 8000}", f"smtp://127.0.0.1:{free_port()}"

    def address(self) -> str:
        """Of the pages; empty while no server runs."""
        if self._lock.take():
            self._lock.release()
            return ""
        return self._read().get("address", "")

    def _read(self) -> dict[str, str]:
        try:
            addresses: dict[str, str] = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return {}
        return addresses
