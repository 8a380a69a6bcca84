"""The demo, loaded on a Sunday in small: what each of the cast finds."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from absence.models import Period
from cases.models import Case, FollowUp, Notice
from demo import flows
from demo.entrance import doors
from demo.queries import is_loaded
from insight.models import Pack, PlanAction, Target
from people.access import system
from people.calendar import COPENHAGEN
from people.models import Assignment, Employee, Leadership, User
from retention.ladder.queries import latest_placements
from retention.models import Consent, FastTrack, OfferUse, Placement, Share, Work
from roundtable.models import AgreedAction, ClockWatch, Meeting, OutsideRequest, ReturnPlan, Series

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=COPENHAGEN)


def page(user_name: str, name: str, search: str = "", **query: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=user_name))
    if search:
        client.post(reverse(name), {"q": search})
        query["soeg"] = "1"
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


def the_consultants_are_at_work() -> None:
    referred = Assignment.objects.running(SUNDAY.date())
    karens = referred.filter(consultant__username="kara1").values("employee")
    assert karens.count() >= 8
    assert Employee.objects.filter(pk__in=referred.filter(consultant=None).values("employee")).exists()
    waiting = FollowUp.objects.open().filter(employee__in=karens)
    assert waiting.filter(kind="referral", due_on__lt=SUNDAY.date()).exists()
    assert waiting.filter(named_owner__username="kara1").exists()
    assert Placement.objects.filter(employee__in=karens).values("step").distinct().count() >= 4
    assert OfferUse.objects.exclude(ended_on=None).exists()
    assert set(Work.objects.values_list("kind", flat=True)) >= {"case", "visit", "sparring"}
    tracks = FastTrack.objects.all()
    assert set(tracks.values_list("state", flat=True)) >= {"informed", "accepted", "declined", "sent", "missed"}
    assert tracks.filter(state="missed").exclude(missed_reason="").exists()
    assert Consent.objects.filter(withdrawn_on=None).exists()
    assert Share.objects.exists()


def the_targets_are_set() -> None:
    assert set(Target.objects.filter(unit__parent=None).values_list("year", flat=True)) == {2025, 2026}
    plan = PlanAction.objects.filter(unit__name="Plejecenter Solgården")
    assert plan.filter(done_on=None, due_on__lt=SUNDAY.date()).exists()
    assert "over mål" in page("heaa1", "targets")
    assert "Plejecenter Solgården" in page("bilu1", "targets")
    assert "over tid" in page("bilu1", "targets")
    assert "Ledelsesspænd" in page("heaa1", "leader_spans")


def the_packs_are_made() -> None:
    kinds = Pack.objects.values_list("kind", flat=True)
    assert set(kinds) == {"list", "quarter", "meeting"}
    assert Pack.objects.filter(kind="list", people__isnull=False).exists()
    hr, above = page("heaa1", "packs"), page("maho1", "packs")
    for said in ("Over 29 dage", "Møde med HR", "3. kvartal 2026", "august 2026"):
        assert said in hr
    assert "Over 29 dage" in above
    assert "Over 29 dage" not in page("bilu1", "packs")


def the_process_is_told_of() -> None:
    """A year of follow-ups, Fast track and meetings; and a workplace where many were ill together."""
    rows = FollowUp.objects.exclude(rule_key="").filter(due_on__range=("2025-10-01", "2026-09-30"))
    assert set(rows.values_list("state", flat=True)) >= {"done", "lapsed"}
    assert not rows.filter(state="open").exists()
    told = page("heaa1", "process")
    assert "Dag 5: ring til medarbejderen" in told
    assert "Fast track sendt i tide" in told
    assert "Planlagt inden for 48 timer" in told
    assert "Dag 14 i et fravær" in page("heaa1", "process_treatment")
    assert "Mange blev syge omtrent samtidig" in page("heaa1", "process_workplaces")
    assert "Sig velkommen tilbage" in page("heaa1", "process_rules")
    assert "Plejecenter Solgården" in page("bilu1", "process")


def the_meetings_are_told_of() -> None:
    rows = Meeting.objects.all()
    assert set(rows.values_list("state", flat=True)) == {"requested", "planned", "held", "cancelled", "unheld"}
    assert rows.filter(kind="round_table", state="held").count() >= 6
    assert rows.filter(pauses__ended_at=None, pauses__isnull=False).exists()
    assert rows.filter(state="requested", requester="employee").exists()
    assert {row.level for row in ClockWatch.objects.all()} == {"colleague", "lead"}
    overdue = FollowUp.objects.open().filter(employee__user__username="towi1", kind__startswith="round_table_")
    assert set(overdue.values_list("kind", "named_owner__username")) >= {
        ("round_table_help", "poba1"),
        ("round_table_lead", "samo1"),
    }
    laerkes = rows.filter(employee__user__username="laho1")
    assert list(laerkes.order_by("requested_at").values_list("state", flat=True)) == ["held", "planned"]
    agreed = AgreedAction.objects.filter(meeting__in=laerkes).values_list("follow_up__state", flat=True)
    assert sorted(agreed) == ["done", "done", "open"]
    assert {"active", "ended"} <= set(ReturnPlan.objects.values_list("state", flat=True))
    assert FollowUp.objects.open().filter(kind="plan_check_in").exists()
    assert OutsideRequest.objects.filter(settled_at=None).exclude(confirmed_at=None).count() == 1
    series = Series.objects.get()
    assert set(series.meetings.values_list("state", flat=True)) == {"requested", "planned", "held"}
    assert series.exclusions.count() == 1
    assert not Notice.objects.waiting().filter(owed_at__lt=SUNDAY - timedelta(days=1)).exists()

    inbox = page("kara1", "inbox")
    assert [f"chip--{tone}" in inbox for tone in ("near", "late", "paused")] == [True] * 3
    client = Client()
    client.force_login(User.objects.get(username="kara1"))
    coming = laerkes.get(state="planned")
    client.post(reverse("meeting_phase", args=[coming.ref]), {"phase": "picture"})
    wall = client.get(reverse("meeting_wall", args=[coming.ref])).content.decode()
    assert "Leder har placeret. Medarbejder mangler." in wall
    for name, args in (("meetings", []), ("meeting", [coming.ref]), ("series", [series.ref]), ("series_list", [])):
        assert client.get(reverse(name, args=args)).status_code == 200


def the_initiatives_are_told_of() -> None:
    register = page("heaa1", "initiatives", vis="alle")
    for title in ("Trivselsteam", "1-5-14", "Lederspænd", "Fleksibel vagtplan", "Hygiejneindsats", "Gravid-APV"):
        assert title in register
    for said in ("6 dage over tid", "Periodevis", "100 % muligt 80% anvendelse", "Ingen HR vurdering", "&lt; 5%"):
        assert said in register
    for said in ("For tidligt at sige", "Skjult: for få personer", "Ingen klar forskel"):
        assert said in register
    assert "Trivselsteam" not in page("bilu1", "initiatives")


@pytest.mark.django_db
def test_each_of_the_cast_finds_what_the_story_tells(tmp_path: Path) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        call_command("seed", verbosity=0)
        assert not is_loaded()
        said: list[str] = []
        flows.load_demo(folder=tmp_path, people=900, weeks=3, seed=1, by=system(SUNDAY), say=said.append)
        assert is_loaded()

        active = set(User.objects.filter(is_active=True).values_list("username", flat=True))
        assert {door.user_name for door in doors(SUNDAY.date())} <= active
        leader = page("bilu1", "home")
        assert [name in leader for name in ("ring til Åse", "uger med Mohammed", "Jonas Bech")] == [True] * 3
        assert leader.count('class="act__what"') == 3
        assert "Lærke Holm" in page("kara1", "employee_list")
        assert "Lærke Holm" in page("heaa1", "employee_list", search="Lærke Holm")
        own = page("laho1", "my_page")
        assert "Birgit" in own
        assert "Karen Ravn" in own
        assert page("adse1", "leaders")

        contacts = page("kara1", "partners")
        assert [name in contacts for name in ("Grethe Brandt", "ikke bekræftet i 236 dage", "ingen kontakt")] == [
            True
        ] * 3

        the_consultants_are_at_work()
        the_meetings_are_told_of()
        the_initiatives_are_told_of()
        the_targets_are_set()
        assert [word in page("heaa1", "api_tokens") for word in ("Power BI, HR", "Afsluttet", "Endnu ikke")] == [
            True
        ] * 3
        the_packs_are_made()
        the_process_is_told_of()

        rows = FollowUp.objects.filter(owner_role="leader", step=1, state="done")
        late = rows.filter(late_by_correction=True).count()
        assert late < rows.count() / 4
        assert FollowUp.objects.open().filter(postponed__gt=0).exists()
        assert FollowUp.objects.open().exclude(named_owner=None).exists()
        reasons = set(Case.objects.values_list("open_reason", "state"))
        assert {("rule", "open"), ("worry", "open"), ("worry", "closed")} <= reasons
        laerke = Case.objects.get(employee__user__username="laho1")
        assert (laerke.open_reason, laerke.closed_on) == ("rule", None)
        unheard = Period.objects.unconfirmed().filter(first_day__lt=SUNDAY.date())
        old = [period for period in unheard if (SUNDAY.date() - period.first_day).days > settings.PAYROLL_CONFIRM_DAYS]
        assert len(old) == 2
        assert Leadership.objects.filter(is_deputy=True).count() == 1
        placed = latest_placements([laerke.employee_id])[laerke.employee_id]
        assert {party: row.number for party, row in placed.items()} == {"agreed": 6, "employee": 6, "leader": 4}
        assert "Brugt i" in page("bilu1", "offers", soeg="delvis raskmelding")
        assert Employee.objects.count() == 900


@pytest.mark.django_db
def test_a_load_that_is_interrupted_is_begun_anew(tmp_path: Path) -> None:
    def interrupt(said: str) -> None:
        if said.startswith("Indlæser fraværet"):
            raise KeyboardInterrupt

    call_command("seed", verbosity=0)
    with pytest.raises(KeyboardInterrupt):
        flows.load_demo(folder=tmp_path, people=300, weeks=3, seed=1, by=system(SUNDAY), say=interrupt)

    assert not is_loaded()
