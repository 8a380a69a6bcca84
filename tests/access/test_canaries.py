"""What leaves by other ways than a page: files, mails, logs, addresses, audit rows. None of it tells of anybody."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from cases.invitations.flows import Invitee, call_off, call_together, propose_times
from cases.invitations.links import token_of
from cases.invitations.rules import Role
from cases.models import AccessCode, Notice
from config import logs
from config.celery import app
from insight.rules.targets import Change
from insight.targets.flows import set_targets
from people.models import Employee
from tests.world import NOW, World

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
    for name in ("employee_list", "report_sick"):
        led.append(client.post(reverse(name), {"q": "Kanariefugl"}))
        client.get(led[-1]["Location"])
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


def test_a_talk_tells_of_nobody_on_its_ways(
    world: World, client_of: Callable[[str], Client], logged: io.StringIO
) -> None:
    """From the invitation to the code: mails with their calendars, logs, addresses, the audit, the outbox."""
    seats = [*world.seats.values()]
    seats[0].text = "hemmelig-note: kræft"
    invitees = [
        Invitee(
            role=Role(row.role),
            user=row.user,
            name=row.name,
            email=row.email,
            text=row.text,
            text_override="hemmelig-grund",
            ref=row.ref,
        )
        for row in seats
    ]
    begins = NOW + timedelta(days=2)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    by, talk = world.viewer("consultant"), seats[0].conversation
    call_together(conversation=talk, place="Lokale 2", video_link="", invitees=invitees, by=by, **times)
    call_command("send_notices", stdout=logged)
    propose_times(conversation=talk, times=[tuple(times.values())], invitees=invitees, by=world.viewer("consultant"))
    stranger, guest, link = Client(), client_of("guest"), token_of(world.seats["guest"])
    acts = [
        stranger.get(reverse("seat", args=[link])),
        stranger.post(reverse("seat_code", args=[link]), {"ask": "1"}),
        guest.post(reverse("seat_answer", args=[link]), {"answer": "no", "reason": "hemmelig-note 010190-1234"}),
        guest.post(
            reverse("seat_answer", args=[link]),
            {"answer": "no", "reason": "hemmelig-note: kræft", "note_override": "hemmelig-grund"},
        ),
    ]
    call_command("send_notices", stdout=logged)
    acts.append(client_of("employee").post(reverse("seat_no_companion", args=[token_of(world.seats["employee"])])))
    call_off(conversation=talk, by=world.viewer("consultant"))
    call_command("send_notices", stdout=logged)

    assert [act.status_code for act in acts] == [302, 302, 200, 302, 302]
    letters = [decoded(letter) for letter in mail.outbox]
    assert [sum(f"METHOD:{method}" in letter for letter in letters) for method in ("REQUEST", "CANCEL")] == [4, 4]
    names = ("Åse", "Birgit", "Karen", "Bisidder", "undbord", world.employees["employee"].ref)
    assert [word for word in (*CANARIES, *names) if word in "".join(letters)] == []
    assert met(logged.getvalue()) == []
    assert link not in logged.getvalue()
    assert "/moede/.../" in logged.getvalue()
    assert met(" ".join(act.headers.get("Location", "") for act in acts)) == []
    rows = [*Entry.objects.exclude(actor_id=world.users["employee"].pk).values(), *Notice.objects.values()]
    assert met(json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)) == []
    digits = re.search(r"\d{6}", str(next(letter.body for letter in mail.outbox if "kode" in letter.subject)))
    kept = json.dumps([*rows, *AccessCode.objects.values()], cls=DjangoJSONEncoder) + logged.getvalue()
    assert digits is not None
    assert f'"{digits[0]}"' not in kept


def decoded(letter: EmailMessage) -> str:
    """The head and all parts as they are read."""
    parts = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    return str(parts.items()) + "".join(part.get_content() for part in parts.walk() if not part.is_multipart())


SEARCHES = ["employee_list", "report_sick", "hr_overview", "leaders", "capacity_grant", "leader_name", "deputy_name"]


@pytest.mark.parametrize(("person", "name"), [*(("hr", name) for name in SEARCHES), ("consultant", "inbox")])
def test_no_search_for_people_stands_in_an_address(
    world: World, client_of: Callable[[str], Client], person: str, name: str
) -> None:
    client = client_of(person)
    address = reverse(name, args=[world.units["solgaarden"].pk] if name.endswith("_name") else [])
    response = client.post(address, {"q": "Kanariefugl"}, follow=True)
    led = [address for address, _status in response.redirect_chain]
    assert len(led) == 1
    assert met(" ".join(led)) == []
    html = response.content.decode()
    assert 'value="Kanariefugl"' in html
    assert met(" ".join(re.findall(r'(?:href|action)="([^"]*)"', html))) == []
    searches = re.findall(r'<form[^>]*role="search"[^>]*>', html)
    assert searches
    assert [form for form in searches if 'method="post"' not in form] == []


def test_the_kept_history_of_values_holds_no_free_text(world: World, client_of: Callable[[str], Client]) -> None:
    busy_day(world, client_of("leader"))
    former = None
    for percent in (Decimal("5.8"), Decimal("5.6")):
        change = {world.units["solgaarden"].pk: Change(former, percent)}
        set_targets(year=2026, changes=change, by=world.viewer("hr"))
        former = percent
    histories = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    assert sorted(model.__name__ for model in histories) == ["FollowUpHistory", "FormerPeriod", "FormerTarget"]
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
        "cases.tasks.send_codes": ["return"],
        "cases.tasks.send_notices": ["day", "ignore_hours", "return"],
        "insight.tasks.freeze_packs": ["return"],
        "insight.tasks.refresh_figures": ["return"],
        "people.tasks.send_invitations": ["return"],
        "retention.tasks.expire_referrals": ["return"],
        "retention.tasks.settle_fast_tracks": ["return"],
        "roundtable.tasks.close_stale_meetings": ["return"],
        "roundtable.tasks.forget_unconfirmed": ["return"],
        "roundtable.tasks.send_confirmations": ["return"],
        "roundtable.tasks.watch_clocks": ["return"],
        "roundtable.tasks.watch_plans": ["return"],
    }
    assert {task.run.__annotations__["return"] for task in ours.values()} == {None}
