"""Compiles the catalogues of translations."""

from typing import Any

from django.core.management.base import BaseCommand

from people.management.catalogue import compile_catalogues


class Command(BaseCommand):
    help = "Compiles locale/*/LC_MESSAGES/*.po where the compiled file is missing or older."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(str(path))
