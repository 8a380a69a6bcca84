"""docker-compose.yml and the Dockerfile, read: the production shape."""

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.script.conftest import CLONE

COMPOSE = (CLONE / "docker-compose.yml").read_text()
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
OURS = ("migrate", "web", "worker", "beat")


def test_everything_that_is_needed_runs_and_beat_runs_once() -> None:
    assert sorted(SERVICES) == ["beat", "mail", "migrate", "postgres", "valkey", "web", "worker"]
    assert SERVICES["beat"]["scale"] == 1
    assert SERVICES["migrate"]["restart"] == "no"


def test_nothing_starts_before_the_database_is_up_to_date() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", OURS)
def test_our_containers_have_no_privileges(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (
        True,
        ["ALL"],
        ["no-new-privileges:true"],
    )


def test_every_variable_stands_in_the_example_and_secrets_have_no_default() -> None:
    used = dict(re.findall(r"(?<!\$)\$\{([A-Z_]+)(:[?-])?", COMPOSE))
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (CLONE / ".env.example").read_text(), re.MULTILINE))

    assert sorted(used) == sorted(example)
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "APP_PASSWORD"):
        assert re.search(rf"\$\{{{secret}:\?", COMPOSE)
        assert example[secret] == ""


def test_no_log_holds_the_addresses_that_were_asked_for_or_the_rows_that_failed() -> None:
    """A search is part of an address, and so is the token of an invitation; a failing statement quotes its row."""
    assert "access-log" not in (CLONE / "Dockerfile").read_text() + COMPOSE
    assert SERVICES["postgres"]["command"][2::2] == ["log_min_error_statement=panic", "log_error_verbosity=terse"]


def test_no_value_of_a_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD", name):
                assert str(value).startswith("${")


def test_application_s_database_role_is_no_superuser() -> None:
    script = (CLONE / "docker/create-role.sh").read_text()
    assert "CREATE ROLE app LOGIN PASSWORD" in script
    assert "SUPERUSER" not in script
    assert SERVICES["web"]["environment"]["DATABASE_URL"].startswith("postgres://app:")


def copied(path: str) -> bool:
    """Whether the image's build sees a path, by the rules of .dockerignore."""
    included = True
    for line in (CLONE / ".dockerignore").read_text().splitlines():
        rule = line.removeprefix("!").removeprefix("**/")
        if line and not line.startswith("#") and any(fnmatch.fnmatch(part, rule) for part in (path, *heads(path))):
            included = line.startswith("!")
    return included


def heads(path: str) -> list[str]:
    return [str(parent) for parent in Path(path).parents]


def test_image_has_every_app_but_the_demo() -> None:
    project = tomllib.loads((CLONE / "pyproject.toml").read_text())
    apps = project["tool"]["importlinter"]["root_packages"]

    assert sorted(app for app in apps if copied(f"{app}/apps.py")) == sorted(set(apps) - {"demo"})
    for path in ("manage.py", "templates/base.html", "static/css/base.css", "package-lock.json", ".npmrc"):
        assert (CLONE / path).exists()
        assert copied(path)
    for path in (".env", ".git/config", ".tilbage/secret-key", "tests/data/nordstrand/fravaer.csv", "script/server"):
        assert not copied(path)


def test_image_installs_the_locked_runtime_alone_and_runs_as_nobody_in_particular() -> None:
    dockerfile = (CLONE / "Dockerfile").read_text()
    assert re.findall(r"requirements/(\w+)\.txt", dockerfile) == ["runtime"]
    assert "--require-hashes" in dockerfile
    assert dockerfile.index("\nUSER tilbage\n") < dockerfile.index("\nCMD ")
