"""Adds the reference data of every app; what is there already stays as it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from people import clock
from people.access import system


class Command(BaseCommand):
    help = "Adds reference data: closing days, causes, policies and what else the apps bring. Safe to run again."

    def handle(self, *_: Any, verbosity: int, **__: Any) -> None:
        viewer = system(clock.now())
        for path in settings.SEEDS:
            added = import_string(path)(by=viewer)
            if verbosity > 0:
                self.stdout.write(f"{path.rpartition('.')[2]}: {added}")
