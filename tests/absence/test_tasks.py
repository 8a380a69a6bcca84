from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine

from absence import queries
from absence.tasks import export_absence, settle_cases
from cases.models import Case, Heartbeat
from cases.notices.flows import check_duties
from people.access import system
from tests.world import NOW, TODAY, World


def test_who_is_sick_now_is_sick_until_today(world: World) -> None:
    found = queries.last_sick_days(TODAY)
    assert set(found.values()) == {TODAY}
    assert set(found) == {world.employees[name].pk for name in ("employee", "leader", "hr")}


def test_the_last_sick_day_counts_and_what_is_no_sickness_does_not(world: World) -> None:
    period = world.periods["employee"]
    period.last_day = TODAY - timedelta(days=7)
    period.save()
    leaders = world.periods["leader"]
    leaders.cause_id = "child"
    leaders.save()
    found = queries.last_sick_days(TODAY)
    assert found[world.employees["employee"].pk] == TODAY - timedelta(days=7)
    assert found[world.employees["leader"].pk] is None


def test_the_nightly_job_closes_what_has_long_been_quiet(world: World) -> None:
    period = world.periods["employee"]
    period.last_day = TODAY - timedelta(days=1)
    period.save()
    world.follow_ups["employee"].delete()
    with time_machine.travel(NOW + timedelta(days=55), tick=False):
        settle_cases()
    closed = Case.objects.get(state="closed")
    assert (closed.employee_id, closed.close_reason) == (world.employees["employee"].pk, "quiet")
    assert Heartbeat.objects.filter(job="settle_cases").exists()


def test_the_payroll_file_is_laid_in_the_folder_that_is_named(world: World, tmp_path: Path, settings: Any) -> None:
    settings.PAYROLL_EXPORT_FOLDER = ""
    export_absence()
    assert not Heartbeat.objects.filter(job="export_absence").exists()
    settings.PAYROLL_EXPORT_FOLDER = str(tmp_path)
    export_absence()
    assert [path.name for path in tmp_path.iterdir()] == ["fravaer.csv"]


def test_the_sweeper_finds_rows_that_no_absence_makes_due(world: World) -> None:
    """No policy is given in the world, so that its open rows are surplus."""
    found = check_duties(by=system(NOW))
    assert (found.missing, found.moved) == ((), ())
    assert sorted(found.surplus) == sorted(world.employees[name].ref for name in ("employee", "leader", "hr"))
