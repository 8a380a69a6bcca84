"""Accounts: invited, opened, closed; logging in, and being kept from trying too often."""

import re
from datetime import datetime, timedelta
from secrets import token_hex
from smtplib import SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from config.settings import base
from people import clock, flows
from people.access import system, viewer_for
from people.calendar import COPENHAGEN
from people.invitations import invitation_link
from people.models import User
from people.rules import CapacityKind, RuleViolation
from people.tasks import send_invitations
from tests.factories import CapacityFactory, LeadershipFactory, UnitFactory, UserFactory, person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
SECRET = "to gange hest og en cykel"
SYSTEM = {"username": "leder", "first_name": "Karen", "last_name": "Lund", "email": "leder@nordstrand.example"}


@pytest.fixture(autouse=True)
def _no_attempts_counted(settings: Any) -> None:
    """Attempts are counted in a cache of the test's own."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": token_hex(8)}}
    settings.LOGIN_REDIRECT_URL = "leaders"


@pytest.fixture
def leader(db: None) -> User:
    """Imported: leads, and cannot log in."""
    employee = person(UnitFactory(), leads=True, **{f"user__{name}": value for name, value in SYSTEM.items()})
    user = employee.user
    assert user is not None
    user.is_active = False
    user.set_unusable_password()
    user.save()
    return user


def invited(user: User) -> str:
    """Invites and gives the address that stood in the mail."""
    flows.invite(user=user, by=system(NOW))
    assert flows.send_invitations(by=system(NOW)) == 1
    found = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert found is not None
    return urlsplit(found[0]).path


def opened(link: str, password: str = SECRET, client: Client | None = None) -> int:
    client = client or Client()
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(address, {"new_password1": password, "new_password2": password}).status_code


def log_in(login: str, password: str = SECRET, client: Client | None = None) -> int:
    return (client or Client()).post(reverse("account_login"), {"login": login, "password": password}).status_code


# Inviting


def test_an_invitation_is_a_mail_with_a_link_and_opens_nothing_by_itself(leader: User) -> None:
    link = invited(leader)
    leader.refresh_from_db()

    assert (leader.is_active, leader.has_usable_password()) == (False, False)
    assert (leader.invitation_owed_at, leader.invited_at) == (None, NOW)
    message = mail.outbox[0]
    assert message.to == ["leder@nordstrand.example"]
    for word in ("Karen", "Lund", "leder@", "syg", "Enhed"):
        assert word not in f"{message.subject}\n{message.body}"
    assert opened(link) == 302
    leader.refresh_from_db()
    assert leader.is_active
    assert log_in("leder") == 302
    assert list(Entry.objects.order_by("pk").values_list("event", "capacity")) == [
        ("account_invited", "system"),
        ("account_opened", "self"),
    ]


def test_the_link_works_once_and_for_a_week(leader: User) -> None:
    link = invited(leader)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert not Client().get(link, follow=True).context["validlink"]
    assert opened(link) == 302
    assert Client().get(link).status_code == 200
    before = User.objects.get(pk=leader.pk).password
    opened(link, "en helt anden sætning")
    assert User.objects.get(pk=leader.pk).password == before


def test_the_token_of_one_opens_nobody_else(leader: User) -> None:
    other = UserFactory(is_active=False)
    token, key = invitation_link(leader).split("/")[-2], invitation_link(other).split("/")[-3]
    opened(reverse("invitation", kwargs={"uidb64": key, "token": token}))
    opened(reverse("invitation", kwargs={"uidb64": "x", "token": "y"}))
    assert not User.objects.filter(is_active=True).exists()


def test_an_invitation_is_no_link_for_a_forgotten_password(leader: User) -> None:
    """And an account that is open can only be asked about by its own address."""
    Client().post(reverse("account_reset_password"), {"email": leader.email})
    assert mail.outbox == []


@pytest.mark.parametrize("password", ["kort", "123456789012", "password1234", "leder@nordstrand.example"])
def test_weak_passwords_are_refused(leader: User, password: str) -> None:
    assert opened(invited(leader), password) == 200
    with pytest.raises(ValidationError):
        flows.open_account(user=leader, password=password, by=viewer_for(leader, NOW))
    assert not User.objects.get(pk=leader.pk).is_active


def test_who_is_invited(leader: User, settings: Any) -> None:
    plain = person(UnitFactory()).user
    assert plain is not None
    User.objects.update(is_active=False)
    settings.INVITE_EMPLOYEES = False
    assert refusal(plain) == "nothing_to_open"
    CapacityFactory(user=plain, kind=CapacityKind.CONSULTANT)
    assert refusal(plain) == ""
    settings.INVITE_EMPLOYEES = True
    employee = UserFactory(is_active=False)
    assert refusal(employee) == ""
    employee.email = ""
    employee.save()
    assert refusal(employee) == "no_email"
    assert refusal(UserFactory()) == "already_open"


def refusal(user: User) -> str:
    try:
        flows.invite(user=user, by=system(NOW))
    except RuleViolation as refused:
        return refused.code
    return ""


def test_only_hr_and_administrators_invite_and_close(leader: User) -> None:
    other = person(UnitFactory(), leads=True).user
    assert other is not None
    for flow in (flows.invite, flows.close_account):
        with pytest.raises(RuleViolation) as refused:
            flow(user=leader, by=viewer_for(other, NOW))
        assert refused.value.code == "not_allowed"


def test_a_dead_mail_server_loses_no_invitation(leader: User, settings: Any) -> None:
    flows.invite(user=leader, by=system(NOW))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert flows.send_invitations(by=system(NOW)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_invitations()

    assert len(mail.outbox) == 1
    assert flows.send_invitations(by=system(NOW)) == 0
    assert issubclass(SMTPServerDisconnected, OSError)


# Closing


def test_closing_ends_every_session_and_every_link(leader: User) -> None:
    link = invited(leader)
    opened(link)
    client = Client()
    log_in("leder", client=client)
    assert client.get(reverse("leaders")).status_code == 200
    flows.close_account(user=leader, by=system(NOW))

    assert client.get(reverse("leaders")).status_code == 302
    assert log_in("leder") == 200
    opened(link, "en helt anden sætning")
    User.objects.update(is_active=True)  # even if somebody opened it again in another way
    assert client.get(reverse("leaders")).status_code == 302
    assert Entry.objects.latest("pk").event == "account_closed"


def test_nobody_closes_their_own_account_nor_one_that_is_not_open(leader: User) -> None:
    officer = CapacityFactory(kind=CapacityKind.HR).user
    for user, code in ((officer, "not_yourself"), (leader, "not_open")):
        with pytest.raises(RuleViolation) as refused:
            flows.close_account(user=user, by=viewer_for(officer, NOW))
        assert refused.value.code == code


# Logging in


def test_log_in_by_user_name_or_address_whatever_the_capitals(leader: User) -> None:
    opened(invited(leader))
    assert [log_in(login) for login in ("leder", "LEDER", "leder@nordstrand.example", "Leder@Nordstrand.example")] == [
        302
    ] * 4
    assert log_in("leder", "forkert") == 200


def test_an_address_that_the_import_took_away_opens_nothing(leader: User) -> None:
    opened(invited(leader))
    log_in("leder@nordstrand.example")
    User.objects.filter(pk=leader.pk).update(email="ny@nordstrand.example")

    assert not EmailAddress.objects.exists()
    assert log_in("leder@nordstrand.example") == 200
    Client().post(reverse("account_reset_password"), {"email": "leder@nordstrand.example"})
    assert len(mail.outbox) == 1
    Client().post(reverse("account_reset_password"), {"email": "ny@nordstrand.example"})
    assert mail.outbox[-1].to == ["ny@nordstrand.example"]


def test_passwords_are_kept_as_argon2(leader: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    opened(invited(leader))
    assert identify_hasher(User.objects.get(pk=leader.pk).password).algorithm == "argon2"
    assert log_in("leder") == 302


def test_after_five_wrong_passwords_the_account_rests_but_others_do_not(leader: User) -> None:
    opened(invited(leader))
    other = UserFactory(username="anden")
    for _ in range(5):
        log_in("leder", "forkert")

    assert log_in("leder") == 200
    assert log_in(other.username, "kodeord til test") == 302


def test_logging_off_and_a_new_password_end_the_session(leader: User) -> None:
    opened(invited(leader))
    here, there = Client(), Client()
    log_in("leder", client=here)
    log_in("leder", client=there)
    changed = {"oldpassword": SECRET, "password1": "tre heste og en båd", "password2": "tre heste og en båd"}
    here.post(reverse("account_change_password"), changed)

    assert there.get(reverse("leaders")).status_code == 302


@time_machine.travel(NOW, tick=False)
def test_who_has_switched_codes_on_needs_one_to_log_in(leader: User) -> None:
    opened(invited(leader))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(leader, secret)
    client = Client()
    log_in("leder", client=client)
    assert client.get(reverse("leaders")).status_code == 302

    counter = int(clock.now().timestamp()) // 30
    right = totp.format_hotp_value(totp.hotp_value(secret, counter))
    wrong = f"{(int(right) + 1) % 10**6:06}"
    client.post(reverse("mfa_authenticate"), {"code": wrong})
    assert client.get(reverse("leaders")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": right})
    assert client.get(reverse("leaders")).status_code == 200


def test_links_that_open_something_are_left_out_of_the_log(
    leader: User, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    link = invited(leader)
    with caplog.at_level("DEBUG"), caplog.at_level("DEBUG", logger="django_structlog"):
        Client().get(link)
        opened(link)
        Client().post(reverse("account_reset_password"), {"email": leader.email})
        reset = re.search(r"/konto/ny/\S+", str(mail.outbox[-1].body))
        assert reset is not None
        Client().get(reset[0])
    logged = caplog.text + capsys.readouterr().out

    assert "/invitation/" in logged
    assert link.split("/")[-2] not in logged
    assert reset[0].strip("/").partition("-")[2] not in logged


def test_a_leader_who_led_once_is_not_invited_to_it(leader: User, settings: Any) -> None:
    settings.INVITE_EMPLOYEES = False
    former = UserFactory(is_active=False)
    LeadershipFactory(user=former, last_day=NOW.date() - timedelta(days=1))
    assert refusal(former) == "nothing_to_open"
