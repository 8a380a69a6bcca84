from typing import Any

from django.core.management.base import BaseCommand

from demo.entrance import doors
from people import clock


class Command(BaseCommand):
    help = "Says who may be tried in the demo. No password is needed: each has a button on the demo's front page."

    def handle(self, *args: Any, **options: Any) -> None:
        for door in doors(clock.today()):
            self.stdout.write(f"  {door.name:18} {door.role}")
