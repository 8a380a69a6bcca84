"""`absence_statistics --from D --to D --by unit|job_group|cause|month|length [--by ...] --out FILE`: figures.

Also by seniority and home_municipality. `--unmasked` hides nothing; that file is for HR alone.
"""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from insight.rules.measures import FEWEST, By
from insight.statistics.flows import export_statistics
from insight.statistics.queries import Asked
from insight.statistics.table import Line
from people import clock
from people.access import system
from people.arguments import day
from people.words import say_number

AT_MOST = 2


class Command(BaseCommand):
    help = "Writes the figures of a window as a table, divided by one or two things; small groups are hidden."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", required=True, type=day, dest="since", metavar="D", help="first day counted")
        parser.add_argument("--to", required=True, type=day, dest="through", metavar="D", help="last day counted")
        parser.add_argument(
            "--by", required=True, type=_division, action="append", metavar="|".join(By), help="once, or twice"
        )
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the table is written")
        parser.add_argument("--unmasked", action="store_true", help="small groups too; for HR alone")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = clock.now()
        asked = _asked(options, now)
        path, unmasked = options["out"], options["unmasked"]
        try:
            lines = export_statistics(asked=asked, path=path, masked=not unmasked, by=system(now))
        except OSError as fault:
            raise CommandError(f"Filen {path} kan ikke skrives: {fault.strerror}. Vælg et andet sted.") from fault
        self.stdout.write(f"{_rows(len(lines))} i {path}, fra {asked.first:%d-%m-%Y} til {asked.last:%d-%m-%Y}.")
        self.stdout.write(
            "Grundlag: arbejdsdage inden for ansættelsen gange ugentlige timer / 37. Ferie kendes ikke og er ikke "
            "trukket fra. Afdelingen er den på dagen, i træet som det er i dag."
        )
        self.stdout.write(_as_of(asked, now))
        self.stdout.write("Intet er skjult: filen er kun til HR." if unmasked else _hidden(lines))


def _division(text: str) -> By:
    try:
        return By(text)
    except ValueError as error:
        raise ArgumentTypeError(f"Der kan ikke deles efter {text}. Vælg mellem {', '.join(By)}.") from error


def _asked(options: dict[str, Any], now: datetime) -> Asked:
    by = tuple(options["by"])
    if options["through"] < options["since"]:
        raise CommandError("--to ligger før --from. Ret en af datoerne.")
    if len(by) > AT_MOST:
        raise CommandError("Der kan deles efter højst to ting. Fjern en --by.")
    if len(set(by)) < len(by):
        raise CommandError(f"Der er delt efter {by[0]} to gange. Fjern den ene --by.")
    return Asked(options["since"], options["through"], now.date(), by)


def _rows(number: int) -> str:
    return "1 række" if number == 1 else f"{say_number(number)} rækker"


def _as_of(asked: Asked, now: datetime) -> str:
    open_ones = f"Åbne fravær regnes til og med {min(asked.last, asked.today):%d-%m-%Y}."
    if asked.today < asked.first:
        open_ones = "Hele vinduet ligger frem i tiden, så åbne fravær tæller ikke med."
    return f"Opgjort {now:%d-%m-%Y kl. %H.%M}. {open_ones}"


def _hidden(lines: Sequence[Line]) -> str:
    hidden = sum(line.measures is None for line in lines)
    if not hidden:
        return "Ingen rækker er skjult."
    return f"{_rows(hidden)} er skjult: færre end {FEWEST} personer, eller andres tal kunne regnes ud af dem."
