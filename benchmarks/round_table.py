"""Twenty meetings at once, each with a wall and three phones: how long a reveal takes to every phone.

    script/benchmark round_table [MEETINGS]

Real gunicorn workers, one a core, on a database that is copied for the run and dropped afterwards. Every screen asks
the pulse as static/js/table.js does, and fetches its page where something changed. From the moment at which the wall
sends the reveal it is measured until a phone has fetched the page that shows both. The floor is the pulse alone; what a
page costs is told as the workers' own time, which another load of the machine changes little.
"""

import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import django
import psycopg
from psycopg import sql

COPY = "bench_round_table"
NAME = os.environ["DATABASE_URL"].rpartition("/")[2]
os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].removesuffix(NAME) + COPY
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse

from cases.invitations.access import keep_proof
from cases.invitations.links import token_of
from cases.models import Case, Conversation, Participant
from people import clock
from people.models import Assignment, Capacity, Employee, Employment, Leadership, Unit, User
from people.rules import CapacityKind
from retention.models import Placement
from roundtable.models import Meeting, Preparation
from roundtable.table.pulse import SEAT, token_for

EVERY = 0.6  # as table.js
WINDOW = 20.0  # the reveals of a round are spread over so many seconds
ROUNDS = 3
REQUESTS = 400
AT_ONCE = 4
GOAL = 1.0
SHOWN = b"data-focus"  # stands on a phone's page once both are shown
NOW = clock.now()
FIRST_DAY = NOW.date() - timedelta(days=400)


def main() -> None:
    meetings = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    base = urlsplit(os.environ["BASE_URL"])
    with copied_database():
        run(meetings, os.cpu_count() or 2, base.hostname or "127.0.0.1", base.port or 8000)


@contextmanager
def copied_database() -> Iterator[None]:
    """The workers read what is committed, so nothing of it can be rolled back: it is dropped."""
    given = settings.DATABASES["default"]
    names = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    copy = sql.Identifier(COPY)
    with psycopg.connect(dbname="postgres", autocommit=True, **names) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(copy))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, sql.Identifier(NAME)))
        try:
            yield
        finally:
            connections.close_all()
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))


def run(meetings: int, cores: int, host: str, port: int) -> None:
    tables = set_tables(meetings)
    options = ["--bind", f"{host}:{port}", "--workers", str(cores), "--no-control-socket", "--log-level", "error"]
    web = subprocess.Popen([sys.executable, "-m", "gunicorn", "config.wsgi", *options])  # noqa: S603  # our own
    try:
        client = Client(host, port)
        asyncio.run(client.until_up())
        print(f"{cores} workers, {meetings} meetings, {4 * meetings} screens, the pulse every {EVERY} s")
        screens = [screen for table in tables for screen in (table.wall, *table.phones)]
        phones = [screen for table in tables for screen in table.phones]
        floor, cost = measure(client, web, [(f"{screen.pulse}?v=-", "") for screen in screens])
        print(f"{'the pulse alone':34} {1 / floor:8.0f} a second {cost * 1000:7.1f} ms of a worker  1.0 x")
        for label, shown in (("the wall's page", [table.wall for table in tables]), ("a phone's page", phones)):
            apart, own = measure(client, web, [(screen.page, screen.cookies) for screen in shown])
            print(f"{label:34} {1 / apart:8.0f} a second {own * 1000:7.1f} ms of a worker {own / cost:4.1f} x")
        for spread, label in ((WINDOW, "reveals one by one"), (0.0, "all reveals in the same second")):
            latencies: list[float] = []
            asked = 0
            began = time.perf_counter()
            for _round in range(ROUNDS):
                hide_again()
                latencies += asyncio.run(hold(client, tables, spread))
                asked += client.taken()
            report(label, latencies, asked / (time.perf_counter() - began), floor)
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(timeout=30)


def report(label: str, latencies: Sequence[float], rate: float, floor: float) -> None:
    ordered = sorted(latencies)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(
        f"{label:34} {rate:8.0f} a second  p50 {statistics.median(ordered):5.2f} s  p95 {p95:5.2f} s"
        f"  max {ordered[-1]:5.2f} s  p95 {p95 / GOAL:4.2f} of the goal, load {rate * floor:4.2f} of the pulse alone"
    )


