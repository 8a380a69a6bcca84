from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from celery.schedules import crontab
from django.core.management import call_command
from django.utils.module_loading import import_string

from cases.models import Heartbeat, Notice
from cases.tasks import check_duties, send_notices
from config.celery import app, broker_answers
from people.calendar import COPENHAGEN
from tests.cases.conftest import NOW, Place, give, owed

SCHEDULE = sorted(app.conf.beat_schedule.items())
NAMES = [name for name, _ in SCHEDULE]
# By the clock; the others run every few seconds, at all hours.
TIMED = [(name, entry) for name, entry in SCHEDULE if isinstance(entry["schedule"], crontab)]
STEADY = [(name, entry) for name, entry in SCHEDULE if not isinstance(entry["schedule"], crontab)]


@pytest.mark.parametrize(("name", "entry"), SCHEDULE, ids=NAMES)
def test_what_is_scheduled_exists_and_takes_its_arguments(name: str, entry: dict[str, Any]) -> None:
    task = import_string(entry["task"])
    assert task.name == entry["task"]
    task.__header__(*entry.get("args", ()), **entry.get("kwargs", {}))


@pytest.mark.parametrize(("name", "entry"), TIMED, ids=[name for name, _ in TIMED])
@pytest.mark.parametrize("day", ["2026-01-14", "2026-07-15", "2027-03-28", "2026-10-25"])
def test_nothing_runs_only_between_22_and_4(name: str, entry: dict[str, Any], day: str) -> None:
    """Neither in winter nor in summer, nor in the nights when the clocks change."""
    schedule = entry["schedule"]
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    hours = {
        (start + timedelta(minutes=minute)).astimezone(COPENHAGEN).hour
        for minute in range(24 * 60)
        if minute // 60 in schedule.hour and minute % 60 in schedule.minute
    }
    assert hours & set(range(4, 22))


@pytest.mark.parametrize(("name", "entry"), TIMED, ids=[name for name, _ in TIMED])
def test_a_round_that_nobody_took_is_dropped_before_the_next(name: str, entry: dict[str, Any]) -> None:
    schedule = entry["schedule"]
    of_a_day = sorted(hour * 60 + minute for hour in schedule.hour for minute in schedule.minute)
    gaps = [later - earlier for earlier, later in pairwise(of_a_day)] or [24 * 60]
    assert 0 < entry["options"]["expires"] < min(gaps) * 60


@pytest.mark.parametrize(("name", "entry"), STEADY, ids=[name for name, _ in STEADY])
def test_a_round_of_seconds_is_dropped_before_the_next(name: str, entry: dict[str, Any]) -> None:
    assert 0 < entry["options"]["expires"] < entry["schedule"].run_every.total_seconds()


def test_beat_runs_in_utc() -> None:
    assert (app.conf.timezone, app.conf.enable_utc) == ("UTC", True)


def test_no_task_is_kept_for_later_or_answers() -> None:
    assert (app.conf.task_ignore_result, app.conf.task_acks_late) == (True, False)


def test_two_beats_make_the_same_rows_as_one(place: Place) -> None:
    give(place.employee, owed())
    with time_machine.travel(NOW, tick=False):
        for _ in range(2):
            send_notices()
            check_duties()
    assert Notice.objects.filter(state="sent").count() == Notice.objects.count() == 2
    assert list(Heartbeat.objects.order_by("job").values_list("job", flat=True)) == ["check_duties", "send_notices"]


def test_the_sweeper_tells_what_differs_and_changes_nothing(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = give(place.employee, owed())
    with time_machine.travel(NOW, tick=False):
        send_notices()
        with pytest.raises(SystemExit) as ending:
            call_command("check_duties")
    row.refresh_from_db()
    assert (ending.value.code, row.state) == (1, "open")
    assert capsys.readouterr().out.splitlines()[0] == f"For meget: medarbejder {place.employee.ref}"
    assert Heartbeat.objects.get(job="check_duties").findings == 1


def test_the_sweeper_is_content_where_everything_agrees(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(NOW, tick=False):
        call_command("check_duties")
    assert "Opfølgninger, der mangler: 0" in capsys.readouterr().out


def test_the_broker_is_asked_and_its_silence_told(settings: Any) -> None:
    assert broker_answers() is True
