"""What the flows of the table write to the audit."""

from collections.abc import Callable

from retention.ladder import flows as ladder
from retention.models import Step
from retention.rules.ladder import Party
from roundtable.models import Meeting
from roundtable.rules.table import Phase
from roundtable.table import flows
from tests.roundtable.table.conftest import answer, choose, planned, write_focus, write_wording
from tests.world import World

Scenario = Callable[[World], object]


def begun(world: World) -> Meeting:
    meeting = planned(world)
    flows.begin_table(meeting=meeting, by=world.viewer("consultant"))
    return meeting


def begin_table(world: World) -> None:
    flows.begin_table(meeting=begun(world), by=world.viewer("hr"))


def choose_phase(world: World) -> None:
    for _again in range(2):
        flows.choose_phase(meeting=Meeting.objects.first() or planned(world), phase=Phase.PLAN, by=world.viewer("hr"))


def place_at_table(world: World) -> None:
    choose(world, planned(world), "employee", 6)


def answer_questions(world: World) -> None:
    answer(world, planned(world), "leader", {"possible": "Gåture"})


def skip_picture(world: World) -> None:
    meeting = begun(world)
    for _again in range(2):
        flows.skip_picture(meeting=meeting, skip=True, by=world.viewer("consultant"))


def reveal(world: World) -> Meeting:
    meeting = begun(world)
    choose(world, meeting, "employee", 6)
    choose(world, meeting, "leader", 4)
    for _again in range(2):
        flows.reveal(meeting=meeting, by=world.viewer("consultant"))
    return meeting


def agree_on_step(world: World) -> None:
    meeting = reveal(world)
    for _again in range(2):
        flows.agree_on_step(meeting=meeting, number=5, by=world.viewer("consultant"))


def disagree(world: World) -> None:
    meeting = reveal(world)
    flows.agree_on_step(meeting=meeting, number=5, by=world.viewer("consultant"))
    for _again in range(2):
        flows.disagree(meeting=meeting, by=world.viewer("consultant"))


def wording(world: World) -> None:
    meeting = begun(world)
    write_wording(world, meeting, "Snart tilbage")
    write_wording(world, meeting, "Snart tilbage", before="Snart tilbage")


def focus(world: World) -> None:
    write_focus(world, begun(world), tasks="Ingen løft")


def record_at_table(world: World) -> None:
    ladder.record_at_table(
        case=world.cases["employee"],
        party=Party.LEADER,
        step=Step.objects.get(number=4),
        chosen_by=world.users["leader"],
        by=world.viewer("consultant"),
    )


REVEALED = ["table_begun", "placed_at_table", "placed_at_table", "placed", "placed", "picture_revealed"]
SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (flows.begin_table, begin_table, ["table_begun"]),
    (flows.choose_phase, choose_phase, ["table_begun", "phase_chosen"]),
    (flows.place_at_table, place_at_table, ["placed_at_table"]),
    (flows.answer_questions, answer_questions, ["questions_answered"]),
    (flows.skip_picture, skip_picture, ["table_begun", "picture_skipped"]),
    (flows.reveal, reveal, REVEALED),
    (flows.agree_on_step, agree_on_step, [*REVEALED, "placed", "step_agreed"]),
    (flows.disagree, disagree, [*REVEALED, "placed", "step_agreed", "placement_withdrawn", "step_disagreed"]),
    (flows.write_wording, wording, ["table_begun", "wording_written"]),
    (flows.write_focus, focus, ["table_begun", "focus_written"]),
    (ladder.record_at_table, record_at_table, ["placed"]),
]