# --- Screens ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """A browser: what it asks, what it fetches, and as whom. `version` is what its first page has shown."""

    pulse: str
    page: str
    cookies: str


@dataclass(frozen=True)
class Table:
    wall: Screen
    reveal: str
    csrf: str
    phones: tuple[Screen, ...]


@dataclass
class Answer:
    status: int
    body: bytes


@dataclass
class Client:
    """As many connections as there are requests: the workers close each."""

    host: str
    port: int
    count: int = field(default=0)

    def taken(self) -> int:
        """How many requests there were since it was last asked."""
        count, self.count = self.count, 0
        return count

    async def until_up(self) -> None:
        for _try in range(200):
            try:
                if (await self.get("/healthz")).status == 200:
                    return
            except OSError:
                await asyncio.sleep(0.1)
        raise SystemExit("The workers did not come up.")

    async def get(self, path: str, cookies: str = "") -> Answer:
        return await self._send("GET", path, cookies)

    async def post(self, path: str, cookies: str, **said: str) -> Answer:
        return await self._send("POST", path, cookies, urlencode(said))

    async def _send(self, method: str, path: str, cookies: str, body: str = "") -> Answer:
        self.count += 1
        reader, writer = await asyncio.open_connection(self.host, self.port)
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Connection: close"]
        head += [f"Cookie: {cookies}"] if cookies else []
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        await writer.drain()
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return Answer(int(answer.split(b" ", 2)[1]), answer.partition(b"\r\n\r\n")[2])


# --- What is measured -----------------------------------------------------------------------------------------


def measure(client: Client, web: "subprocess.Popen[bytes]", asked: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Seconds between two answers with every worker busy, and the workers' own seconds for one."""
    many = (list(asked) * REQUESTS)[:REQUESTS]

    async def all_of_them() -> None:
        async def some(place: int) -> None:
            for path, cookies in many[place::AT_ONCE]:
                answer = await client.get(path, cookies)
                if answer.status != 200:
                    raise SystemExit(f"{path} answered {answer.status}")

        await asyncio.gather(*map(some, range(AT_ONCE)))

    asyncio.run(all_of_them())
    began, before = time.perf_counter(), workers_time(web)
    asyncio.run(all_of_them())
    spent = time.perf_counter() - began, workers_time(web) - before
    client.taken()
    return spent[0] / REQUESTS, spent[1] / REQUESTS


def workers_time(web: "subprocess.Popen[bytes]") -> float:
    """Seconds that the workers have computed."""
    children = Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split()
    ticks = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13] for child in children]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


async def hold(client: Client, tables: Sequence[Table], spread: float) -> list[float]:
    """One reveal at every table; seconds from its request until each phone has the page that shows both."""
    chance = random.Random(48)
    latencies: list[float] = []

    async def meeting(table: Table) -> None:
        seen: asyncio.Queue[float] = asyncio.Queue()
        async with listening(client, table.wall, None), all_listening(client, table.phones, seen):
            await asyncio.sleep(2 + chance.uniform(0, spread))
            began = time.perf_counter()
            answer = await client.post(table.reveal, table.wall.cookies, csrfmiddlewaretoken=table.csrf)
            if answer.status != 302:
                raise SystemExit(f"The reveal answered {answer.status}")
            latencies.extend([await asyncio.wait_for(seen.get(), 30) - began for _phone in table.phones])

    await asyncio.gather(*(meeting(table) for table in tables))
    return latencies


@asynccontextmanager
async def all_listening(client: Client, screens: Sequence[Screen], seen: asyncio.Queue[float]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(listen(client, screen, seen)) for screen in screens]
    yield
    for task in tasks:
        task.cancel()


@asynccontextmanager
async def listening(client: Client, screen: Screen, seen: asyncio.Queue[float] | None) -> AsyncIterator[None]:
    task = asyncio.create_task(listen(client, screen, seen))
    yield
    task.cancel()


