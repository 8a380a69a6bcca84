"""What the flows of absence write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from absence import flows
from absence.models import Period, Policy
from absence.rules.recording import WithdrawReason
from people.access import system
from tests.world import NOW, TODAY, World

HEADER = "Medarbejdernummer;Fraværskode;Fraværstekst;Startdato;Slutdato;Procent\n"
Scenario = Callable[[World], object]


def report_sick(world: World) -> Period:
    return flows.report_sick(employee=world.employees["colleague"], first_day=TODAY, by=world.viewer("leader"))


def undo_report(world: World) -> None:
    flows.undo_report(period=report_sick(world), by=world.viewer("leader"))


def report_fit(world: World) -> None:
    flows.report_fit(period=world.periods["employee"], back_on=TODAY, by=world.viewer("leader"))


def undo_change(world: World) -> None:
    period = world.periods["employee"]
    report_fit(world)
    flows.undo_change(period=period, version=period.version + 1, by=world.viewer("leader"))


def report_partly_fit(world: World) -> None:
    flows.report_partly_fit(
        period=world.periods["employee"], from_day=TODAY, degree=Decimal(50), by=world.viewer("leader")
    )


def correct_period(world: World) -> None:
    period = world.periods["employee"]
    flows.correct_period(
        period=period,
        version=period.version,
        first_day=period.first_day - timedelta(days=1),
        last_day=None,
        cause="sickness",
        degree=Decimal(100),
        returns_on=None,
        by=world.viewer("leader"),
    )


def withdraw_period(world: World) -> None:
    period = world.periods["employee"]
    flows.withdraw_period(
        period=period, version=period.version, reason=WithdrawReason.MISTAKE, by=world.viewer("leader")
    )


def import_absence(world: World) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fravaer.csv"
        path.write_text(f"{HEADER}{world.employees['colleague'].number};790;;{TODAY:%d-%m-%Y};;100\n", encoding="utf-8")
        flows.import_absence(path=path, by=system(NOW))


def accept_missing(world: World) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fravaer.csv"
        employees = [world.employees[name].number for name in ("colleague", "deputy", "past_deputy", "sibling_leader")]
        employees += [world.employees[name].number for name in ("former_leader", "consultant", "other_consultant")]
        employees += [world.employees[name].number for name in ("administrator", "director", "leader_above")]
        rows = "".join(f"{number};790;;{TODAY:%d-%m-%Y};;100\n" for number in employees)
        path.write_text(HEADER + rows, encoding="utf-8")
        flows.import_absence(path=path, by=system(NOW))
        path.write_text(HEADER, encoding="utf-8")
        flows.import_absence(path=path, complete_from=TODAY, accept_missing=True, by=system(NOW))


def export_absence(world: World) -> None:
    with TemporaryDirectory() as folder:
        flows.export_absence(path=Path(folder) / "fravaer.csv", by=system(NOW))


def give_policy(world: World) -> None:
    policy = Policy.objects.get(key="1-5-14")
    flows.give_policy(unit=world.units["kommune"], policy=policy, first_day=TODAY, by=system(NOW))


def replace_policy(world: World) -> None:
    give_policy(world)
    policy = Policy.objects.get(key="2-6-14")
    flows.give_policy(unit=world.units["kommune"], policy=policy, first_day=TODAY, replace=True, by=system(NOW))


def evaluate_policies(world: World) -> None:
    flows.evaluate_policies(by=system(NOW))


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.report_sick, report_sick, ["reported_sick"]),
    (flows.undo_report, undo_report, ["reported_sick", "report_undone"]),
    (flows.report_fit, report_fit, ["reported_fit"]),
    (flows.undo_change, undo_change, ["reported_fit", "change_undone"]),
    (flows.report_partly_fit, report_partly_fit, ["reported_partly_fit"]),
    (flows.correct_period, correct_period, ["period_corrected"]),
    (flows.withdraw_period, withdraw_period, ["period_withdrawn"]),
    (flows.import_absence, import_absence, ["payroll_imported"]),
    (flows.import_absence, accept_missing, ["payroll_imported", "payroll_imported", "missing_rows_accepted"]),
    (flows.export_absence, export_absence, ["exported"]),
    (flows.give_policy, give_policy, ["policy_given"]),
    (flows.give_policy, replace_policy, ["policy_given", "policy_ended", "policy_given"]),
    (flows.evaluate_policies, evaluate_policies, ["policies_evaluated"]),
]
