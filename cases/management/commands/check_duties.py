"""The sweeper: does what is owed agree with the absence that makes it due, and has everything been sent?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cases.notices import flows, queries
from people import clock
from people.access import system


class Command(BaseCommand):
    help = "Compares every follow-up with the absence that makes it due, and reports what differs or is unsent."

    def handle(self, *_args: Any, **_options: Any) -> None:
        by = system(clock.now())
        found = flows.check_duties(by=by)
        unsent = queries.overdue(by.now).count() + len(queries.people_without_digest(by))
        for words, refs in (
            ("Mangler", found.missing),
            ("For meget", found.surplus),
            ("Forkert dato", found.moved),
        ):
            for ref in refs:
                self.stdout.write(f"{words}: medarbejder {ref}")
        self.stdout.write(f"Opfølgninger, der mangler: {len(found.missing)}")
        self.stdout.write(f"Opfølgninger for meget: {len(found.surplus)}")
        self.stdout.write(f"Opfølgninger med forkert dato: {len(found.moved)}")
        self.stdout.write(f"Påmindelser, der ikke er sendt en time efter tiden: {unsent}")
        if found or unsent:
            sys.exit(1)