async def listen(client: Client, screen: Screen, seen: asyncio.Queue[float] | None) -> None:
    """As table.js does: asks, and fetches the page where something changed."""
    await asyncio.sleep(random.uniform(0, EVERY))
    version = (await client.get(screen.pulse)).body.decode()
    while True:
        answer = await client.get(f"{screen.pulse}?v={version}")
        if answer.status == 200:
            version = answer.body.decode()
            page = await client.get(screen.page, screen.cookies)
            if seen is not None and SHOWN in page.body:
                seen.put_nowait(time.perf_counter())
        await asyncio.sleep(EVERY)


# --- Its tables: both sides have chosen, and the meeting has begun -------------------------------------------------


def set_tables(number: int) -> list[Table]:
    """So many meetings, each with a consultant at the wall, an employee, a leader and a companion on their phones."""
    top = Unit.objects.create(code="bench", name="Bench")
    consultants = [person(f"consultant{place}", top) for place in range(max(1, number // 4))]
    for consultant in consultants:
        Capacity.objects.create(
            user=User.objects.get(username=consultant.number), kind=CapacityKind.CONSULTANT, first_day=FIRST_DAY
        )
    return [one_table(place, top, consultants[place % len(consultants)]) for place in range(number)]


def one_table(place: int, top: Unit, consultant: Employee) -> Table:
    unit = Unit.objects.create(code=f"bench{place}", name=f"Bench {place}", parent=top)
    leader, employee = person(f"leader{place}", unit), person(f"employee{place}", unit)
    Leadership.objects.create(unit=unit, user=User.objects.get(username=leader.number), first_day=FIRST_DAY)
    Assignment.objects.create(employee=employee, consultant=None, first_day=FIRST_DAY, reason="referral")
    case = Case.objects.create(employee=employee, opened_on=FIRST_DAY, open_reason="by_hand")
    talk = Conversation.objects.create(
        employee=employee,
        case=case,
        kind="round_table",
        uid=f"bench{place}",
        host=consultant.user,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
    )
    meeting = Meeting.objects.create(
        employee=employee,
        case=case,
        conversation=talk,
        state="planned",
        requester="leader",
        requested_at=NOW,
        planned_at=NOW,
        reason="long_absence",
        begun_at=NOW,
        phase="picture",
    )
    sitting = {
        role: Participant.objects.create(
            conversation=talk,
            role=role,
            user=who.user if who else None,
            name="" if who else "Gæst",
            link_until=NOW + timedelta(days=1),
            added_at=NOW,
        )
        for role, who in (("employee", employee), ("leader", leader), ("consultant", consultant), ("companion", None))
    }
    for role, step in (("employee", 6), ("leader", 4)):
        Preparation.objects.create(meeting=meeting, seat=role, participant=sitting[role], number=step, placed_at=NOW)
    csrf = _get_new_csrf_string()
    wall = Screen(
        reverse("pulse", args=[token_for(meeting.pk)]),
        reverse("meeting_wall", args=[meeting.ref]),
        f"{session_of(consultant.user)}; {settings.CSRF_COOKIE_NAME}={csrf}",
    )
    phones = tuple(
        Screen(
            reverse("pulse", args=[token_for(meeting.pk, SEAT)]),
            reverse("seat_place", args=[token_of(sitting[role])]),
            session_of(sitting[role].user, sitting[role]),
        )
        for role in ("employee", "leader", "companion")
    )
    return Table(wall, reverse("wall_reveal", args=[meeting.ref]), csrf, phones)


def person(name: str, unit: Unit) -> Employee:
    user = User.objects.create_user(username=name, email=f"{name}@bench.example", first_name=name, last_name="Bench")
    employee = Employee.objects.create(number=name, first_name=name, last_name="Bench", user=user)
    Employment.objects.create(employee=employee, unit=unit, first_day=FIRST_DAY, weekly_hours=37)
    return employee


def session_of(user: User | None, guest: Participant | None = None) -> str:
    session = SessionStore()
    if user is not None:
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    elif guest is not None:
        keep_proof(session, guest, NOW)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def hide_again() -> None:
    """As it was before the reveals; what they recorded counts no more."""
    Placement.objects.filter(occasion="round_table").update(withdrawn_at=NOW)
    Meeting.objects.update(revealed_at=None)


if __name__ == "__main__":
    main()
