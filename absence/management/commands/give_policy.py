"""`give_policy UNIT KEY FROM`: a policy for a unit and those below it, from a day."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from absence import queries
from absence.flows import AlreadyGiven, evaluate_policies, give_policy
from people import clock
from people.access import system
from people.arguments import day
from people.rules import RuleViolation


class Command(BaseCommand):
    help = "Gives a unit a policy; units below that are given nothing themselves inherit it. Then evaluates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="the unit's code")
        parser.add_argument("key", help="the policy's key, such as 1-5-14")
        parser.add_argument("first_day", type=day, metavar="FROM")
        parser.add_argument("--until", type=day, metavar="DAY", help="the last day on which it holds")
        parser.add_argument("--replace", action="store_true", help="end what the unit is given, the day before")

    def handle(
        self, *_: Any, unit: str, key: str, first_day: date, until: date | None, replace: bool, **__: Any
    ) -> None:
        place = queries.unit_by_code(unit)
        if place is None:
            raise CommandError(f"Der er ingen afdeling med koden {unit}. Se koderne i organisation.csv.")
        policy = queries.policy_by_key(key)
        if policy is None:
            known = ", ".join(queries.policies())
            raise CommandError(f"Der er ingen politik med nøglen {key}. Vælg blandt {known}.")
        viewer = system(clock.now())
        try:
            give_policy(unit=place, policy=policy, first_day=first_day, last_day=until, replace=replace, by=viewer)
        except AlreadyGiven as given:
            until_words = f"til {given.last_day}" if given.last_day else "og frem"
            raise CommandError(
                f"{place.name} har allerede {key} fra {given.first_day} {until_words}. Vælg andre dage, eller brug "
                "--replace."
            ) from given
        except RuleViolation as refusal:
            raise CommandError("Den sidste dag ligger før den første. Ret --until.") from refusal
        self.stdout.write(f"{place.name} har {key} fra {first_day}" + (f" til {until}" if until else ""))
        done = evaluate_policies(by=viewer, say=self.stdout.write)
        rows = done.follow_ups
        self.stdout.write(f"{done.employees} medarbejdere: {rows.created} nye opfølgninger, {rows.closed} lukkede")
