from argparse import ArgumentParser
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.tasks import send_notices
from demo import flows, queries
from people import clock
from people.access import system
from people.queries import municipal_calendar


class Command(BaseCommand):
    help = "Loads the demo municipality, the first time: its people, its absence, and its last weeks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=3600)
        parser.add_argument("--weeks", type=int, default=3)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--folder", type=Path, help="where the extracts are written")

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.is_loaded():
            self.stdout.write("Demoen er indlæst.")
            return
        now = clock.now()
        flows.load_demo(
            folder=options["folder"] or Path(settings.TILBAGE_HOME or gettempdir()) / "demo",
            people=options["people"],
            weeks=options["weeks"],
            seed=options["seed"],
            by=system(now),
            say=self.stdout.write,
        )
        # Whatever the hour, a mail shall be there to be read: the worker sends it as soon as it runs.
        day = municipal_calendar().previous_working_day(now.date())
        send_notices.delay(day.isoformat(), ignore_hours=True)
        self.stdout.write("Demoen er indlæst.")
