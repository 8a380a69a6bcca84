"""The page of operations: every state in words."""

from datetime import timedelta

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from cases.models import Heartbeat
from cases.operations.queries import JOBS, operations_of
from config.celery import app
from people.words import Tone
from tests.world import NOW, World

URL = "/drift/"


def beat_all(**ago: timedelta) -> None:
    for job in JOBS:
        Heartbeat.objects.create(job=job, beat_at=NOW - ago.get(job, timedelta()))


def test_every_job_of_the_schedule_is_known_here() -> None:
    """All but those that send what somebody waits for: of each a page says whether it was sent."""
    scheduled = {entry["task"].rpartition(".")[2] for entry in app.conf.beat_schedule.values()}
    assert scheduled - {"send_invitations", "send_codes", "send_confirmations"} == set(JOBS)


@override_settings(PAYROLL_EXPORT_FOLDER="/somewhere")
def test_all_is_well(world: World) -> None:
    beat_all()
    found = operations_of(world.viewer("administrator"), broker_answers=True)
    assert found.troubles == ()
    assert [job.chip.words for job in found.jobs] == ["kører"] * len(JOBS)
    assert [part.chip.words for part in found.parts] == ["svarer", "svarer"]


@override_settings(PAYROLL_EXPORT_FOLDER="")
def test_a_job_that_should_not_run_here_is_not_missed(world: World) -> None:
    names = [job.name for job in operations_of(world.viewer("hr"), broker_answers=True).jobs]
    assert "Skriv filen til løn" not in names
    assert len(names) == len(JOBS) - 1


@override_settings(PAYROLL_EXPORT_FOLDER="/somewhere")
def test_what_has_stopped_or_differs_is_told_on_top(world: World) -> None:
    beat_all(evaluate_policies=timedelta(hours=27), send_notices=timedelta(hours=1))
    Heartbeat.objects.filter(job="check_duties").update(findings=2)
    found = operations_of(world.viewer("hr"), broker_answers=False)
    assert found.troubles == (
        "Beskeder går ikke ud: De er ikke blevet sendt siden i dag kl.\xa08.00.",
        "Opgavekøen svarer ikke: Der sendes ikke noget, før den gør, og intet går tabt.",
        "2 opgaver passer ikke med fraværet.",
        "De her har ikke kørt, som de skal: Find dagens opgaver.",
    )
    stopped = {job.name: job.chip.words for job in found.jobs if job.chip.tone is Tone.LATE}
    assert stopped == {"Send beskeder": "er gået i stå", "Find dagens opgaver": "er gået i stå"}
    assert found.parts[1].chip.words == "svarer ikke"


def test_what_has_never_run_says_so(world: World) -> None:
    assert {job.chip.words for job in operations_of(world.viewer("hr"), broker_answers=True).jobs} == {
        "har aldrig kørt"
    }


def test_page_asks_the_broker_and_takes_few_queries(world: World) -> None:
    """The broker of the tests is a real one."""
    client = Client()
    client.force_login(world.users["administrator"])
    beat_all()
    client.get(URL)
    with CaptureQueriesContext(connection) as caught:
        body = client.get(URL).content.decode()
    assert len(caught) == 6
    assert "svarer ikke" not in body
