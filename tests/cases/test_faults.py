"""200 reminders, workers killed at random moments: none lost, none doubled. And the proof that this would show.

`FAULT_SEEDS` says how many runs there are (1 by default), `FAULT_SEED` which is the first.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.models import FollowUp, Notice
from tests.cases.faults.harness import Run, all_settled, municipality, without_the_unique_key

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

REMINDERS = 200
KILLS = 12
FIRST = int(os.environ.get("FAULT_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("FAULT_SEEDS", "1")))


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """The figures of a run are shown, whether it passes or not."""

    def show(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return show


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_workers_lose_and_double_nothing(seed: int, tmp_path: Path, tell: Callable[[str], None]) -> None:
    leaders = municipality(REMINDERS)
    with Run(seed, tmp_path) as run:
        run.until(lambda: all_settled(REMINDERS), kills=KILLS)
        score = run.score(leaders)
    tell(f"seed {seed}: {score}")
    assert (score.unsent, score.lost, score.doubled, score.misdirected) == (0, 0, 0, 0), score
    assert Notice.objects.count() == REMINDERS
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"open"}
    assert score.kills >= KILLS // 2, score


def test_a_run_that_says_sent_before_it_sends_loses_some(tmp_path: Path, tell: Callable[[str], None]) -> None:
    reminders = REMINDERS // 2
    leaders = municipality(reminders)
    modules = ["tests.cases.faults.blind"]
    with Run(FIRST, tmp_path, task=f"{modules[0]}.send_backwards", modules=modules) as run:
        run.until(lambda: all_settled(reminders), kills=2 * KILLS)
        score = run.score(leaders)
    tell(f"sent before sending: {score}")
    assert score.lost > 0, score


def test_a_run_without_the_unique_key_doubles_some(tmp_path: Path, tell: Callable[[str], None]) -> None:
    leaders = municipality(20)
    with without_the_unique_key(), Run(FIRST, tmp_path) as run:
        run.until(lambda: Notice.objects.filter(state="sent").count() >= 40, kills=0)
        score = run.score(leaders)
    tell(f"without the unique key: {score}")
    assert score.doubled > 0, score
