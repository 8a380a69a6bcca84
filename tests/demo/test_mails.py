from datetime import datetime
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo.mails import received
from people.calendar import COPENHAGEN


def lay(folder: Path, subject: str, date: str) -> str:
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["Date"] = subject, "birgit@nordstrand.example", date
    mail.set_content("Åbn Tilbage, og se mere:\nhttp://127.0.0.1:8000\n")
    return Maildir(str(folder)).add(mail)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MAIL_FOLDER = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_mails_are_read_newest_first(folder: Path) -> None:
    lay(folder, "Du har 1 opgave i Tilbage", "Mon, 23 Nov 2026 07:00:05 +0100")
    lay(folder, "Der er åbnet en ny sag i Tilbage", "Mon, 23 Nov 2026 09:30:00 +0100")
    newest, oldest = received(str(folder))
    assert (newest.subject, newest.to) == ("Der er åbnet en ny sag i Tilbage", "birgit@nordstrand.example")
    assert (newest.text.splitlines()[0], newest.link) == ("Åbn Tilbage, og se mere:", "http://127.0.0.1:8000")
    assert oldest.at == datetime(2026, 11, 23, 7, 0, 5, tzinfo=COPENHAGEN)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_without_a_folder_there_are_no_mails(tmp_path: Path, name: str) -> None:
    assert received(name and str(tmp_path / name)) == []


def test_the_page_lists_the_mails_and_opens_one(db: None, client: Client, folder: Path) -> None:
    key = lay(folder, "Du har 3 opgaver i Tilbage", "Mon, 23 Nov 2026 07:00:05 +0100")
    url = reverse("demo_mails")
    assert "Du har 3 opgaver i Tilbage" in client.get(url).content.decode()
    opened = client.get(url, {"mail": key}).content.decode()
    assert '<a href="http://127.0.0.1:8000"' in opened
    assert client.get(url, {"mail": "../../etc/passwd"}).status_code == 200


def test_an_empty_page_says_when_mail_goes_out(db: None, client: Client, folder: Path) -> None:
    assert "mellem kl. 7 og 18" in client.get(reverse("demo_mails")).content.decode()
