"""The pages of minutes: what they show to whom, what is sent as a file, and how much they cost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from audit.models import Entry
from cases.invitations.links import token_of
from cases.minutes.amending import texts_of
from cases.minutes.content import Paragraphs, from_json
from cases.minutes.panels import minutes_of_meeting
from cases.models import Minutes, MinutesComment, MinutesCopy, Participant
from roundtable.models import Meeting
from tests.access.arguments import a_meeting
from tests.cases.minutes.conftest import ABOUT_ASE, SECRET, copy_of, make, proved, talk_of
from tests.cases.minutes.test_flows import WHY, amend, recall, say
from tests.world import NOW, TODAY, World

Clients = Callable[[str], Client]


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page(client: Client, name: str, ref: str) -> str:
    return text_of(client.get(reverse(name, args=[ref])))


def at_place(world: World, person: str, name: str = "seat", *args: str) -> str:
    return reverse(name, args=[token_of(world.seats[person]), *args])


# --- For those who handle the matter ---------------------------------------------------------------------------


def test_minutes_are_read_on_a_screen_in_the_words_of_the_paper(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    text = page(client_of("leader"), "minutes", minutes.ref)
    for words in (
        "Referat af rundbordsmøde",
        "Åse Kanariefugl",
        "Tirsdag 24. november 2026",
        "Tillidsrepræsentant, bisidder for Lærke",
        "Lærke ser sig på trin 6.",
        "Fælles trin",
        "Ståbord ved medicinskabet",
        "Uge 49",
        "12 timer",
        "Vi ser på planen igen tirsdag 22. december 2026.",
        "Prøvet i oktober: hjalp",
        "Laver ny vagtplan til uge 49 og 50",
        "Lavet af Karen Ravn mandag 23. november 2026",
        SECRET,
    ):
        assert words in text, words


def test_the_document_stays_danish_where_the_page_is_english(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    client = client_of("leader")
    client.cookies["sprog"] = "en"
    with translation.override("en"):
        text = page(client, "minutes", minutes.ref)
    assert "Who gets them" in text
    assert '<div class="minutes" lang="da">' in text
    assert "Til stede" in text
    assert "Uge 49" in text


def test_what_people_wrote_is_text_and_no_markup(world: World, client_of: Clients) -> None:
    hostile = replace(ABOUT_ASE, whose="<b>x</b>", sections=(Paragraphs(paragraphs=("<script>alert(1)</script>",)),))
    text = page(client_of("leader"), "minutes", make(world, hostile).ref)
    assert "<script>alert" not in text
    assert "<b>x</b>" not in text


def test_the_paper_is_sent_as_it_is_kept_and_its_name_names_nobody(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    kept = bytes(Minutes.objects.get().pdf)
    for client, address in (
        (client_of("leader"), reverse("minutes_pdf", args=[minutes.ref])),
        (proved(world, "guest"), at_place(world, "guest", "seat_minutes", copy_of(world, "guest", minutes).ref)),
        (client_of("employee"), reverse("own_minutes", args=[copy_of(world, "employee", minutes).ref])),
    ):
        response = client.get(address)
        assert response.content == kept
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"] == 'inline; filename="referat-2026-11-24-version-1.pdf"'
        assert "no-store" in response.headers["Cache-Control"]


def test_who_was_sent_them_and_who_has_opened_them(world: World, minutes: Minutes, client_of: Clients) -> None:
    text = page(client_of("hr"), "minutes", minutes.ref)
    assert text.count("Venter på at blive sendt") == 4
    assert text.count("Ikke åbnet endnu") == 4
    assert "Bo Bisidder" in text
    proved(world, "guest").get(at_place(world, "guest", "seat_minutes", copy_of(world, "guest", minutes).ref))
    text = page(client_of("hr"), "minutes", minutes.ref)
    assert text.count("Ikke åbnet endnu") == 3
    assert "Åbnet i dag kl. 9.00" in text.replace("\xa0", " ")


def test_the_first_opening_is_what_counts(world: World, minutes: Minutes, client_of: Clients) -> None:
    copy = copy_of(world, "guest", minutes)
    address = at_place(world, "guest", "seat_minutes", copy.ref)
    client = proved(world, "guest")
    client.head(address)
    copy.refresh_from_db()
    assert copy.read_at is None
    for minute in (0, 5):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            client.get(address)
    copy.refresh_from_db()
    assert copy.read_at == NOW


def test_whoever_handles_the_matter_reads_their_own_copy_on_the_page(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    page(client_of("leader"), "minutes", minutes.ref)
    page(client_of("deputy"), "minutes", minutes.ref)
    read = MinutesCopy.objects.exclude(read_at=None)
    assert [copy.participant.role for copy in read] == ["leader"]


def test_who_may_only_read_is_offered_no_change(world: World, minutes: Minutes, client_of: Clients) -> None:
    assert "Ret referatet" in page(client_of("consultant"), "minutes", minutes.ref)
    assert "Ret referatet" not in page(client_of("leader"), "minutes", minutes.ref)


# --- Amending ----------------------------------------------------------------------------------------------------


def form_of(minutes: Minutes, **said: object) -> dict[str, object]:
    """The form as it is opened, with what is said."""
    content = from_json(minutes.content)
    there = [place for place, one in enumerate(content.participants) if one.attended]
    as_browsers_send = {text.name: text.words.replace("\n", "\r\n") for text in texts_of(content)}
    return {"version": minutes.version, "attended": there, **as_browsers_send, "reason": WHY, **said}


def test_words_and_who_was_there_are_put_right(world: World, minutes: Minutes, client_of: Clients) -> None:
    client, address = client_of("consultant"), reverse("minutes_amend", args=[minutes.ref])
    opened = page(client, "minutes_amend", minutes.ref)
    assert "Ståbord ved medicinskabet" in opened
    response = client.post(address, form_of(minutes, **{"text-2-0": "Ståbord i depotet."}, attended=[0, 1]))
    second = Minutes.objects.get(version=2)
    assert response.headers["Location"] == reverse("minutes", args=[second.ref])
    content = from_json(second.content)
    assert [one.attended for one in content.participants] == [True, True, False, False]
    text = page(client, "minutes", second.ref)
    assert "Ståbord i depotet." in text
    assert "Ståbord ved medicinskabet" not in text
    assert f"Rettet: {WHY}" in text
    earlier = page(client, "minutes", minutes.ref)
    assert "Ståbord ved medicinskabet" in earlier
    assert "Det er ikke den version, der gælder." in earlier


def test_texts_of_several_lines_that_nobody_touched_are_no_change(world: World, client_of: Clients) -> None:
    minutes = make(world, replace(ABOUT_ASE, sections=(Paragraphs(paragraphs=("Et\nto", "Tre")),)))
    client, address = client_of("consultant"), reverse("minutes_amend", args=[minutes.ref])
    text = text_of(client.post(address, form_of(minutes)))
    assert "Intet er ændret." in text
    assert Minutes.objects.count() == 1


def test_a_flagged_text_is_put_right_or_kept_with_a_reason(world: World, minutes: Minutes, client_of: Clients) -> None:
    client, address = client_of("consultant"), reverse("minutes_amend", args=[minutes.ref])
    said = form_of(minutes, correction="Åse talte om sin diabetes.")
    text = text_of(client.post(address, said))
    assert "Gem alligevel" in text
    assert Minutes.objects.count() == 1
    client.post(address, {**said, "note_override": "Hun bad selv om det"})
    second = Minutes.objects.get(version=2)
    assert second.words_override == "Hun bad selv om det"
    heading = from_json(second.content).sections[-1].heading
    assert heading.replace("\xa0", " ") == "Rettelse mandag 23. november 2026"


def test_two_who_amend_keep_what_both_typed(world: World, minutes: Minutes, client_of: Clients) -> None:
    """What only the other changed stands in the form now; where both changed it, both stand there."""
    address = reverse("minutes_amend", args=[minutes.ref])
    first = form_of(minutes, **{"text-2-0": "Karens ord", "text-2-1": "Kun Karens"}, correction="Karens rettelse")
    client_of("consultant").post(address, first)
    mine = form_of(minutes, **{"text-2-0": "Henriks ord", "text-2-2": "Kun Henriks"}, attended=[0])
    client = client_of("hr")
    text = text_of(client.post(address, mine)).replace("\xa0", " ")
    assert "Karen Ravn rettede referatet i dag kl. 9.00. Det, du har skrevet, er bevaret." in text
    for words in ("Karens ord", "Henriks ord", "Kun Karens", "Kun Henriks", "Karens rettelse"):
        assert words in text, words
    form = client.post(address, mine).context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    client.post(address, again)
    content = from_json(Minutes.objects.get(version=3).content)
    said = {text.name: text.words for text in texts_of(content)}
    assert (said["text-2-0"], said["text-2-1"], said["text-2-2"]) == ("Henriks ord", "Kun Karens", "Kun Henriks")
    assert "Karens rettelse" in said.values()
    assert [one.attended for one in content.participants] == [True, False, False, False]


def test_a_form_that_is_sent_twice_makes_one_version(world: World, minutes: Minutes, client_of: Clients) -> None:
    client, address = client_of("consultant"), reverse("minutes_amend", args=[minutes.ref])
    said = form_of(minutes, **{"text-2-0": "Andet"})
    assert client.post(address, said).headers["Location"] == client.post(address, said).headers["Location"]
    assert Minutes.objects.count() == 2


def test_what_was_typed_over_a_recalled_version_is_not_kept(world: World, minutes: Minutes, client_of: Clients) -> None:
    second = amend(world, minutes)
    recall(world, minutes)
    client = client_of("consultant")
    response = client.post(reverse("minutes_amend", args=[second.ref]), form_of(minutes, correction="Mere"))
    assert response.headers["Location"] == reverse("minutes_amend", args=[second.ref])
    assert Minutes.objects.count() == 2


@pytest.mark.parametrize("version", ["", "x", "7", "²", "99999999999999999999"])
def test_a_form_with_a_version_that_never_was_is_refused(
    world: World, minutes: Minutes, client_of: Clients, version: str
) -> None:
    client_of("consultant").post(
        reverse("minutes_amend", args=[minutes.ref]), form_of(minutes, version=version, correction="Mere")
    )
    assert Minutes.objects.count() == 1


# --- Recalling ---------------------------------------------------------------------------------------------------


def test_what_was_recalled_is_read_by_nobody_and_its_trace_by_all(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    say(world, minutes, "employee", "Kommentarkanarie")
    copies = {person: copy_of(world, person, minutes).ref for person in ("employee", "guest")}
    client = client_of("consultant")
    client.post(reverse("minutes_recall", args=[minutes.ref]), {"reason": "sensitive"})
    trace = "Trukket tilbage i dag kl. 9.00 af Karen Ravn. Det siger noget, der ikke må stå der."
    for person in ("consultant", "leader", "hr"):
        handler = client_of(person)
        text = page(handler, "minutes", minutes.ref).replace("\xa0", " ")
        assert trace in text
        for secret in (SECRET, "Kommentarkanarie", "Ståbord"):
            assert secret not in text
        for name in ("minutes_pdf", "minutes_amend", "minutes_recall"):
            assert handler.get(reverse(name, args=[minutes.ref])).status_code == 404
    for person, ref in copies.items():
        own = proved(world, person)
        text = text_of(own.get(at_place(world, person))).replace("\xa0", " ")
        assert trace in text
        assert "Kommentarkanarie" not in text
        assert own.get(at_place(world, person, "seat_minutes", ref)).status_code == 404
        assert own.post(at_place(world, person, "seat_comment", ref), {"text": "Ja"}).status_code == 404
    employee = client_of("employee")
    assert employee.get(reverse("own_minutes", args=[copies["employee"]])).status_code == 404
    assert trace in text_of(employee.get(reverse("my_page"))).replace("\xa0", " ")


def test_recalling_one_of_two_says_that_the_other_is_still_read(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    second = amend(world, minutes)
    client = client_of("hr")
    assert "Version 1 kan stadig læses" in page(client, "minutes_recall", second.ref)
    client.post(reverse("minutes_recall", args=[second.ref]), {"reason": "mistake"})
    assert "version, der gælder" not in page(client, "minutes", minutes.ref)
    assert "intet referat af samtalen" in page(client, "minutes_recall", minutes.ref)
    text = text_of(proved(world, "guest").get(at_place(world, "guest")))
    assert "Version 1" in text
    assert WHY not in text


# --- At a participant's place ------------------------------------------------------------------------------------


def test_a_guest_reads_their_copy_and_comments_on_it(world: World, minutes: Minutes, guest: Client) -> None:
    copy = copy_of(world, "guest", minutes)
    text = text_of(guest.get(at_place(world, "guest")))
    assert at_place(world, "guest", "seat_minutes", copy.ref) in text
    address = at_place(world, "guest", "seat_comment", copy.ref)
    response = guest.post(address, {"text": "Jeg var der kun til sidst."})
    assert response.headers["Location"] == at_place(world, "guest")
    assert "Jeg var der kun til sidst." in text_of(guest.get(at_place(world, "guest")))
    flagged = text_of(guest.post(address, {"text": "Hun har diabetes."}))
    assert "Gem alligevel" in flagged
    assert MinutesComment.objects.count() == 1


def test_a_later_version_says_what_was_corrected_and_the_earlier_can_be_read(
    world: World, minutes: Minutes, guest: Client
) -> None:
    amend(world, minutes)
    text = text_of(guest.get(at_place(world, "guest")))
    assert f"Rettet: {WHY}" in text
    for number in (1, 2):
        copy = MinutesCopy.objects.get(participant=world.seats["guest"], minutes__version=number)
        assert at_place(world, "guest", "seat_minutes", copy.ref) in text


def test_parties_read_all_comments_and_those_who_came_along_their_own(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    said = {person: f"Kanarie fra {person}" for person in ("employee", "leader", "consultant", "guest")}
    for person, text in said.items():
        say(world, minutes, person, text)
    for person, own in said.items():
        text = text_of(proved(world, person).get(at_place(world, person)))
        expected = {own} if person == "guest" else set(said.values())
        assert {words for words in said.values() if words in text} == expected, person
    text = page(client_of("deputy"), "minutes", minutes.ref)
    assert all(words in text for words in said.values())


def test_nobody_opens_the_copy_of_another(world: World, minutes: Minutes, client_of: Clients) -> None:
    guests, leaders = (copy_of(world, person, minutes).ref for person in ("guest", "leader"))
    client = proved(world, "guest")
    assert client.get(at_place(world, "guest", "seat_minutes", leaders)).status_code == 404
    assert client.get(at_place(world, "guest", "seat_comment", leaders)).status_code == 404
    assert client.get(at_place(world, "guest", "seat_minutes", guests)).status_code == 200
    assert client_of("leader").get(reverse("own_minutes", args=[leaders])).status_code == 404
    assert client_of("employee").get(reverse("own_minutes", args=[guests])).status_code == 404


def test_whoever_was_sent_no_minutes_sees_nothing_of_them(world: World) -> None:
    make(world)
    late = Participant.objects.create(
        conversation=talk_of(world), role="other", name="Sen Gæst", link_until=NOW + timedelta(days=9), added_at=NOW
    )
    world.seats["late"] = late
    assert "Referat" not in text_of(proved(world, "late").get(at_place(world, "late")))


def test_each_look_is_in_the_audit_and_says_why(world: World, minutes: Minutes, client_of: Clients) -> None:
    before = Entry.objects.latest("pk").pk
    client_of("leader").get(reverse("minutes_pdf", args=[minutes.ref]))
    proved(world, "guest").get(at_place(world, "guest", "seat_minutes", copy_of(world, "guest", minutes).ref))
    client_of("employee").get(reverse("own_minutes", args=[copy_of(world, "employee", minutes).ref]))
    client_of("sibling_leader").get(reverse("minutes", args=[minutes.ref]))
    rows = Entry.objects.filter(pk__gt=before).order_by("pk")
    assert list(rows.values_list("event", "capacity", "purpose")) == [
        ("opened", "leader", "minutes_pdf"),
        ("opened", "guest", "seat_minutes"),
        ("opened", "self", "own_minutes"),
        ("refused", "leader", "minutes"),
    ]


# --- On other pages ----------------------------------------------------------------------------------------------


def test_the_history_tells_of_each_version(world: World, minutes: Minutes, client_of: Clients) -> None:
    recall(world, amend(world, minutes, reason="Grundkanarie"), by="hr")
    text = page(client_of("leader"), "employee_detail", world.employees["employee"].ref).replace("\xa0", " ")
    for words in ("Referat sendt", "Referat rettet: version 2", "Referat trukket tilbage: version 2", "Henrik Holt"):
        assert words in text, words
    assert "Grundkanarie" not in text


def test_ones_own_page_leads_to_ones_own_copy_and_to_commenting(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    copy = copy_of(world, "employee", minutes)
    text = page_of_self(client_of("employee"))
    assert "Referat af rundbordsmøde (PDF)" in text
    assert reverse("own_minutes", args=[copy.ref]) in text
    assert reverse("own_seat", args=[talk_of(world).ref]) in text
    assert "Referat af rundbordsmøde" not in page_of_self(client_of("colleague"))
    Participant.objects.update(link_until=NOW)
    text = page_of_self(client_of("employee"))
    assert reverse("own_minutes", args=[copy.ref]) in text
    assert reverse("own_seat", args=[talk_of(world).ref]) not in text


def test_new_minutes_are_the_next_step_until_they_are_opened(
    world: World, minutes: Minutes, client_of: Clients
) -> None:
    client, copy = client_of("employee"), copy_of(world, "employee", minutes)
    assert "Læs og skriv en kommentar" in page_of_self(client)
    client.get(reverse("own_minutes", args=[copy.ref]))
    assert "Læs og skriv en kommentar" not in page_of_self(client)


def page_of_self(client: Client) -> str:
    return text_of(client.get(reverse("my_page")))


def meeting_of(world: World) -> Meeting:
    meeting = a_meeting(world, "employee")
    meeting.conversation = talk_of(world)
    meeting.save(update_fields=["conversation"])
    return meeting


def test_a_meetings_page_has_its_minutes(world: World, minutes: Minutes, client_of: Clients) -> None:
    meeting = meeting_of(world)
    say(world, minutes, "guest", "Kommentar")
    amend(world, minutes)
    proved(world, "guest").get(
        at_place(
            world,
            "guest",
            "seat_minutes",
            MinutesCopy.objects.get(participant=world.seats["guest"], minutes__version=2).ref,
        )
    )
    text = page(client_of("leader"), "meeting", meeting.ref)
    for words in ("1 af 4 har åbnet det, 1 kommentar", "Version 1", "Version 2", f"Rettet: {WHY}", "Læs referatet"):
        assert words in text, words
    for row in Minutes.objects.all():
        recall(world, row)
    text = page(client_of("leader"), "meeting", meeting.ref)
    assert "Trukket tilbage" in text
    assert "Læs referatet" not in text
    assert "har åbnet det" not in text


def test_a_panel_of_ten_versions_costs_one_query(world: World, minutes: Minutes) -> None:
    many(world, minutes)
    meeting = meeting_of(world)
    with CaptureQueriesContext(connection) as spent:
        assert minutes_of_meeting(world.viewer("leader"), TODAY, meeting) is not None
    assert len([query for query in spent if "cases_minutes" in query["sql"]]) == 1


def test_a_meeting_without_minutes_has_no_panel(world: World) -> None:
    meeting = meeting_of(world)
    assert minutes_of_meeting(world.viewer("leader"), TODAY, meeting) is None


# --- How much they cost ------------------------------------------------------------------------------------------


def many(world: World, minutes: Minutes) -> Minutes:
    """Ten versions, and a comment of each on each."""
    for number in range(2, 11):
        for person in ("employee", "leader", "consultant", "guest"):
            say(world, minutes, person, f"Kommentar {number}")
        minutes = amend(world, minutes, reason=f"Grund {number}")
    return minutes


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as spent:
        assert client.get(address).status_code == 200
    return len([query for query in spent if "SAVEPOINT" not in query["sql"]])


def test_pages_cost_the_same_for_one_version_and_for_ten(world: World, minutes: Minutes, client_of: Clients) -> None:
    consultant, employee, guest = client_of("consultant"), client_of("employee"), proved(world, "guest")

    def costs(row: Minutes) -> dict[str, int]:
        own = copy_of(world, "employee", row).ref
        at_seat = copy_of(world, "guest", row).ref
        return {
            "minutes": cost(consultant, reverse("minutes", args=[row.ref])),
            "amend": cost(consultant, reverse("minutes_amend", args=[row.ref])),
            "recall": cost(consultant, reverse("minutes_recall", args=[row.ref])),
            "paper": cost(consultant, reverse("minutes_pdf", args=[row.ref])),
            "own": cost(employee, reverse("own_minutes", args=[own])),
            "my_page": cost(employee, reverse("my_page")),
            "seat": cost(guest, at_place(world, "guest")),
            "seat_minutes": cost(guest, at_place(world, "guest", "seat_minutes", at_seat)),
            "seat_comment": cost(guest, at_place(world, "guest", "seat_comment", at_seat)),
        }

    one = costs(minutes)
    ten = costs(many(world, minutes))
    assert one == ten
    assert max(ten.values()) <= 12, ten


def test_neither_files_nor_words_are_read_for_lists(world: World, minutes: Minutes, client_of: Clients) -> None:
    for client, address in (
        (client_of("employee"), reverse("my_page")),
        (client_of("leader"), reverse("employee_detail", args=[world.employees["employee"].ref])),
        (proved(world, "guest"), at_place(world, "guest")),
    ):
        with CaptureQueriesContext(connection) as spent:
            client.get(address)
        assert not any('"pdf"' in query["sql"] for query in spent), address
        assert not any('"cases_minutes"."content",' in query["sql"] for query in spent), address
