"""What leaves by other ways than a page: files, mails, logs, addresses, audit rows. None of it tells of anybody."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from cases.models import Notice
from config import logs
from config.celery import app
from people.models import Employee
from tests.world import World

# Names, a telephone number, what was written, and a number that is nobody's business.
CANARIES = ("Kanariefugl", "00 00 99 01", "aftalt-kun-om", "hemmelig-note", "hemmelig-grund", "010190-1234")
HEADER = "Medarbejdernummer;Fraværskode;Fraværsårsag;Startdato;Slutdato;Procent\n"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter("%(name)s %(message)s"))
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "django.request", "django_structlog")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.INFO)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def met(text: str) -> list[str]:
    return [word for word in CANARIES if word.casefold() in text.casefold()]


def busy_day(world: World, client: Client) -> list[str]:
    """A leader's day about Åse, with notes and searches; returns the addresses to which it led."""
    ref, period = world.employees["employee"].ref, world.periods["employee"].ref
    note = {"note": "hemmelig-note: kræft", "note_override": "hemmelig-grund", "when": "today"}
    acts: list[tuple[str, str, dict[str, str]]] = [
        ("confirm_follow_up", world.follow_ups["employee"].ref, note),
        ("confirm_follow_up", world.follow_ups["employee"].ref, {"note": "010190-1234", "when": "today"}),
        ("undo_follow_up", world.follow_ups["employee"].ref, {}),
        ("note_contact", ref, note),
        ("report_fit", period, {"back": "today"}),
        ("place_on_ladder", ref, {"step": "5", "party": "leader", "occasion": "talk", "placed_on": "23-11-2026"}),
        ("withdraw_placement", world.placements["leader"].ref, {}),
        ("offer_start", ref, {"offer": "fast-track", "day": "23-11-2026"}),
        ("close_case", world.cases["employee"].ref, {"reason": "back_at_work"}),
    ]
    led = [client.post(reverse(name, args=[key]), data) for name, key, data in acts]
    client.get(reverse("employee_list"), {"soeg": "Kanariefugl"})
    client.get(reverse("report_sick"), {"q": "Kanariefugl"})
    led.append(client.post(reverse("report_sick"), {"who": ref, "begins": "today", "expected": "longer"}))
    return [response.headers.get("Location", "") for response in led]


def test_logs_addresses_audit_and_mails_of_a_day_tell_of_nobody(
    world: World, client_of: Callable[[str], Client], logged: io.StringIO
) -> None:
    addresses = busy_day(world, client_of("leader"))
    hr = client_of("hr")
    hr.post(reverse("hr_overview"), {"q": "Kanariefugl"})
    addresses.append(hr.post(reverse("hand_over"), {"row": world.follow_ups["leader"].ref, "to": "me"})["Location"])
    call_command("evaluate_policies", stdout=logged)
    call_command("send_notices", stdout=logged)

    assert sum(bool(address) for address in addresses) >= 6
    assert met(" ".join(addresses)) == []
    assert "request_finished" in logged.getvalue()
    assert met(logged.getvalue()) == []
    letters = [letter.message().as_string() + letter.subject + str(letter.body) for letter in mail.outbox]
    assert letters
    refs = Employee.objects.values_list("ref", flat=True)
    assert met("".join(letters)) == []
    assert [ref for ref in refs if ref in "".join(letters)] == []
    rows = list(Entry.objects.exclude(actor_id=world.users["employee"].pk).values())
    assert len(rows) > 10
    assert met(json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)) == []
    assert met(json.dumps(list(Notice.objects.values()), cls=DjangoJSONEncoder)) == []


def test_the_kept_history_of_values_holds_no_free_text(world: World, client_of: Callable[[str], Client]) -> None:
    busy_day(world, client_of("leader"))
    histories = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    assert sorted(model.__name__ for model in histories) == ["FollowUpHistory", "FormerPeriod"]
    for model in histories:
        rows = list(model.objects.values())
        assert rows
        assert met(json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)) == []
        assert not {"note", "note_override"} & set(rows[0])


def test_the_file_for_payroll_holds_numbers_and_days_and_no_formula(world: World, tmp_path: Path) -> None:
    world.employees["leader"].number = "=cmd|' /C calc'!A0"
    world.employees["leader"].save()
    file = tmp_path / "fravaer.csv"
    call_command("export_absence", file, stdout=io.StringIO())
    text = file.read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 4
    assert met(text) == []
    assert [line for line in lines if line[0] in "=+-@\t\r"] == []
    assert [name for name in ("Birgit", "Lund", "Åse") if name in text] == []


def test_the_report_of_an_import_names_nobody(world: World, tmp_path: Path, logged: io.StringIO) -> None:
    """Rows whose fields have slipped: names, notes and a CPR number where the number should be."""
    wrong = (
        "Kanariefugl",
        "010190-1234",
        "0101901234",
        "00101901234",
        "010190_1234",
        "=HYPERLINK(1)",
        "Åse Kanariefugl",
    )
    rows = [f"{each};790;hemmelig-note;01-11-2026;02-11-2026;100" for each in wrong]
    rows += [f"10007;{each};hemmelig-note;01-11-2026;;100" for each in wrong]
    rows += [f"10007;790;x;{each};{each};{each}" for each in wrong]
    file, report, out = tmp_path / "fravaer.csv", tmp_path / "afvist.csv", io.StringIO()
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    call_command("import_absence", file, "--report", report, stdout=out)
    call_command("import_absence", file, stdout=out)
    told = report.read_text(encoding="utf-8") + out.getvalue() + logged.getvalue()
    assert len(report.read_text(encoding="utf-8").splitlines()) == len(rows) + 1
    assert met(told) == []
    assert "0101901234" not in told
    assert "010190_1234" not in told
    assert "HYPERLINK" not in told


def test_a_file_that_cannot_be_read_is_not_quoted(world: World, tmp_path: Path, logged: io.StringIO) -> None:
    file = tmp_path / "fravaer.csv"
    file.write_text("Kanariefugl;hemmelig-note\n010190-1234;x\n", encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("import_absence", file, stdout=io.StringIO())
    assert met(str(refusal.value) + logged.getvalue()) == []


def test_tasks_carry_nothing_about_anybody() -> None:
    """A broker's memory and a worker's log show a task's arguments."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith(("celery.", "tests."))}
    taken = {name: sorted(task.run.__annotations__) for name, task in ours.items()}
    assert taken == {
        "absence.tasks.evaluate_policies": ["return"],
        "absence.tasks.export_absence": ["return"],
        "absence.tasks.settle_cases": ["return"],
        "cases.tasks.check_duties": ["return"],
        "cases.tasks.send_notices": ["day", "ignore_hours", "return"],
        "people.tasks.send_invitations": ["return"],
        "retention.tasks.expire_referrals": ["return"],
        "retention.tasks.settle_fast_tracks": ["return"],
    }
    assert {task.run.__annotations__["return"] for task in ours.values()} == {None}
