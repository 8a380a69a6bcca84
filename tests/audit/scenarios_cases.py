"""What the flows of cases write to the audit: each flow, a scenario in the world, and the events that it adds."""

from collections.abc import Callable
from datetime import timedelta

from cases import flows
from cases.followups import flows as follow_ups
from cases.followups.rules import Duty, Owed, PostponeReason
from cases.models import Notice
from cases.notices import flows as notices
from cases.notices.rules import NoticeState
from cases.rules import CloseReason, OpenReason
from people.access import system
from people.rules import OwnerRole
from tests.world import NOW, TODAY, World

Scenario = Callable[[World], object]


def confirm_follow_up(world: World) -> None:
    follow_ups.confirm_follow_up(
        follow_up=world.follow_ups["employee"], done_on=TODAY, by=world.viewer("leader"), note="Ringede kl. 10"
    )


def undo_confirmation(world: World) -> None:
    confirm_follow_up(world)
    follow_ups.undo_confirmation(follow_up=world.follow_ups["employee"], by=world.viewer("deputy"))


def postpone_follow_up(world: World) -> None:
    follow_ups.postpone_follow_up(
        follow_up=world.follow_ups["employee"],
        until=TODAY + timedelta(days=1),
        reason=PostponeReason.NOT_REACHED,
        by=world.viewer("leader"),
    )


def note_contact(world: World) -> None:
    follow_ups.note_contact(employee=world.employees["colleague"], contact_on=TODAY, by=world.viewer("leader"))


def confirm_by_sick_report(world: World) -> None:
    colleague = world.employees["colleague"]
    reconcile(world, step=1)
    follow_ups.confirm_by_sick_report(employee=colleague, first_day=TODAY, by=world.viewer("leader"))


def hand_over(world: World) -> None:
    follow_ups.hand_over(
        follow_ups=[world.follow_ups["employee"]], to=world.users["hr_colleague"], by=world.viewer("hr")
    )


def resend_notices(world: World) -> None:
    Notice.objects.filter(pk=world.notices["leader"].pk).update(state=NoticeState.FAILED, reason="smtp_550")
    notices.resend_notices(notices=[world.notices["leader"]], by=world.viewer("administrator"))


def reconcile(world: World, *, step: int = 5, opens_case: bool = False) -> None:
    duty = Duty(rule=f"1-5-14/{step}", kind="contact", owner_role=OwnerRole.LEADER, step=step, opens_case=opens_case)
    owed = Owed(duty=duty, anchor=TODAY, due_on=TODAY, legal_last_day=None, spell_from=TODAY, spell_last=None)
    follow_ups.reconcile_many(fresh_by_employee={world.employees["colleague"].pk: [owed]}, by=system(NOW))


def reconcile_many(world: World) -> None:
    reconcile(world, step=14, opens_case=True)


def open_case(world: World) -> None:
    flows.open_case(employee=world.employees["colleague"], reason=OpenReason.WORRY, by=world.viewer("leader"))


def close_case(world: World) -> None:
    flows.close_case(case=world.cases["employee"], reason=CloseReason.NOT_NEEDED, by=world.viewer("consultant"))


def open_reached_cases(world: World) -> None:
    reconcile(world, step=14, opens_case=True)
    flows.open_reached_cases(by=system(NOW))


def settle_cases(world: World) -> None:
    later = system(NOW + timedelta(days=60))
    confirm_follow_up(world)
    flows.settle_cases(last_sick_days={world.employees["employee"].pk: TODAY}, by=later)


SCENARIOS: list[tuple[Callable[..., object], Scenario, list[str]]] = [
    (follow_ups.confirm_follow_up, confirm_follow_up, ["follow_up_confirmed"]),
    (follow_ups.undo_confirmation, undo_confirmation, ["follow_up_confirmed", "follow_up_reopened"]),
    (follow_ups.postpone_follow_up, postpone_follow_up, ["follow_up_postponed"]),
    (follow_ups.note_contact, note_contact, ["contact_noted"]),
    (follow_ups.confirm_by_sick_report, confirm_by_sick_report, ["follow_up_confirmed"]),
    (follow_ups.hand_over, hand_over, ["follow_up_handed_over"]),
    (follow_ups.reconcile_many, reconcile_many, ["case_opened"]),
    (flows.open_case, open_case, ["case_opened"]),
    (flows.close_case, close_case, ["case_closed"]),
    (flows.open_reached_cases, open_reached_cases, ["case_opened"]),
    (flows.settle_cases, settle_cases, ["follow_up_confirmed", "case_closed"]),
    (notices.resend_notices, resend_notices, ["notices_resent"]),
]
