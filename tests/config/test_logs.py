"""What fails is logged with its place and its kind, and with nothing of whom it was about."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from celery import shared_task
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config import logs
from config.celery import app
from people.models import Employee

CANARIES = ("Kanariefugl", "010190-1234", "brystkræft")


def fail(request: HttpRequest | None = None, token: str = "") -> HttpResponse:
    """A name, a note and a number: in the words of the exception, of its cause, and in local variables."""
    note = " ".join(CANARIES)
    try:
        raise ValueError(note)  # noqa: TRY301 - the cause of the next
    except ValueError as fault:
        raise KeyError(f"{note}, {CANARIES[1]}") from fault


urlpatterns = [
    path("fejl/", fail),
    path("invitation/MQ/<str:token>/", fail),
    path("moede/<str:token>/svar/", fail),
    path("puls/<str:token>/", fail),
]


@shared_task(name="tests.fail")  # type: ignore[untyped-decorator]  # Celery has no types
def failing_task() -> None:
    fail()


@pytest.fixture
def logged(settings: Any) -> Iterator[io.StringIO]:
    """What the console would show, by the settings' own formatter, of everything down to DEBUG."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter(settings.LOGGING["formatters"]["plain"]["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def assert_nothing_told(text: str) -> None:
    assert [word for word in CANARIES if word in text] == []


def test_the_settings_log_by_this_formatter_alone(settings: Any) -> None:
    assert settings.LOGGING["formatters"]["plain"]["()"] == "config.logs.Formatter"
    assert [handler["formatter"] for handler in settings.LOGGING["handlers"].values()] == ["plain"]


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_of_a_page_tells_its_place_and_no_words(logged: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fail, "login_required", False, raising=False)
        response = client.post("/fejl/?soeg=Kanariefugl", {"note": "brystkræft"})
    assert response.status_code == 500
    assert_nothing_told(logged.getvalue())
    assert_nothing_told(response.content.decode())
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "builtins.KeyError" in logged.getvalue()
    assert "in fail" in logged.getvalue()


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("/invitation/MQ/c9x-hemmelig/", "/invitation/MQ/.../"),
        ("/moede/c9x.1.hemmelig/svar/?svar=no", "/moede/.../svar/"),
        ("/puls/c9x.1.hemmelig/", "/puls/.../"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_behind_a_link_logs_no_token(logged: io.StringIO, link: str, told: str) -> None:
    client = Client(raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fail, "login_required", False, raising=False)
        assert client.get(link).status_code == 500
    assert "hemmelig" not in logged.getvalue()
    assert told in logged.getvalue()


def test_an_error_of_a_task_tells_its_place_and_no_words(logged: io.StringIO) -> None:
    failing_task.apply()
    assert_nothing_told(logged.getvalue())
    assert "tests.fail" in logged.getvalue()
    assert "raised unexpected: builtins.KeyError" in logged.getvalue()
    assert "in fail" in logged.getvalue()
    app.tasks.pop("tests.fail", None)


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_quoted(logged: io.StringIO) -> None:
    Employee.objects.create(number="1", first_name="Åse", last_name="Kanariefugl")
    try:
        with transaction.atomic():
            Employee.objects.create(number="1", first_name="Åse", last_name="Kanariefugl")
    except IntegrityError as fault:
        # As other people's code may do it.
        logging.getLogger("people").exception("It failed: %s", fault)  # noqa: TRY401 - as a library may
        logging.getLogger("people").exception("Again: " + str(fault))  # noqa: G003, TRY401 - as a library may
        structlog.get_logger("people").exception("it_failed", exc_info=True)
    text = logged.getvalue()
    assert "Key (number)" not in text
    assert text.count("django.db.utils.IntegrityError") >= 5
    assert "It failed: django.db.utils.IntegrityError" in text


@pytest.mark.parametrize(
    "args", [(ValueError("Kanariefugl"),), ({"exc": "ValueError('Kanariefugl')"},), ()], ids=["value", "celery", "none"]
)
def test_an_exception_in_a_message_is_told_by_its_kind(args: tuple[Any, ...]) -> None:
    message = "went wrong: %(exc)s" if args and isinstance(args[0], dict) else "went wrong: %s" if args else ""
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, message or DatabaseError("Kanariefugl"), args, None)
    assert_nothing_told(logs.Formatter("%(message)s").format(record))


def test_what_another_handler_has_formatted_is_not_repeated() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "x", None, None)
    record.exc_text = "ValueError: Kanariefugl"
    assert_nothing_told(logs.Formatter("%(message)s").format(record))


def test_exceptions_that_cause_each_other_are_told_once() -> None:
    one, other = ValueError("Kanariefugl"), KeyError("Kanariefugl")
    one.__cause__, other.__cause__ = other, one
    assert logs.frames((ValueError, one, None)) == "builtins.KeyError\nbuiltins.ValueError"


def test_the_words_of_a_name_are_not_taken_out_of_other_words() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "Anna said a", None, (ValueError, ValueError("a"), None))
    assert logs.Formatter("%(message)s").format(record).splitlines()[0] == "Anna said builtins.ValueError"


def test_an_event_is_one_line_of_json(caplog: pytest.LogCaptureFixture) -> None:
    structlog.get_logger("people").error("it_failed", number=2)
    assert json.loads(caplog.records[-1].getMessage())["number"] == 2
