"""`simulate_policy KEY_OR_TOML --absences FILE --from D --to D --out FILE`: a policy on an extract, no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from absence.reference import shipped_causes, shipped_policies
from absence.rules import Policy
from absence.rules.toml import TomlError, parse_policy
from absence.simulation import simulate_policy, write_firings
from people.arguments import day
from people.calendar import DEFAULT_CALENDAR
from people.extracts import UnreadableExtract


class Command(BaseCommand):
    help = "Evaluates a policy, or a TOML file with [[rule]] tables, on an absence extract; the database is not used."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("policy", metavar="KEY_OR_TOML", help="the key of a shipped policy, or a TOML file")
        parser.add_argument("--absences", required=True, type=Path, metavar="FILE", help="the absence extract")
        parser.add_argument("--from", required=True, type=day, dest="since", metavar="D", help="first day of anchors")
        parser.add_argument("--to", required=True, type=day, dest="through", metavar="D", help="last day of anchors")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the firings are written")

    def handle(self, *_args: Any, **options: Any) -> None:
        since, through = options["since"], options["through"]
        if through < since:
            raise CommandError("--to ligger før --from. Ret en af datoerne.")
        policy = _policy(options["policy"])
        try:
            result = simulate_policy(policy, options["absences"], shipped_causes(), DEFAULT_CALENDAR, since, through)
        except UnreadableExtract as error:
            raise CommandError(error.words_da) from error
        try:
            write_firings(result.firings, options["out"])
        except OSError as error:
            raise CommandError(f"Kan ikke skrive {options['out']}: {error.strerror}. Vælg en anden fil.") from error
        unused = sum(result.rejected.values())
        self.stdout.write(f"{len(result.firings)} linjer i {options['out']}, ud fra {result.rows} fravær.")
        if unused:
            kinds = ", ".join(f"{code}: {number}" for code, number in sorted(result.rejected.items()))
            lines = "linje" if unused == 1 else "linjer"
            self.stdout.write(f"{unused} {lines} i udtrækket er ikke brugt ({kinds}).")


def _policy(name: str) -> Policy:
    shipped = shipped_policies()
    if name in shipped:
        return shipped[name]
    path = Path(name)
    try:
        return parse_policy(path.read_text(encoding="utf-8"), key=path.stem, causes=shipped_causes().causes)
    except FileNotFoundError as error:
        known = ", ".join(shipped)
        raise CommandError(f"“{name}” er hverken en fil eller en politik. Politikkerne er {known}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} er ikke UTF-8-tekst. Gem filen som UTF-8, og prøv igen.") from error
    except OSError as error:
        raise CommandError(f"Kan ikke læse {name}: {error.strerror}.") from error
    except TomlError as error:
        raise CommandError("\n".join([f"{name} kan ikke bruges:", *error.problems])) from error
