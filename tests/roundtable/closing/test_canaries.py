"""What is planned and agreed at the table stays on its pages: no mail, log, address or kept row tells of it."""

import io
import json
import re
from collections.abc import Callable

from django.core import mail
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from cases.invitations.links import token_of
from cases.models import FollowUp, Minutes, Notice
from roundtable.models import AgreedAction, Meeting, ReturnPlan
from tests.access.test_canaries import decoded, logged
from tests.roundtable.closing.conftest import ready, table
from tests.roundtable.sitting import Table
from tests.world import TODAY

SECRET = "hemmelig"
# What the fixtures write, and names and numbers.
SAID = (SECRET, "Kanariefugl", "Medicinskab", "vagtplan", "Møder kl. 9", "hver fredag", "trin ", "Otte timer")


def opened(client: Client, page: str, form: str) -> str:
    text = client.get(page).content.decode()
    found = re.search(r'name="opened" value="(\w*)"', text[text.index(f'id="{form}"') :])
    assert found
    return found[1]


def written_and_closed(ready: Table, client: Client) -> list[str]:
    """At the wall, then outside it; returns the addresses to which it led."""
    ref = ready.meeting.ref
    wall = reverse("meeting_wall", args=[ref])
    Meeting.objects.filter(pk=ready.meeting.pk).update(phase="plan")
    plan = {"begins": "2026-11-30", "hours_0": "8", "evaluate_on": "2026-12-22", "change_0": f"{SECRET}-plan"}
    plan["opened"] = opened(client, wall, "plan-form")
    led = [client.post(reverse("wall_plan", args=[ref]), plan)]
    agreement = {"ref": "en-aftale-til", "what": f"{SECRET}-aftale", "owner": ready.seats["employee"].ref}
    agreement |= {"due_on": TODAY.isoformat(), "opened": opened(client, wall + "?aftale=ny", "agreement-form")}
    led.append(client.post(reverse("wall_agreements", args=[ref]), agreement))
    led.append(client.post(reverse("wall_close", args=[ref])))
    running = ReturnPlan.objects.get(state="active")
    amend = reverse("plan_amend", args=[running.ref])
    changed = {key: value for key, value in plan.items() if key != "opened"} | {"reason": f"{SECRET}-grund"}
    led.append(client.post(amend, changed | {"opened": opened(client, amend, "plan-form")}))
    return [response.headers.get("Location", "") for response in led]


def test_what_was_agreed_leaves_by_no_other_way_than_a_page(
    ready: Table, client_of: Callable[[str], Client], logged: io.StringIO
) -> None:
    addresses = written_and_closed(ready, client_of("consultant"))
    action = AgreedAction.objects.get(what=f"{SECRET}-aftale")
    assert ReturnPlan.objects.get(state="active").reason == f"{SECRET}-grund"
    call_command("evaluate_policies", stdout=logged)
    call_command("send_notices", stdout=logged)
    done = reverse("own_task_done", args=[FollowUp.objects.get(words=action.what).ref])
    addresses.append(client_of("employee").post(done).headers["Location"])
    call_command("send_notices", stdout=logged)

    assert all(addresses)
    assert Minutes.objects.filter(conversation=ready.meeting.conversation).exists()
    letters = "".join(decoded(letter) for letter in mail.outbox)
    assert [letters.count(said) for said in ("Referatet af en samtale", "Du har 1 opgave, ")] == [4, 1]
    rows = [*Entry.objects.exclude(actor_id=ready.world.users["employee"].pk).values(), *Notice.objects.values()]
    kept = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)
    for text in (letters, kept, logged.getvalue(), " ".join(addresses)):
        assert [words for words in SAID if words.casefold() in text.casefold()] == []
    assert token_of(ready.seats["companion"]) not in kept + logged.getvalue()
    assert "request_finished" in logged.getvalue()


__all__ = ["logged", "ready", "table"]
