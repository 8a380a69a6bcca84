import os
import select
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from runner.system import free_port

pytestmark = pytest.mark.runner


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a running sink that keeps its mail in `tmp_path / "mail"`."""
    port = free_port()
    sink = subprocess.Popen(
        [sys.executable, "manage.py", "mail_sink"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_FOLDER": str(tmp_path / "mail")},
    )
    yield port
    sink.terminate()
    sink.wait()


def connect(port: int) -> smtplib.SMTP:
    for _ in range(600):
        try:
            return smtplib.SMTP("127.0.0.1", port)
        except ConnectionRefusedError:
            select.select([], [], [], 0.05)
    raise AssertionError("the sink does not answer")


def test_mail_is_kept_whole_and_goes_nowhere(port: int, tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Du har en opfølgning på fredag"
    message["From"], message["To"] = "tilbage@nordstrand.example", "leder@nordstrand.example"
    message.set_content("Åbn siden for at se, hvem det gælder.")

    with connect(port) as connection:
        connection.send_message(message)

    (file,) = (tmp_path / "mail/new").iterdir()
    kept = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert kept["X-RcptTo"] == "leder@nordstrand.example"
    assert kept["Subject"] == "Du har en opfølgning på fredag"
    assert kept.get_content() == "Åbn siden for at se, hvem det gælder.\n"


@override_settings(MAIL_FOLDER="")
def test_sink_without_a_folder_is_refused() -> None:
    with pytest.raises(CommandError, match="MAIL_FOLDER"):
        call_command("mail_sink")
