"""`import_absence FILE`: payroll's extract, read into the periods."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from absence.extracts import Rejection, write_rejections
from absence.flows import ImportSummary, LeavesOutTooMany, import_absence
from people import clock
from people.access import system
from people.arguments import day
from people.extracts import UnreadableExtract

SHOWN_REJECTIONS = 20


class Command(BaseCommand):
    help = "Reads payroll's absence extract: new rows, corrections, and (--complete-from) what payroll no longer has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--complete-from", type=day, metavar="DATE", help="the file is all there is from this day on"
        )
        parser.add_argument("--accept-missing", action="store_true", help="even if it leaves out many open absences")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the rejected lines as CSV")

    def handle(self, *_: Any, file: Path, report: Path | None, dry_run: bool, **options: Any) -> None:
        began = time.perf_counter()
        if report is not None:
            _write(report, [])  # before anything is changed
        try:
            summary = import_absence(
                path=file,
                by=system(clock.now()),
                complete_from=options["complete_from"],
                accept_missing=options["accept_missing"],
                dry_run=dry_run,
                say=self.stdout.write,
            )
        except UnreadableExtract as unreadable:
            raise CommandError(f"{unreadable.words_da} Intet er ændret.") from unreadable
        except LeavesOutTooMany as refusal:
            raise CommandError(
                f"Filen udelader {refusal.left_out} af {refusal.total} åbne fravær, som løn har meldt. Det er så "
                "mange, at filen næppe er hel. Intet er ændret. Hent hele udtrækket; kør igen med --accept-missing, "
                "hvis det er rigtigt."
            ) from refusal
        if report is not None:
            _write(report, summary.rejected)
        self._say(summary, time.perf_counter() - began, dry_run=dry_run, report=report)

    def _say(self, summary: ImportSummary, seconds: float, *, dry_run: bool, report: Path | None) -> None:
        say = self.stdout.write
        if dry_run:
            say("Prøvekørsel: intet er ændret. Dette ville ske:")
        for words, number in (
            ("Rækker læst", summary.lines),
            ("Nye perioder", summary.inserted),
            ("Rettede", summary.corrected),
            ("Bekræftede af løn", summary.adopted),
            ("Genindsatte", summary.reinstated),
            ("Trukket tilbage", summary.withdrawn),
            ("Uændrede", summary.unchanged),
            ("Afviste", len(summary.rejected)),
            ("Medarbejdere med ændret fravær", summary.employees),
        ):
            say(f"{words}: {number}")
        if not dry_run:
            done = summary.follow_ups
            changed = done.moved + done.reopened
            say(f"Opfølgninger: {done.created} nye, {changed} ændrede, {done.closed} lukkede")
        if summary.odd_percents:
            lines = ", ".join(map(str, summary.odd_percents[:SHOWN_REJECTIONS]))
            say(f"Procenten kan ikke bruges og er sat til 100 i {len(summary.odd_percents)} rækker: linje {lines}")
        if report is not None:
            say(f"Afviste rækker står i {report}")
        else:
            for rejection in summary.rejected[:SHOWN_REJECTIONS]:
                say(f"  linje {rejection.line}: {rejection.reason}")
            if len(summary.rejected) > SHOWN_REJECTIONS:
                say(f"  og {len(summary.rejected) - SHOWN_REJECTIONS} til; se dem alle med --report FIL")
        say(f"{summary.lines / seconds:.0f} rækker i sekundet ({seconds:.1f} sekunder)")


def _write(report: Path, rejected: list[Rejection]) -> None:
    try:
        write_rejections(report, rejected)
    except OSError as fault:
        raise CommandError(f"Rapporten {report} kan ikke skrives: {fault.strerror}. Vælg et andet sted.") from fault
