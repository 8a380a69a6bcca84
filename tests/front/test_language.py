"""Danish unless the user switched; every text of ours has its Danish."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.test import Client

from people.management import catalogue


def language(client: Client, **headers: str) -> str:
    response = client.get("/log-ind/", headers=headers)
    html = response.content.decode()
    assert f'<html lang="{response.headers["Content-Language"]}">' in html
    return response.headers["Content-Language"]


@pytest.mark.django_db
@pytest.mark.parametrize("browser", ["en", "en-GB,en;q=0.9", "de", "", "da"])
def test_danish_whatever_the_browser_says(client: Client, browser: str) -> None:
    assert language(client, accept_language=browser) == "da"


@pytest.mark.django_db
def test_english_by_choice_and_back(client: Client) -> None:
    response = client.post("/sprog/", {"language": "en", "next": "/privatliv/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/privatliv/")
    assert language(client) == "en"
    assert "How we handle information about you" in client.get("/privatliv/").content.decode()
    client.post("/sprog/", {"language": "da", "next": "/"})
    assert language(client) == "da"


@pytest.mark.django_db
@pytest.mark.parametrize(("sent", "lands"), [("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")])
def test_switch_leads_nowhere_else(client: Client, sent: str, lands: str) -> None:
    assert client.post("/sprog/", {"language": "en", "next": sent}).headers["Location"] == lands


@pytest.mark.django_db
def test_switch_is_a_press_not_a_link(client: Client) -> None:
    assert client.get("/sprog/").status_code == 405


def test_every_text_has_its_danish() -> None:
    assert catalogue.missing() == []


def test_catalogue_stands_as_collected() -> None:
    """`script/manage collect_messages` brings it up to date."""
    standing = {(message.id, message.context): message.string for message in catalogue.read(catalogue.DANISH)}
    collected = {(message.id, message.context): message.string for message in catalogue.current()}
    assert {key: value for key, value in standing.items() if key[0]} == {
        key: value for key, value in collected.items() if key[0]
    }


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        '{% load i18n %}\n  <p style="{% translate "One" %}">don\'t\n'
        "{% blocktranslate count n=n trimmed %}\n  A {{ n }} row\n{% plural %}\n  {{ n }} rows\n{% endblocktranslate %}"
        '{% translate "May" context "month" %}{% include "x" with label=_("Two") only %}'
    )
    (tmp_path / "module.py").write_text('x = _("Three")\ny = ngettext("a day", "%(n)s days", 2)\nz = _(x)\n')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('_("Never")')
    for name, path in {
        "ROOT": ".",
        "LOCALE": "locale",
        "DANISH": "locale/da/LC_MESSAGES/django.po",
        "PLAINER": "locale/plainer.po",
    }.items():
        monkeypatch.setattr(catalogue, name, tmp_path / path)
    return tmp_path


def test_texts_are_found_in_modules_and_templates(small_project: Path) -> None:
    assert {(message.id, message.context) for message in catalogue.found() if message.id} == {
        ("One", None),
        ("Two", None),
        ("Three", None),
        ("May", "month"),
        (("A %(n)s row", "%(n)s rows"), None),
        (("a day", "%(n)s days"), None),
    }


def test_collecting_keeps_translations_and_drops_what_is_gone_or_fuzzy(small_project: Path) -> None:
    old = Catalog(locale="da", fuzzy=False)
    old.add("One", "Et")
    old.add("Two", "To")
    old.add("Three", "Tre", flags=["fuzzy"])
    old.add("Gone", "Væk")
    old.add(("a day", "%(n)s days"), ("en dag", "%(n)s dage"))
    catalogue.write(old, catalogue.DANISH)
    plainer = Catalog(locale="da", fuzzy=False)
    plainer.add("This field is required.", "Udfyld feltet.")
    catalogue.write(plainer, catalogue.PLAINER)

    with pytest.raises(CommandError, match="3 texts have no Danish translation"):
        call_command("collect_messages", verbosity=0)

    kept = {message.id: message.string for message in catalogue.read(catalogue.DANISH) if message.id}
    assert kept == {
        "One": "Et",
        "Two": "To",
        "Three": "",
        "May": "",
        "This field is required.": "Udfyld feltet.",
        ("A %(n)s row", "%(n)s rows"): ("", ""),
        ("a day", "%(n)s days"): ("en dag", "%(n)s dage"),
    }
    assert catalogue.DANISH.with_suffix(".mo").is_file()
    assert catalogue.compile_catalogues() == []
