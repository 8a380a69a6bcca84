"""Units and people from the extracts of the organisation system."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people import clock
from people.access import system
from people.arguments import day
from people.extracts import UnreadableExtract, write_table
from people.importing.flows import Outcome, TooManyMissing, import_people
from people.importing.rows import Remark
from people.words import say_number


class Command(BaseCommand):
    help = "Imports organisation.csv and medarbejdere.csv from a folder. The same files again change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--as-of", type=day, metavar="DATE", help="from which day changes count (default: today)")
        parser.add_argument("--complete", action="store_true", help="end the employment of people who are left out")
        parser.add_argument(
            "--accept-missing", action="store_true", help="with --complete: even if more than a fifth are left out"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
        parser.add_argument("--report", metavar="FILE", type=Path, help="write what is wrong as CSV: line;code;reason")

    def handle(self, *_: Any, folder: Path, report: Path | None, dry_run: bool, **options: Any) -> None:
        self._write_report(report, ())  # a report that cannot be written is better known before than after
        try:
            outcome = import_people(
                folder=folder,
                as_of=options["as_of"] or clock.today(),
                by=system(clock.now()),
                complete=options["complete"],
                accept_missing=options["accept_missing"],
                dry_run=dry_run,
                progress=self.stdout.write,
            )
        except UnreadableExtract as fault:
            raise CommandError(f"{fault.words_da} Intet er ændret.") from None
        except TooManyMissing as fault:
            self._write_report(report, fault.remarks)
            raise CommandError(
                f"Udtrækket mangler {say_number(fault.missing)} af {say_number(fault.employed)} ansatte, mere end en "
                "femtedel. Intet er ændret. Se efter, at hele filen er kommet med; er det rigtigt, så kør igen med "
                "--accept-missing."
            ) from None
        self._write_report(report, outcome.remarks)
        self._summarise(outcome, dry_run=dry_run)

    def _write_report(self, path: Path | None, remarks: tuple[Remark, ...]) -> None:
        if path is None:
            return
        try:
            rows = ((remark.line or "", remark.code, f"{remark.file}: {remark.reason}") for remark in remarks)
            write_table(path, [("line", "code", "reason"), *rows], mark=False)
        except OSError as fault:
            raise CommandError(f"Rapporten {path} kan ikke skrives: {fault.strerror}.") from None

    def _summarise(self, outcome: Outcome, *, dry_run: bool) -> None:
        self.stdout.write("Ville blive ændret (--dry-run):" if dry_run else "Ændret:")
        for name, new, changed in (
            ("Afdelinger", outcome.units_created, outcome.units_changed),
            ("Medarbejdere", outcome.employees_created, outcome.employees_changed),
            ("Ansættelser", outcome.employments_begun, outcome.employments_changed),
            ("Brugere", outcome.users_created, outcome.users_changed),
        ):
            self.stdout.write(f"  {name}: {say_number(new)} nye, {say_number(changed)} ændret")
        self.stdout.write(
            f"  Ledere: {say_number(outcome.leaders_begun)} begyndt, {say_number(outcome.leaders_ended)} afsluttet"
        )
        self.stdout.write(f"Står ikke i udtrækket: {say_number(outcome.missing)}")
        self.stdout.write(f"Linjer sprunget over: {say_number(outcome.rejected)} af {say_number(outcome.lines)}")
        self.stdout.write(f"Bemærkninger i alt: {say_number(len(outcome.remarks))}")
