"""`freeze_packs [--back N]`: makes the lists and packs that are due and not made yet; nightly by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from insight.packs.flows import freeze_packs
from people import clock
from people.access import system
from people.words import say_number


class Command(BaseCommand):
    help = "Makes the lists and packs that are due and not made yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--back", type=int, default=0, metavar="N", help="where there are none: N months and quarters more"
        )

    def handle(self, *_args: Any, back: int, **_options: Any) -> None:
        number = freeze_packs(by=system(clock.now()), back=max(back, 0))
        self.stdout.write(f"{say_number(number)} lister og pakker er lavet." if number else "Intet manglede.")
