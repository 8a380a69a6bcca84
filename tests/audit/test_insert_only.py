"""Audit rows are added. Nobody changes or takes them away, by whatever way the application has to the database."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from audit import flows as audit
from audit.models import Entry
from audit.rules import Event
from people.access import system
from people.models import User
from people.rules import Organisation
from people.viewer import Viewer
from tests.world import NOW


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def save_again() -> None:
    entry = Entry.objects.get()
    entry.actor_name = "Somebody else"
    entry.save()


WAYS: dict[str, Callable[[], object]] = {
    "update": lambda: Entry.objects.update(actor_name="Somebody else"),
    "save": save_again,
    "bulk_update": lambda: Entry.objects.bulk_update([Entry(pk=Entry.objects.get().pk, event="listed")], ["event"]),
    "upsert": lambda: Entry.objects.bulk_create(
        [Entry(pk=Entry.objects.get().pk, at=NOW, actor_name="x", capacity="hr", event="opened")],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["actor_name"],
    ),
    "delete": lambda: Entry.objects.all().delete(),
    "delete one": lambda: Entry.objects.get().delete(),
    "raw update": lambda: sql("UPDATE audit_entry SET at = now()"),
    "raw delete": lambda: sql("DELETE FROM audit_entry"),
    "no triggers": lambda: sql("SET session_replication_role = replica"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_row_stays_as_it_was_written(way: Callable[[], object]) -> None:
    audit.record(Event.OPENED, by=system(NOW), capacity="system", subjects=["a"], purpose="test", at=NOW)
    before = list(Entry.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        way()
    assert list(Entry.objects.values()) == before


@pytest.mark.django_db
def test_a_name_of_any_length_leaves_its_row() -> None:
    user = User(first_name="a" * 150, last_name="b" * 150)
    by = Viewer(user=user, now=NOW, organisation=Organisation({}, {}, {}))
    audit.record(Event.OPENED, by=by, capacity="hr", at=NOW)
    assert Entry.objects.get().actor_name == str(user)[:200]


def test_the_application_never_asks_the_trigger_to_look_away() -> None:
    looks_away = re.compile(r"pgtrigger\.(ignore|schedule|uninstall|disable)|session_replication_role|DISABLE TRIGGER")
    apps = ("absence", "audit", "cases", "config", "demo", "insight", "people", "retention", "roundtable")
    found = [
        str(path)
        for app in apps
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if looks_away.search(path.read_text())
    ]
    assert found == []
