"""Django's commands that run before the first page, or before the tests."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from runner.environment import Environment
from runner.layout import Instance, Layout
from runner.problem import Problem
from runner.system import describe_status, run


class Step(NamedTuple):
    """One command."""

    title: str
    arguments: list[str]
    #: What it says is shown: it takes long, the first time.
    shown: bool = False


COMPILE = Step("Compiling the texts", ["compile_catalogues"])
DATABASE: tuple[Step, ...] = (
    COMPILE,
    Step("Bringing the database up to date", ["migrate", "--no-input", "--verbosity", "0"]),
    Step("Writing the reference data", ["seed"]),
)
DEMO: tuple[Step, ...] = (
    *DATABASE,
    Step("Loading the demo municipality", ["load_demo"], shown=True),
    Step("Looking up who may be tried", ["demo_logins"]),
)


def take_steps(
    layout: Layout, instance: Instance, environment: Environment, variables: Mapping[str, str], steps: Sequence[Step]
) -> None:
    """Run the steps in order; raises Problem after the first that fails."""
    program = str(Path(__file__).parent / "django_commands.py")
    status = run(
        [environment.python, program, json.dumps(steps), str(instance.logs)],
        log=None,
        environment=variables,
        folder=layout.clone,
    )
    if status:
        raise Problem(f"The set-up failed ({describe_status(status)}); what it said stands above.")


def said(instance: Instance, step: Step) -> str:
    """What a step said that was not shown."""
    return (instance.logs / f"{step.arguments[0]}.txt").read_text()
