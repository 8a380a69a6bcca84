"""Brings the Danish catalogue up to date with the sources."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.management import catalogue


class Command(BaseCommand):
    help = "Updates locale/da/LC_MESSAGES/django.po from the sources, keeping translations."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if a translation is missing")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        missing = catalogue.missing()
        if not check:
            catalogue.write(catalogue.current(), catalogue.DANISH)
            catalogue.compile_catalogues()
        for line in missing:
            self.stdout.write(line)
        if missing:
            raise CommandError(f"{len(missing)} texts have no Danish translation.")
