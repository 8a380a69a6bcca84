"""Two at the same moment: one open meeting a case, and one plan."""

import pytest
from django.db import IntegrityError, transaction

from people.access import system
from people.rules import RuleViolation
from retention.rules.saying import ChangedMeanwhile, opened_with
from roundtable.models import Meeting, Pause
from roundtable.outside import flows as outside
from roundtable.request import flows
from roundtable.request.standing import standing_of
from roundtable.rules.clock import PauseReason
from tests.at_once import while_others
from tests.audit.scenarios_request import confirm_from_outside
from tests.roundtable.conftest import HOUR, ask, plan
from tests.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_wishes_at_once_are_one_meeting(world: World) -> None:
    second = while_others(lambda: ask(world, "leader"), lambda: ask(world, "employee"))
    assert isinstance(second, RuleViolation)
    assert second.code == "meeting_already_open"
    assert Meeting.objects.get().requester == "leader"


def test_the_database_has_no_second_open_meeting_of_a_case(world: World) -> None:
    meeting = ask(world)
    talk = meeting.conversation
    talk.pk, talk.ref, talk.uid = None, "another", "another"
    talk.save()
    with pytest.raises(IntegrityError, match="meeting_one_open_a_case"), transaction.atomic():
        Meeting.objects.create(
            employee=meeting.employee,
            case=meeting.case,
            conversation=talk,
            requester="hr",
            requested_at=NOW,
            reason="worry",
        )


def test_two_who_plan_at_once_do_not_write_over_each_other(world: World) -> None:
    meeting = ask(world)
    opened = opened_with(standing_of(meeting))

    def planning(by: str, hours: int) -> None:
        flows.plan_meeting(
            meeting=meeting,
            starts_at=NOW + hours * HOUR,
            ends_at=NOW + (hours + 1) * HOUR,
            place="Lokale Åen",
            video_link="",
            invitees=[],
            opened=opened,
            by=world.viewer(by),
        )

    second = while_others(lambda: planning("consultant", 30), lambda: planning("hr", 50))
    assert isinstance(second, ChangedMeanwhile)
    meeting.conversation.refresh_from_db()
    assert meeting.conversation.starts_at == NOW + 30 * HOUR


def test_who_plans_while_the_job_looks_is_not_called_to_help(world: World) -> None:
    meeting, late = ask(world), NOW + 49 * HOUR
    told = while_others(lambda: plan(world, meeting, now=late), lambda: flows.watch_clocks(by=system(late)))
    assert told == 0
    assert not meeting.employee.follow_ups.open().filter(kind="round_table_help").exists()


def test_two_pauses_at_once_are_one(world: World) -> None:
    meeting = ask(world)

    def pause(by: str) -> None:
        flows.pause_meeting(meeting=meeting, reason=PauseReason.EMPLOYEE_UNREACHABLE, by=world.viewer(by))

    second = while_others(lambda: pause("consultant"), lambda: pause("hr"))
    assert isinstance(second, RuleViolation)
    assert (second.code, Pause.objects.count()) == ("already_paused", 1)


def test_a_wish_from_outside_is_settled_once(world: World) -> None:
    asked = confirm_from_outside(world)
    second = while_others(
        lambda: outside.settle_with_outsider(asked=asked, by=world.viewer("consultant")),
        lambda: outside.settle_with_outsider(asked=asked, by=world.viewer("other_consultant")),
    )
    assert isinstance(second, RuleViolation)
    assert (second.code, Meeting.objects.count()) == ("already_settled", 1)
