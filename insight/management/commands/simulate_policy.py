"""`simulate_policy KEY_OR_TOML --absences FILE --from D --to D --out FILE`: a policy on an extract, no database.

Says too what its signals amount to; `--against KEY_OR_TOML` says the same of another policy beside it.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from absence.reference import shipped_causes, shipped_policies
from absence.rules import Policy
from absence.rules.toml import TomlError, parse_policy
from absence.simulation import Histories, lines_of, read_histories, write_firings
from insight.rules.simulation import (
    LONG_FROM_DAY,
    SAME_SIGNAL_DAYS,
    History,
    Signal,
    Tally,
    long_cases,
    overlap_of,
    signals_of,
    tally_of,
)
from people.arguments import day
from people.calendar import DEFAULT_CALENDAR
from people.extracts import UnreadableExtract
from people.words import say_number
from roundtable.rules.windows import Window


class Command(BaseCommand):
    help = "Evaluates a policy, or a TOML file with [[rule]] tables, on an absence extract; the database is not used."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("policy", metavar="KEY_OR_TOML", help="the key of a shipped policy, or a TOML file")
        parser.add_argument("--absences", required=True, type=Path, metavar="FILE", help="the absence extract")
        parser.add_argument("--from", required=True, type=day, dest="since", metavar="D", help="first day of anchors")
        parser.add_argument("--to", required=True, type=day, dest="through", metavar="D", help="last day of anchors")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the firings are written")
        parser.add_argument("--against", metavar="KEY_OR_TOML", help="another policy, whose totals are said beside")

    def handle(self, *_args: Any, **options: Any) -> None:
        window = Window(options["since"], options["through"])
        if window.last < window.first:
            raise CommandError("--to ligger før --from. Ret en af datoerne.")
        policies = [_policy(name) for name in (options["policy"], options.get("against")) if name]
        try:
            extract = read_histories(options["absences"], shipped_causes())
        except UnreadableExtract as error:
            raise CommandError(error.words_da) from error
        histories = [History(number, number, periods) for number, periods in extract.periods.items()]
        causes = list(shipped_causes().causes.values())
        found = [signals_of(one.rules, histories, causes, DEFAULT_CALENDAR, window) for one in policies]
        lines = lines_of((str(signal.who), signal.firing) for signal in found[0])
        try:
            write_firings(lines, options["out"])
        except OSError as error:
            raise CommandError(f"Kan ikke skrive {options['out']}: {error.strerror}. Vælg en anden fil.") from error
        self.stdout.write(f"{len(lines)} linjer i {options['out']}, ud fra {extract.rows} fravær.")
        self._tell_of_unused(extract)
        cases = long_cases(histories, causes, window)
        for policy, signals in zip(policies, found, strict=True):
            self.stdout.write(_totals(policy, tally_of(signals, cases, settings.SIGNAL_MINUTES)))
        if len(found) > 1:
            self.stdout.write(_compared(found[0], found[1]))

    def _tell_of_unused(self, extract: Histories) -> None:
        unused = sum(extract.rejected.values())
        if unused:
            kinds = ", ".join(f"{code}: {number}" for code, number in sorted(extract.rejected.items()))
            lines = "linje" if unused == 1 else "linjer"
            self.stdout.write(f"{unused} {lines} i udtrækket er ikke brugt ({kinds}).")


def _totals(policy: Policy, tally: Tally) -> str:
    signals, people = (say_number(number) for number in (tally.number, tally.people))
    hours = say_number(tally.minutes / 60, 1)
    middle = "" if (day := tally.met.median_day) is None else f", typisk på dag {say_number(day, day % 1 > 0)}"
    return (
        f"{policy.key}: signaler: {signals}; personer: {people}; timer af ledernes tid (eget skøn): {hours}; "
        f"lange forløb fanget før dag {LONG_FROM_DAY}: {tally.met.caught} af {tally.met.cases}{middle}."
    )


def _compared(signals: Sequence[Signal], others: Sequence[Signal]) -> str:
    overlap = overlap_of(signals, others)
    return (
        f"Samme signal inden for {SAME_SIGNAL_DAYS} dage: {overlap.shared}; kun den første: {overlap.new}; "
        f"kun den anden: {overlap.gone}."
    )


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
