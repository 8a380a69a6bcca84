"""A meeting at its table, in the world of tests/world.py."""

from cases.models import Participant
from retention.rules.saying import opened_with
from roundtable.models import Meeting
from roundtable.rules.table import Phase, Seat, WorkRelated
from roundtable.table import flows
from roundtable.table.questions import keys_of
from tests.roundtable.conftest import at, meeting, planned
from tests.world import World


def choose(world: World, meeting: Meeting, person: str, number: int, *, seat: Seat | None = None) -> None:
    """The person chooses on their own screen, for the side they sit on."""
    row = Participant.objects.get(conversation=meeting.conversation_id, user=world.users[person])
    flows.place_at_table(
        meeting=meeting, seat=seat or Seat(person), number=number, by=world.viewer(person), participant=row
    )


def answer(
    world: World,
    meeting: Meeting,
    person: str,
    answers: dict[str, str],
    *,
    before: dict[str, str] | None = None,
    finished: bool = True,
    seat: Seat | None = None,
) -> None:
    """The person answers the open questions, over what stood before."""
    row = Participant.objects.get(conversation=meeting.conversation_id, user=world.users[person])
    side = seat or Seat(person)
    flows.answer_questions(
        meeting=meeting,
        seat=side,
        participant=row,
        answers=answers,
        override="",
        opened=opened_with({key: (before or {}).get(key, "") for key in keys_of(side)}),
        finished=finished,
        by=world.viewer(person),
    )


def reveal_at(world: World, meeting: Meeting, employee: int | None = None, leader: int | None = None) -> None:
    """Both are shown; where numbers are given, they are chosen first."""
    for person, number in (("employee", employee), ("leader", leader)):
        if number is not None:
            choose(world, meeting, person, number)
    flows.choose_phase(meeting=meeting, phase=Phase.PICTURE, by=world.viewer("consultant"))
    flows.reveal(meeting=meeting, by=world.viewer("consultant"))


def write_wording(
    world: World, meeting: Meeting, text: str, *, before: str = "", override: str = "", by: str = "hr"
) -> None:
    flows.write_wording(
        meeting=meeting, wording=text, override=override, opened=opened_with({"wording": before}), by=world.viewer(by)
    )


def write_focus(world: World, meeting: Meeting, *, by: str = "consultant", **said: str) -> None:
    """Over what nobody has written yet."""
    texts = {name: said.get(name, "") for name in flows.FOCUS}
    related = WorkRelated(said["work_related"]) if "work_related" in said else None
    opened = opened_with(dict.fromkeys(flows.FOCUS_AND_WORK, ""))
    focus = flows.Focus(**texts, work_related=related)
    flows.write_focus(meeting=meeting, focus=focus, override="", opened=opened, by=world.viewer(by))


__all__ = ["at", "meeting", "planned"]
