"""Two employee numbers that are one person, where the extract cannot say so."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people import clock
from people.access import system
from people.flows import link_people
from people.grants.queries import employee_numbered
from people.rules import RuleViolation

REFUSALS = {
    "same_number": "Det er det samme medarbejdernummer to gange.",
    "already_linked": "De to medarbejdernumre hører allerede til samme person.",
    "has_account": "{number} har en åben konto af sin egen. Luk den først, eller byt om på numrene.",
    "has_grants": "{number} har ledelse eller adgang givet i hånden. Afslut den først, eller byt om på numrene.",
}


class Command(BaseCommand):
    help = "Says that two employee numbers are one person. The first one's user is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", metavar="NUMBER", nargs=2)

    def handle(self, *_: Any, numbers: list[str], **__: Any) -> None:
        kept, other = (employee_numbered(number) for number in numbers)
        for number, employee in zip(numbers, (kept, other), strict=True):
            if employee is None:
                raise CommandError(f"Medarbejdernummer {number} findes ikke.")
        if kept is None or other is None:
            return
        try:
            link_people(kept=kept, other=other, by=system(clock.now()))
        except RuleViolation as refusal:
            raise CommandError(REFUSALS[refusal.code].format(number=numbers[1])) from None
        self.stdout.write(f"{numbers[0]} og {numbers[1]} er nu samme person.")
