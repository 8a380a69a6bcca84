"""The first HR officer and the first administrator, whom nobody else can grant; later ones too."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from people import clock
from people.access import system, viewer_for
from people.arguments import day
from people.flows import grant_capacity, invite
from people.grants.queries import user_named
from people.rules import CapacityKind, RuleViolation

REFUSALS = {
    "already_granted": "{username} har allerede denne adgang i de dage.",
    "not_yourself": "Ingen giver adgang til sig selv. Lad en anden gøre det.",
    "not_allowed": "Kun HR og administratorer giver adgang. Uden --by gives den af systemet.",
    "ends_before_start": "Sidste dag ligger før første dag.",
    "begins_in_the_past": "Adgangen kan ikke begynde før i dag.",
    "already_open": "{username} har allerede en åben konto. Adgangen er ikke givet; kør igen uden --invite.",
    "no_email": "{username} har ingen mailadresse at invitere til. Adgangen er ikke givet.",
}


class Command(BaseCommand):
    help = "Grants somebody a capacity: hr, consultant or administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("kind", metavar="KIND", choices=[str(kind) for kind in CapacityKind])
        parser.add_argument("--from", type=day, dest="first_day", metavar="DATE", help="first day (default: today)")
        parser.add_argument("--until", type=day, dest="last_day", metavar="DATE", help="last day (default: runs on)")
        parser.add_argument("--by", metavar="USERNAME", help="who grants it (default: the system)")
        parser.add_argument("--invite", action="store_true", help="send a link to choose a password, too")

    def handle(self, *_: Any, username: str, kind: str, **options: Any) -> None:
        user = user_named(username)
        if user is None:
            raise CommandError(f"Brugernavnet {username} findes ikke. Indlæs medarbejderne først (import_people).")
        by = system(clock.now())
        if options["by"]:
            giver = user_named(options["by"])
            if giver is None:
                raise CommandError(f"Brugernavnet {options['by']} findes ikke.")
            by = viewer_for(giver, clock.now())
        first_day, last_day = options["first_day"] or by.today, options["last_day"]
        try:
            with transaction.atomic():
                grant_capacity(user=user, kind=CapacityKind(kind), first_day=first_day, last_day=last_day, by=by)
                if options["invite"]:
                    invite(user=user, by=by)
        except RuleViolation as refusal:
            raise CommandError(REFUSALS[refusal.code].format(username=user.username)) from None
        until = "" if last_day is None else f" til {last_day:%d-%m-%Y}"
        self.stdout.write(f"{user.username} er {kind} fra {first_day:%d-%m-%Y}{until}.")
