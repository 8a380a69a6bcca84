"""`export_absence FILE`: the periods that stand, as payroll's own extract."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from absence.flows import export_absence
from people import clock
from people.access import system
from people.arguments import day


class Command(BaseCommand):
    help = "Writes the absence that stands, what was recorded here included, in the columns of payroll's extract."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--since", type=day, metavar="DATE", help="only what begins on that day or later")

    def handle(self, *_: Any, file: Path, since: date | None, **__: Any) -> None:
        try:
            written = export_absence(path=file, by=system(clock.now()), since=since)
        except OSError as fault:
            raise CommandError(f"Filen {file} kan ikke skrives: {fault.strerror}. Vælg et andet sted.") from fault
        self.stdout.write(f"{written} perioder står i {file}")
