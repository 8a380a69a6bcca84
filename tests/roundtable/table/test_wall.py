"""The wall: what each phase shows, what it never shows before the reveal, and what one save answers."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundtable.models import Meeting
from roundtable.rules.table import Phase
from roundtable.table import flows
from tests.roundtable.table.conftest import answer, choose, reveal_at
from tests.world import NOW, World

STEPS = range(1, 10)


def url(meeting: Meeting, name: str = "meeting_wall", *args: str) -> str:
    return reverse(name, args=[meeting.ref, *args])


def text_of(client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return said_in(response)


def said_in(response) -> str:
    """The words of a page, without tags."""
    body = re.sub(r"<(script|style|noscript)[^>]*>.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\xa0", " ")


def carried(client, meeting: Meeting, form: str) -> str:
    """What a form of the wall was opened with."""
    body = client.get(url(meeting)).content.decode()
    found = re.search(rf'<form id="{form}".*?name="opened" value="(\w+)"', body, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def wall(client_of):
    return client_of("consultant")


def picture(world: World, meeting: Meeting) -> None:
    flows.choose_phase(meeting=meeting, phase=Phase.PICTURE, by=world.viewer("consultant"))


# --- The frame ---------------------------------------------------------------------------------------------


def test_the_wall_shows_nothing_but_the_meeting(wall, meeting: Meeting) -> None:
    body = wall.get(url(meeting)).content.decode()
    text = text_of(wall, url(meeting))
    assert "Rundbordsmøde, Åse Kanariefugl mandag 23. november" in text
    assert "main-nav" not in body
    assert "foot__list" not in body
    phases = ["Siden sidst", "Fælles billede", "Plan og aftaler", "Luk mødet"]
    assert [text.index(phase) for phase in phases] == sorted(text.index(phase) for phase in phases)
    assert "Gemt" not in text


def test_it_says_when_it_was_last_saved(world: World, wall, meeting: Meeting) -> None:
    flows.begin_table(meeting=meeting, by=world.viewer("consultant", NOW + timedelta(minutes=81)))
    assert "Gemt kl. 10.21" in text_of(wall, url(meeting))


def test_the_screen_can_be_hidden(world: World, wall, meeting: Meeting) -> None:
    picture(world, meeting)
    text = text_of(wall, url(meeting), skjult="1")
    assert "Skærmen er skjult" in text
    assert "Vis skærmen" in text
    assert "Hvor er Åse" not in text


@pytest.mark.parametrize("state", ["requested", "held"])
def test_without_a_table_it_leads_to_the_meeting(wall, meeting: Meeting, state: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=state, held_at=NOW if state == "held" else None)
    for address in (url(meeting), url(meeting, "wall_place", "employee")):
        assert wall.get(address)["Location"] == reverse("meeting", args=[meeting.ref])


def test_a_phase_is_chosen_by_a_plain_form(wall, meeting: Meeting) -> None:
    response = wall.post(url(meeting, "meeting_phase"), {"phase": "picture"})
    assert response["Location"] == url(meeting)
    assert "Hvor er Åse lige nu?" in text_of(wall, url(meeting))
    assert wall.post(url(meeting, "meeting_phase"), {"phase": "party"}).status_code == 404


def test_every_phase_takes_few_queries_and_no_more_for_many(world: World, wall, meeting: Meeting) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert wall.get(url(meeting)).status_code == 200
        return len(captured)

    counts = [queries()]
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    for person in ("employee", "leader"):
        answer(world, meeting, person, {"possible": "Gåture", "waits": "Løft", "helps": "Makker"})
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    counts.append(queries())
    picture(world, meeting)
    counts.append(queries())
    reveal_at(world, meeting)
    counts.append(queries())
    assert max(counts) <= 12, counts


# --- Since last time ---------------------------------------------------------------------------------------


def test_the_goals_come_first_and_the_answers_when_they_are_shown(world: World, wall, meeting: Meeting) -> None:
    answer(world, meeting, "employee", {"possible": "Gåture med beboere"})
    text = text_of(wall, url(meeting))
    assert [text.index(goal) for goal in ("Et fælles billede", "En plan", "Hvem gør hvad hvornår")]
    assert "Det bliver vist, når mødet begynder." in text
    assert "Gåture" not in text
    wall.post(url(meeting, "wall_begin"))
    text = text_of(wall, url(meeting))
    assert "Hvilke opgaver kan du løse nu? Gåture med beboere" in text
    assert "Birgit Intet skrevet. Fortæl det her i stedet." in text
    assert "Videre til det fælles billede" in text


def test_both_have_answered_is_enough(world: World, wall, meeting: Meeting) -> None:
    answer(world, meeting, "employee", {"possible": "Gåture"})
    answer(world, meeting, "leader", {"helps": "Fast makker"}, finished=False)
    assert "Fast makker" not in text_of(wall, url(meeting))
    answer(world, meeting, "leader", {"helps": "Fast makker"}, before={"helps": "Fast makker"})
    text = text_of(wall, url(meeting))
    assert "Gåture" in text
    assert "Fast makker" in text


# --- The shared picture --------------------------------------------------------------------------------------


def test_it_says_who_has_chosen_and_never_where(world: World, wall, meeting: Meeting) -> None:
    picture(world, meeting)
    assert "Klar, når begge har valgt." in text_of(wall, url(meeting))
    choose(world, meeting, "leader", 4)
    text = text_of(wall, url(meeting))
    assert "Leder har placeret Skjult" in text
    assert "Medarbejder mangler Vælger på telefonen" in text
    assert "Leder har placeret. Medarbejder mangler." in text
    assert "Klar, når Åse har valgt." in text
    assert "Åse vælger her på skærmen" in text
    assert "Birgit vælger her på skærmen" not in text


def test_the_same_page_comes_wherever_a_side_has_chosen(world: World, wall, meeting: Meeting) -> None:
    """Byte for byte, but for the moment of the last change and the tokens of forms."""
    picture(world, meeting)
    pages = set()
    for number in STEPS:
        choose(world, meeting, "leader", number)
        body = wall.get(url(meeting)).content.decode()
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
        pages.add(re.sub(r'data-version="\d+"', "", body))
    assert len(pages) == 1


def test_the_reveal_is_named_with_its_reason_until_both_have_chosen(world: World, wall, meeting: Meeting) -> None:
    picture(world, meeting)
    choose(world, meeting, "employee", 6)
    body = wall.get(url(meeting)).content.decode()
    assert re.search(r'id="reveal-button"\s+aria-disabled="true" aria-describedby="reveal-reason"', body)
    said = said_in(wall.post(url(meeting, "wall_reveal"), follow=True))
    assert "Begge skal vælge, før noget bliver vist." in said
    choose(world, meeting, "leader", 4)
    assert "aria-disabled" not in wall.get(url(meeting)).content.decode()


@pytest.mark.parametrize(
    ("employee", "leader", "said"),
    [
        (5, 5, ["I ser det ens", "Hvad er det, I begge ser?", "Vi er enige om trin 5"]),
        (5, 4, ["I ser det næsten ens", "1 trin imellem", "Vi er enige om trin 5", "Ned til 6", "Op til 4"]),
        (6, 4, ["I ser det forskelligt", "2 trin imellem", "Vi er enige om trin 5", "Tal hver for sig først"]),
        (9, 1, ["I ser det forskelligt", "8 trin imellem", "Vi er enige om trin 5", "Tal hver for sig først"]),
        (1, 2, ["I ser det næsten ens", "Vi er enige om trin 1", "Ned til 2"]),
        (9, 9, ["I ser det ens", "Vi er enige om trin 9", "Op til 8"]),
    ],
)
def test_the_reveal_says_facts_first_then_a_question(
    world: World, wall, meeting: Meeting, employee: int, leader: int, said: list[str]
) -> None:
    reveal_at(world, meeting, employee, leader)
    text = text_of(wall, url(meeting))
    assert f"Åse ser sig på trin {employee}. Birgit ser Åse på trin {leader}." in text
    assert [words for words in said if words not in text] == []
    assert ("Tal hver for sig først" in text) == (abs(employee - leader) >= 2)
    assert ("Op til" in text) == (employee != 1)
    assert ("Ned til" in text) == (employee != 9 or leader != 9)


def test_another_step_can_be_talked_about_before_it_is_agreed_on(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    text = text_of(wall, url(meeting), trin="6")
    assert "Fælles trin: 6. Sygemeldt, uvist hvor længe" in text
    assert "Vi er enige om trin 6" in text
    for odd in ("0", "10", "x", "٣", ""):
        assert "Vi er enige om trin 5" in text_of(wall, url(meeting), trin=odd)
    wall.post(url(meeting, "wall_agree"), {"step": "6"})
    text = text_of(wall, url(meeting))
    assert "Fælles trin: 6." in text
    assert "Vi er enige om" not in text
    assert "Ret trinnet" in text
    assert "Vi er enige om trin 6" in text_of(wall, url(meeting), trin="6")


def test_each_can_be_heard_by_itself_first(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    text = text_of(wall, url(meeting), **{"hver-for-sig": "1"})
    assert "Tal hver for sig først" in text
    assert "Vi er samlet igen" in text
    assert "Vi er enige om" not in text


def test_disagreement_is_one_press_and_can_be_undone(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    text = said_in(wall.post(url(meeting, "wall_disagree"), follow=True))
    assert "Begge trin er skrevet ned" in text
    assert "Vi er ikke enige" not in text
    assert "Vi er enige om trin 5" in text_of(wall, url(meeting), trin="5")


def test_the_staircase_can_be_left_out(world: World, wall, meeting: Meeting) -> None:
    picture(world, meeting)
    choose(world, meeting, "employee", 6)
    text = said_in(wall.post(url(meeting, "wall_skip"), {"skip": "yes"}, follow=True))
    assert "Vi springer trappen over i dag" in text
    assert "Fire spørgsmål om arbejdet" in text
    text = said_in(wall.post(url(meeting, "wall_skip"), {"skip": "no"}, follow=True))
    assert "Medarbejder har placeret. Leder mangler." in text


def test_somebody_chooses_on_the_shared_screen_which_shows_no_choice(world: World, wall, meeting: Meeting) -> None:
    picture(world, meeting)
    address = url(meeting, "wall_place", "employee")
    assert "I andre ser væk imens." in text_of(wall, address)
    assert "Vælg et trin." in said_in(wall.post(address, {}))
    response = wall.post(address, {"step": "6"})
    assert response["Location"] == url(meeting)
    assert "checked" not in wall.get(address).content.decode()
    assert wall.get(url(meeting, "wall_place", "nobody")).status_code == 404


# --- What is written -----------------------------------------------------------------------------------------


def test_a_save_carries_on_from_what_stands(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    for text in ("Snart tilbage", "Snart tilbage med en makker"):
        said = {"wording": text, "opened": carried(wall, meeting, "wording")}
        assert wall.post(url(meeting, "wall_wording"), said)["Location"] == url(meeting)
    assert Meeting.objects.get().wording == "Snart tilbage med en makker"


def test_who_comes_second_sees_both_and_decides(world: World, wall, client_of, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    opened, hr = carried(wall, meeting, "wording"), client_of("hr")
    hr.post(url(meeting, "wall_wording"), {"wording": "Henriks ord", "opened": opened})
    response = wall.post(url(meeting, "wall_wording"), {"wording": "Karens ord", "opened": opened})
    assert response.status_code == 409
    text = said_in(response)
    assert "Henrik Holt ændrede det kl. 9.00." in text
    assert "Henriks ord" in text
    assert "Karens ord" in text
    assert Meeting.objects.get().wording == "Henriks ord"
    keep = re.search(r'form="wording"\s+name="opened"\s+value="(\w+)"', response.content.decode())
    assert keep
    wall.post(url(meeting, "wall_wording"), {"wording": "Karens ord", "opened": keep[1]})
    assert Meeting.objects.get().wording == "Karens ord"


def test_the_guard_asks_for_a_reason_and_keeps_what_was_typed(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    said = {"wording": "Hun har kræft", "opened": carried(wall, meeting, "wording")}
    response = wall.post(url(meeting, "wall_wording"), said)
    assert response.status_code == 422
    assert "Det ligner en diagnose" in said_in(response)
    assert ">\nHun har kræft</textarea>" in response.content.decode()
    assert 'id="wording-reason"' in response.content.decode()
    assert wall.post(url(meeting, "wall_wording"), said | {"note_override": "Det er et navn"}).status_code == 302
    assert Meeting.objects.get().wording == "Hun har kræft"


def test_the_four_questions_and_the_cause_are_saved_together(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    said = {"physical": "Ny stol", "work_related": "yes", "opened": carried(wall, meeting, "focus")}
    assert wall.post(url(meeting, "wall_focus"), said).status_code == 302
    row = Meeting.objects.get()
    assert (row.physical, row.tasks, row.work_related) == ("Ny stol", "", "yes")


def test_what_is_written_after_the_meeting_was_closed_is_refused_in_words(world: World, wall, meeting: Meeting) -> None:
    reveal_at(world, meeting, 6, 4)
    said = {"wording": "For sent", "opened": carried(wall, meeting, "wording")}
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=NOW)
    response = wall.post(url(meeting, "wall_wording"), said)
    assert response.status_code == 422
    assert "Mødet er lukket, så her kan intet ændres mere." in said_in(response)
    assert "For sent" in response.content.decode()
