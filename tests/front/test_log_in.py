"""Log-in by user name or e-mail, a forgotten password, the second step, and what is closed."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from people.models import User
from tests.front.conftest import PASSWORD

NEW = "en-helt-ny-trappe"


def log_in(client: Client, name: str, password: str = PASSWORD) -> str:
    """Where it leads, or the first error."""
    response = client.post("/log-ind/", {"login": name, "password": password})
    if response.status_code == 302:
        return str(response.headers["Location"])
    found = re.search(r'class="errors__list">\s*<li>\s*<(?:a|span)[^>]*>([^<]+)<', response.content.decode())
    assert found, response.content.decode()
    return found.group(1)


def code_for(secret: str) -> str:
    """What the app showed half a minute ago: it still counts, and so does the test that is overtaken by the next."""
    earlier, now, _later = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, earlier if time.time() % 30 < 15 else now))


@pytest.mark.parametrize("name", ["birgit", "birgit@nordstrand.example", " birgit "])
def test_log_in_by_user_name_or_mail(client: Client, leader: User, name: str) -> None:
    assert log_in(client, name) == "/"
    assert client.session["_auth_user_id"] == str(leader.pk)


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        (
            "birgit",
            "forkert-kode",
            "Brugernavn eller e-mail passer ikke til adgangskoden. Prøv igen, eller bed om en ny adgangskode.",
        ),
        (
            "nobody",
            PASSWORD,
            "Brugernavn eller e-mail passer ikke til adgangskoden. Prøv igen, eller bed om en ny adgangskode.",
        ),
        ("", "", "Skriv dit brugernavn eller din e-mail."),
    ],
)
def test_wrong_log_in_says_what_to_do(client: Client, leader: User, name: str, password: str, words: str) -> None:
    assert log_in(client, name, password) == words
    assert "_auth_user_id" not in client.session


def test_closed_account_is_told_whom_to_ask(client: Client, leader: User) -> None:
    leader.is_active = False
    leader.save()
    assert log_in(client, "birgit") == "/konto/lukket/"


def test_many_wrong_passwords_are_stopped(client: Client, leader: User) -> None:
    for _ in range(5):
        log_in(client, "birgit", "forkert-kode")
    stopped = "For mange forsøg. Vent et kvarter, og prøv igen, eller bed om en ny adgangskode."
    assert log_in(client, "birgit") == stopped


def test_flood_of_log_ins_gets_a_clear_page(client: Client, db: None) -> None:
    answers = [client.post("/log-ind/", {"login": f"x{number}", "password": "y"}) for number in range(31)]
    assert [answer.status_code for answer in answers[:20]] == [200] * 20
    assert answers[-1].status_code == 429
    assert "For mange forsøg" in answers[-1].content.decode()


def test_log_off_is_a_press(as_leader: Client) -> None:
    assert "Vil du logge af?" in as_leader.get("/log-ud/").content.decode()
    assert "_auth_user_id" in as_leader.session
    assert as_leader.post("/log-ud/").headers["Location"] == "/log-ind/"
    assert "_auth_user_id" not in as_leader.session


def test_forgotten_password_by_a_link_in_the_mail(client: Client, leader: User) -> None:
    assert client.post("/konto/glemt/", {"email": leader.email}).headers["Location"] == "/konto/glemt/sendt/"
    (sent,) = mail.outbox
    assert sent.subject == "Vælg en ny adgangskode til Tilbage"
    assert "Dit brugernavn er birgit." in sent.body
    link = urlsplit(re.findall(r"http\S+", str(sent.body))[0]).path
    form = client.get(link).headers["Location"]
    assert "Vælg en adgangskode" in client.get(form).content.decode()
    assert client.post(form, {"password1": "kort", "password2": "kort"}).status_code == 200
    assert client.post(form, {"password1": NEW, "password2": NEW}).headers["Location"] == "/konto/ny/faerdig/"
    assert "Adgangskoden er gemt" in client.get("/konto/ny/faerdig/").content.decode()
    assert log_in(client, "birgit", NEW) == "/"
    assert "Linket virker ikke længere" in Client().get(link, follow=True).content.decode()


def test_unknown_address_gets_no_mail_and_no_other_answer(client: Client, leader: User) -> None:
    response = client.post("/konto/glemt/", {"email": "ingen@nordstrand.example"})
    assert response.headers["Location"] == "/konto/glemt/sendt/"
    assert mail.outbox == []


def test_change_of_password_asks_for_the_old_one(as_leader: Client, leader: User) -> None:
    page = as_leader.get("/konto/adgangskode/").content.decode()
    assert 'value="birgit" hidden' in page
    wrong = {"oldpassword": "forkert", "password1": NEW, "password2": NEW}
    assert as_leader.post("/konto/adgangskode/", wrong).status_code == 200
    as_leader.post("/konto/adgangskode/", wrong | {"oldpassword": PASSWORD})
    leader.refresh_from_db()
    assert leader.check_password(NEW)
    assert "_auth_user_id" not in as_leader.session


def test_account_without_password_is_led_to_a_link_by_mail(as_leader: Client, leader: User) -> None:
    leader.set_unusable_password()
    leader.save()
    as_leader.force_login(leader)
    assert as_leader.get("/konto/adgangskode/").headers["Location"] == "/konto/glemt/"


def test_code_from_an_app_from_switching_on_to_off(client: Client, leader: User) -> None:
    log_in(client, "birgit")
    client.post("/konto/bekraeft/", {"password": PASSWORD})
    page = client.get("/konto/sikkerhed/app/").content.decode()
    assert "data:" not in page
    assert '<svg width="' in page
    secret = re.findall(r'class="secret">(\w+)<', page)[0]
    assert "Koden passer ikke" in client.post("/konto/sikkerhed/app/", {"code": "000000"}).content.decode()
    assert (
        client.post("/konto/sikkerhed/app/", {"code": code_for(secret)}).headers["Location"]
        == "/konto/sikkerhed/koder/"
    )
    codes = re.findall(r'class="secret">(\w+)<', client.get("/konto/sikkerhed/koder/").content.decode())
    assert len(codes) == 10
    assert "Slå fra" in client.get("/konto/sikkerhed/").content.decode()

    other = Client()
    assert log_in(other, "birgit") == "/log-ind/kode/"
    assert "_auth_user_id" not in other.session
    assert "seks cifre" in other.get("/log-ind/kode/").content.decode()
    assert other.post("/log-ind/kode/", {"code": "000000"}).status_code == 200
    assert other.post("/log-ind/kode/", {"code": codes[0]}).headers["Location"] == "/"
    assert other.session["_auth_user_id"] == str(leader.pk)

    client.post("/konto/sikkerhed/koder/nye/")
    assert codes[1] not in client.get("/konto/sikkerhed/koder/").content.decode()
    assert client.post("/konto/sikkerhed/app/fjern/").headers["Location"] == "/konto/sikkerhed/"
    assert log_in(Client(), "birgit") == "/"


def test_change_of_security_asks_once_more(as_leader: Client) -> None:
    """Logged in long ago: the password is asked for, and then the way goes on."""
    to = as_leader.get("/konto/sikkerhed/app/").headers["Location"]
    assert to == "/konto/bekraeft/?next=%2Fkonto%2Fsikkerhed%2Fapp%2F"
    assert "Bekræft, at det er dig" in as_leader.get(to).content.decode()
    assert "Adgangskoden passer ikke" in as_leader.post(to, {"password": "forkert"}).content.decode()
    assert as_leader.post(to, {"password": PASSWORD}).headers["Location"] == "/konto/sikkerhed/app/"


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "mfa_list_webauthn"])
def test_what_is_closed_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
