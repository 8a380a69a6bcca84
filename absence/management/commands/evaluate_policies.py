"""`evaluate_policies`: everybody's follow-ups, as the policies and the absence are now."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from absence.flows import Evaluated, evaluate_policies
from people import clock
from people.access import system


def told(done: Evaluated) -> str:
    """What an evaluation came to."""
    rows = done.follow_ups
    return (
        f"{done.employees} medarbejdere: {rows.created} nye opfølgninger, {rows.moved + rows.reopened} ændrede, "
        f"{rows.closed} lukkede, {rows.cases_opened} sager åbnet"
    )


class Command(BaseCommand):
    help = "Derives the follow-ups of everybody with absence anew. Safe to run at any time; done ones stay done."

    def handle(self, *_: Any, **__: Any) -> None:
        began = time.perf_counter()
        done = evaluate_policies(by=system(clock.now()), say=self.stdout.write)
        self.stdout.write(f"{told(done)} ({time.perf_counter() - began:.1f} sekunder)")
