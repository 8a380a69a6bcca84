"""Sends what is owed now; what the worker does every minute."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from cases.notices import flows
from people import clock
from people.access import system
from people.queries import municipal_calendar


class Command(BaseCommand):
    help = "Sends the notices that are owed: digests and immediate mails, on working days between 7 and 18."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now",
            action="store_true",
            help="Send the latest working day's notices at once, whatever the hour (for a demo).",
        )

    def handle(self, *_args: Any, now: bool, **_options: Any) -> None:
        day: date | None = municipal_calendar().previous_working_day(clock.today()) if now else None
        counts = flows.send_notices(by=lambda: system(clock.now()), day=day, ignore_hours=now)
        if not counts:
            self.stdout.write("Ingen påmindelser at sende nu.")
        for event, count in sorted(counts.items()):
            self.stdout.write(f"{WORDS[event]}: {count}")


WORDS = {
    "accept": "Sendt",
    "defer": "Udsat, prøves igen",
    "refuse": "Afvist af mailserveren",
    "moot": "Trukket tilbage, intet at fortælle",
}
