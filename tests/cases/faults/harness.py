"""Workers, broker, database and mail server, all real; workers are killed at random moments; then it is counted."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import connection

from cases.models import FollowUp, Notice
from cases.notices.rules import NoticeState
from config.celery import app
from people.models import Employee, Employment, Leadership, Unit, User
from tests.cases.conftest import NOW, TODAY
from tests.cases.notices.smtp import free_port

ROOT = Path(__file__).resolve().parents[3]
SEND = "cases.tasks.send_notices"
WORKERS = 3
LEASE_SECONDS = 3
# What is not done so long after the first mail is lost; workers get as long to start.
LIMIT_SECONDS = 90.0
START_SECONDS = 90.0


def municipality(reminders: int) -> list[str]:
    """So many units, each with a leader and somebody to whom a contact is due; returns the leaders' addresses."""
    names = [f"leder{number}" for number in range(reminders)]
    users = User.objects.bulk_create([User(username=name, email=f"{name}@nordstrand.example") for name in names])
    units = Unit.objects.bulk_create([Unit(code=f"{5000 + n}", name=f"Enhed {n}") for n in range(reminders)])
    leaders = Employee.objects.bulk_create(
        [Employee(number=f"L{n}", first_name="L", last_name="L", user=user) for n, user in enumerate(users)]
    )
    employees = Employee.objects.bulk_create(
        [Employee(number=f"M{n}", first_name="M", last_name="M") for n in range(reminders)]
    )
    Employment.objects.bulk_create(
        Employment(employee=person, unit=unit, first_day=date(2020, 1, 1), weekly_hours=37)
        for unit, *several in zip(units, leaders, employees, strict=True)
        for person in several
    )
    Leadership.objects.bulk_create(
        Leadership(unit=unit, user=user, first_day=date(2020, 1, 1)) for unit, user in zip(units, users, strict=True)
    )
    FollowUp.objects.bulk_create(
        FollowUp(employee=person, key="1-5-14/5", kind="contact", origin="1-5-14", due_on=TODAY, created_at=NOW)
        for person in employees
    )
    return [user.email for user in users]


@dataclass
class Score:
    """What counts (design: Notices). A repeat that the row confesses to is neither lost nor doubled."""

    expected: int
    unsent: int = 0  # the row does not say sent
    lost: int = 0  # the row says sent, and nothing has arrived
    doubled: int = 0
    misdirected: int = 0
    marked_repeats: int = 0
    kills: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.expected} reminders, {self.kills} kills, {self.seconds:.1f} s: {self.unsent} unsent, "
            f"{self.lost} lost, {self.doubled} doubled, {self.misdirected} misdirected, "
            f"{self.marked_repeats} marked repeats"
        )


