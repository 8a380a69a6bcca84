from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from demo.generator import Faults, Municipality, write_extracts
from people.clock import today


class Command(BaseCommand):
    help = "Invents a municipality and writes its extracts: organisation.csv, medarbejdere.csv and fravaer.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="is made if it is not there; files in it are replaced")
        parser.add_argument("--people", type=int, default=3600, help="rows of medarbejdere.csv, 50 or more")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same files")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day that is known; today, if not said")
        parser.add_argument("--years", type=int, default=3, help="how far back fravaer.csv reaches")
        parser.add_argument("--faults", action="store_true", help="with the faults that real extracts have")

    def handle(self, *args: Any, **options: Any) -> None:
        people = options["people"]
        try:
            summary = write_extracts(
                options["folder"],
                Municipality(
                    people=people,
                    seed=options["seed"],
                    until=options["until"] or today(),
                    years=options["years"],
                    faults=Faults.as_in_real_extracts(people) if options["faults"] else Faults(),
                ),
            )
        except (OSError, ValueError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            _("%(units)s units, %(people)s people and %(absences)s absences written to %(folder)s")
            % {
                "units": summary.units,
                "people": summary.people,
                "absences": summary.absences,
                "folder": options["folder"],
            }
        )
        for kind, number in sorted(summary.faults.items()):
            self.stdout.write(f"  {kind}: {number}")
