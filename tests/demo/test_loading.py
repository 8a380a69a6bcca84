"""The demo, loaded on a Sunday in small: what each of the cast finds."""

from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from absence.models import Period
from cases.models import Case, FollowUp
from demo import flows
from demo.entrance import doors
from demo.queries import is_loaded
from people.access import system
from people.calendar import COPENHAGEN
from people.models import Assignment, Employee, Leadership, User
from retention.ladder.queries import latest_placements
from retention.models import Consent, FastTrack, OfferUse, Placement, Share, Work

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=COPENHAGEN)


def page(user_name: str, name: str, **query: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=user_name))
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
        assert "Lærke Holm" in page("heaa1", "employee_list", soeg="Lærke Holm")
        own = page("laho1", "my_page")
        assert "Birgit" in own
        assert "Karen Ravn" in own
        assert page("adse1", "leaders")

        contacts = page("kara1", "partners")
        assert [name in contacts for name in ("Grethe Brandt", "ikke bekræftet i 236 dage", "ingen kontakt")] == [
            True
        ] * 3

        the_consultants_are_at_work()

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