@dataclass
class Run:
    """One run. `task` is what beat asks for, `modules` what the workers know besides."""

    seed: int
    folder: Path
    task: str = SEND
    modules: list[str] = field(default_factory=list)
    kills: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.queue = f"faults-{os.getpid()}-{self.seed}"
        self.ledger = self.folder / "taken"
        self.ledger.touch()
        self.port = free_port()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._workers: list[subprocess.Popen[bytes]] = []
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        self._start([sys.executable, "-m", "tests.cases.faults.sink", str(self.port), str(self.ledger)])
        self._workers = [self._start_worker() for _ in range(WORKERS)]
        self._began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._processes:
            kill_group(process)
        with app.connection_for_write() as broker:
            broker.default_channel.queue_delete(self.queue)

    def until(self, finished: Callable[[], bool], *, kills: int) -> None:
        """Beats on, and kills `kills` times at random moments once mail flows, until all is done or time is over."""
        self._wait_for_the_first_mail()
        self._began = time.monotonic()
        next_kill = self._began + self.chance.uniform(0.1, 0.5)
        broker_forgets = self._began + self.chance.uniform(0.5, 3.0)
        while not finished() and time.monotonic() - self._began < LIMIT_SECONDS:
            self._beat()
            if time.monotonic() > broker_forgets:
                broker_forgets = self._began + LIMIT_SECONDS
                with app.connection_for_write() as broker:
                    broker.default_channel.queue_purge(self.queue)
            if self.kills < kills and time.monotonic() > next_kill:
                next_kill = time.monotonic() + self.chance.uniform(0.1, 0.5)
                self._kill_somebody()
            self._workers = [worker if worker.poll() is None else self._start_worker() for worker in self._workers]
            time.sleep(self.chance.uniform(0.05, 0.25))

    def _wait_for_the_first_mail(self) -> None:
        while not self.ledger.stat().st_size:
            if time.monotonic() - self._began > START_SECONDS:
                raise AssertionError((self.folder / "output").read_text())
            self._beat()
            time.sleep(0.5)

    def _beat(self) -> None:
        """Two beats at once, as if somebody had started a second one."""
        for _ in range(2):
            app.send_task(
                self.task, kwargs={"day": TODAY.isoformat(), "ignore_hours": True}, queue=self.queue, expires=2
            )

    def _kill_somebody(self) -> None:
        """One of the processes that send, or a worker with all of its own, by SIGKILL."""
        index = self.chance.randrange(len(self._workers))
        worker = self._workers[index]
        children = children_of(worker.pid)
        if not children:
            return  # still starting
        if self.chance.random() < 0.2:
            kill_group(worker)
            self._workers[index] = self._start_worker()
            self.kills += 1
            return
        with suppress(ProcessLookupError):  # gone by itself meanwhile
            os.kill(self.chance.choice(children), signal.SIGKILL)
            self.kills += 1

    def _start_worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "2", "-l", "WARNING"]
        for module in self.modules:
            command += ["--include", module]
        command += ["-n", f"{len(self._processes)}@faults", "--queues", self.queue]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self._start(command)

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / "output").open("ab") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=output, stderr=output, start_new_session=True
            )
        self._processes.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        server, _, _name = os.environ["DATABASE_URL"].rpartition("/")
        # Workers start often here: compiled modules make that quick.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return inherited | {
            "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.port}",
            "EMAIL_TIMEOUT": "2",
            "NOTICE_LEASE_SECONDS": str(LEASE_SECONDS),
        }

    def score(self, leaders: list[str]) -> Score:
        taken: Counter[tuple[str, str]] = Counter()
        for line in self.ledger.read_text().splitlines():
            message_id, receiver = line.split(" ")
            taken[message_id, receiver] += 1
        arrived = Counter(receiver for _message_id, receiver in taken)
        rows = {row.message_id: row for row in Notice.objects.select_related("recipient")}
        addressee = {message_id: row.recipient.email for message_id, row in rows.items()}
        sent = {row.recipient.email for row in rows.values() if row.state == NoticeState.SENT}
        score = Score(len(leaders), kills=self.kills, seconds=time.monotonic() - self._began)
        score.unsent = len(set(leaders) - sent)
        score.lost = sum(1 for leader in leaders if leader in sent and not arrived[leader])
        score.doubled = sum(count - 1 for count in arrived.values()) + sum(
            1 for (message_id, _), count in taken.items() if count > 1 and not rows[message_id].repeated
        )
        score.misdirected = sum(1 for message_id, receiver in taken if receiver != addressee.get(message_id))
        score.marked_repeats = sum(count - 1 for (message_id, _), count in taken.items() if rows[message_id].repeated)
        return score


def all_settled(reminders: int) -> bool:
    return Notice.objects.filter(state=NoticeState.SENT).count() >= reminders and not Notice.objects.waiting().exists()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """The process, and those that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in listed.stdout.split()]


@contextmanager
def without_the_unique_key() -> Iterator[None]:
    table, constraint = Notice._meta.db_table, "notice_one_envelope"
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"')
    try:
        yield
    finally:
        Notice.objects.all().delete()
        key: Any = next(one for one in Notice._meta.constraints if one.name == constraint)
        with connection.schema_editor() as editor:
            editor.add_constraint(Notice, key)
