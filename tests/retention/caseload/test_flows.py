from datetime import timedelta
from decimal import Decimal

import pytest

from cases.followups.flows import confirm_follow_up
from cases.models import FollowUp, Notice
from cases.notices.flows import owe_notices
from people.access import system
from people.models import Assignment, Employee
from retention.caseload.flows import (
    end_referral,
    expire_referrals,
    note_work,
    plan_hours,
    refer,
    remove_work,
    set_consultant_hours,
    take,
)
from retention.models import ConsultantHours, Engagement
from retention.rules.caseload import EndReason, ReferReason, WorkKind
from tests.refusals import refusal_of
from tests.world import NOW, TODAY

DAY = timedelta(days=1)


def refer_colleague(world, to=None, by="leader", **more):
    consultant = world.users[to] if to else None
    colleague = world.employees["colleague"]
    reason = ReferReason.UNCERTAIN_RETURN
    return refer(employee=colleague, to=consultant, reason=reason, by=world.viewer(by), **more)


def sees(world, person: str, who: str = "colleague", days: int = 0) -> bool:
    viewer = world.viewer(person, NOW + days * DAY)
    return Employee.objects.visible_to(viewer).filter(pk=world.employees[who].pk).exists()


def have_it(world, who: str = "colleague") -> set[str]:
    rows = Assignment.objects.running(TODAY).filter(employee=world.employees[who])
    return {row.consultant.username if row.consultant else "team" for row in rows}


# --- Referring ---------------------------------------------------------------------------------------------


def test_a_referral_gives_the_right_to_see_and_a_task_within_two_working_days(world):
    assert (sees(world, "consultant"), sees(world, "other_consultant")) == (False, False)
    refer_colleague(world, note="Kan være her fire timer om dagen")
    assert (sees(world, "consultant"), sees(world, "other_consultant")) == (True, True)
    task = FollowUp.objects.get(kind="referral")
    assert (task.owner_role, task.due_on, task.state) == ("consultant", TODAY + 2 * DAY, "open")
    assert Engagement.objects.get(assignment__employee=world.employees["colleague"]).given_by == world.users["leader"]


def test_a_referral_to_one_consultant_is_nobody_elses(world):
    refer_colleague(world, to="consultant")
    assert (sees(world, "consultant"), sees(world, "other_consultant")) == (True, False)


def test_a_new_referral_is_mailed_to_those_who_may_answer_it(world):
    refer_colleague(world)
    owe_notices(by=system(NOW))
    told = Notice.objects.filter(kind="new_task").values_list("recipient__username", flat=True)
    assert set(told) == {"consultant", "other_consultant"}


def test_employees_ask_for_themselves(world):
    refer_colleague(world, by="colleague")
    assert have_it(world) == {"team"}


@pytest.mark.parametrize(
    ("by", "to", "code"),
    [
        ("sibling_leader", None, "not_yours"),
        ("administrator", None, "not_yours"),
        ("leader_above", None, "not_yours"),
        ("leader", "hr", "no_consultant"),
        ("leader", "colleague", "no_consultant"),
    ],
)
def test_who_may_not_refer_is_refused(world, by, to, code):
    assert refusal_of(lambda: refer_colleague(world, to=to, by=by)) == code
    assert have_it(world) == set()


def test_what_is_referred_is_not_referred_again(world):
    refer_colleague(world)
    assert refusal_of(lambda: refer_colleague(world, to="consultant")) == "already_referred"


def test_the_note_is_guarded(world):
    assert refusal_of(lambda: refer_colleague(world, note="Han har en depression")) == "health_in_note"


def test_a_consultants_own_matter_is_never_their_own_to_have(world):
    consultant = world.employees["consultant"]
    refer(employee=consultant, to=None, reason=ReferReason.WORRY, by=world.viewer("hr"))
    assert sees(world, "consultant", "consultant") is False
    give = {"employees": [consultant], "to": world.users["consultant"], "by": world.viewer("other_consultant")}
    assert refusal_of(lambda: take(**give)) == "no_consultant"


# --- Distributing ------------------------------------------------------------------------------------------


def test_the_task_is_owed_by_who_takes_the_matter_on(world):
    refer_colleague(world)
    take(employees=[world.employees["colleague"]], to=world.users["consultant"], by=world.viewer("consultant"))
    assert have_it(world) == {"team", "consultant"}
    owe_notices(by=system(NOW))
    told = Notice.objects.filter(kind="new_task").values_list("recipient__username", flat=True)
    assert list(told) == ["consultant"]
    confirm_follow_up(follow_up=FollowUp.objects.get(kind="referral"), done_on=TODAY, by=world.viewer("consultant"))


def test_a_matter_changes_hands_with_a_note_and_its_planned_hours(world):
    ase = world.employees["employee"]
    plan_hours(employee=ase, hours=Decimal(6), by=world.viewer("consultant"))
    give = {"employees": [ase], "to": world.users["other_consultant"], "by": world.viewer("consultant")}
    assert take(**give, note="Mødet er planlagt") == 1
    assert have_it(world, "employee") == {"other_consultant"}
    now = Engagement.objects.get(assignment__consultant=world.users["other_consultant"])
    assert (now.note, now.planned_hours, now.given_by) == ("Mødet er planlagt", Decimal(6), world.users["consultant"])
    before = Engagement.objects.get(assignment__consultant=world.users["consultant"])
    assert before.end_reason == EndReason.TAKEN_OVER
    assert (sees(world, "consultant", "employee"), sees(world, "other_consultant", "employee")) == (False, True)


def test_what_was_written_the_same_day_goes_along(world):
    refer_colleague(world, to="consultant", note="Aftenvagter er svære")

    def pass_on(to: str, **more: str) -> tuple[str, object]:
        take(employees=[world.employees["colleague"]], to=world.users[to], by=world.viewer("hr"), **more)
        has = Engagement.objects.get(assignment__consultant=world.users[to])
        return has.note, has.given_by

    assert pass_on("other_consultant") == ("Aftenvagter er svære", world.users["leader"])
    both = "Ring først\n\nBirgit Lund: Aftenvagter er svære"
    assert pass_on("consultant", note="Ring først") == (both, world.users["hr"])
    assert have_it(world) == {"consultant"}


def test_who_already_has_it_is_not_given_it_again(world):
    ase, karen = world.employees["employee"], world.users["consultant"]
    assert take(employees=[ase], to=karen, by=world.viewer("consultant")) == 0


def test_what_is_released_goes_back_to_the_team(world):
    ase = world.employees["employee"]
    assert take(employees=[ase], to=None, by=world.viewer("consultant")) == 1
    assert have_it(world, "employee") == {"team"}
    assert take(employees=[ase], to=None, by=world.viewer("consultant")) == 0


def test_all_are_moved_or_none(world):
    refer_colleague(world, to="other_consultant")
    both = [world.employees["employee"], world.employees["colleague"]]
    move = {"employees": both, "to": world.users["other_consultant"]}
    assert refusal_of(lambda: take(**move, by=world.viewer("consultant"))) == "not_yours"
    assert have_it(world, "employee") == {"consultant"}
    assert take(**move, by=world.viewer("hr")) == 1


@pytest.mark.parametrize("by", ["leader", "other_consultant", "employee", "administrator"])
def test_others_move_nothing(world, by):
    move = {"employees": [world.employees["employee"]], "to": None, "by": world.viewer(by)}
    assert refusal_of(lambda: take(**move)) == "not_yours"


# --- Ending ------------------------------------------------------------------------------------------------


def test_an_ended_referral_takes_the_right_and_the_task_with_it(world):
    refer_colleague(world)
    end_referral(employee=world.employees["colleague"], reason=EndReason.NOT_NEEDED, by=world.viewer("consultant"))
    assert (sees(world, "consultant"), have_it(world)) == (False, set())
    assert FollowUp.objects.get(kind="referral").state == "withdrawn"


def test_a_referral_with_tasks_left_is_not_ended(world):
    ase = world.employees["employee"]
    FollowUp.objects.create(employee=ase, key="x:1", kind="x", owner_role="consultant", created_at=NOW)
    end = {"employee": ase, "by": world.viewer("consultant")}
    assert refusal_of(lambda: end_referral(**end, reason=EndReason.BACK_AT_WORK)) == "tasks_left"
    assert refusal_of(lambda: end_referral(**end, reason=EndReason.EXPIRED)) == "end_reason_unknown"


def test_the_job_ends_what_has_been_quiet_for_two_months(world):
    ase = world.employees["employee"]
    assert expire_referrals(by=system(NOW)) == 0  # she is sick now
    world.periods["employee"].last_day = TODAY - 70 * DAY
    world.periods["employee"].first_day = TODAY - 90 * DAY
    world.periods["employee"].save()
    assert expire_referrals(by=system(NOW)) == 0  # it was referred three days ago
    Assignment.objects.filter(employee=ase).update(first_day=TODAY - 80 * DAY)
    assert expire_referrals(by=system(NOW)) == 1
    assert (have_it(world, "employee"), expire_referrals(by=system(NOW))) == (set(), 0)
    assert Engagement.objects.get(assignment__employee=ase).end_reason == EndReason.EXPIRED


def test_only_who_has_the_matter_plans_hours_on_it(world):
    plan = {"employee": world.employees["employee"], "hours": Decimal(3)}
    assert refusal_of(lambda: plan_hours(**plan, by=world.viewer("hr"))) == "not_yours"
    too_many = {**plan, "hours": Decimal(1000), "by": world.viewer("consultant")}
    assert refusal_of(lambda: plan_hours(**too_many)) == "hours_out_of_range"


# --- Time --------------------------------------------------------------------------------------------------


def hours_of(world) -> list[tuple[Decimal, object, object]]:
    rows = ConsultantHours.objects.filter(consultant=world.users["consultant"]).order_by("first_day")
    return list(rows.values_list("weekly_hours", "first_day", "last_day"))


def test_hours_run_from_a_day_until_others_take_over(world):
    karen, by = world.users["consultant"], world.viewer("hr")
    set_consultant_hours(consultant=karen, weekly_hours=Decimal(20), first_day=TODAY, by=by)
    set_consultant_hours(consultant=karen, weekly_hours=Decimal(30), first_day=TODAY + 9 * DAY, by=by)
    assert hours_of(world) == [(20, TODAY, TODAY + 8 * DAY), (30, TODAY + 9 * DAY, None)]
    set_consultant_hours(consultant=karen, weekly_hours=Decimal(10), first_day=TODAY + 4 * DAY, by=by)
    assert hours_of(world) == [(20, TODAY, TODAY + 3 * DAY), (10, TODAY + 4 * DAY, None)]


@pytest.mark.parametrize(
    ("by", "who", "hours", "day", "code"),
    [
        ("consultant", "consultant", 20, 0, "not_yours"),
        ("hr", "leader", 20, 0, "no_consultant"),
        ("hr", "consultant", 51, 0, "hours_out_of_range"),
        ("hr", "consultant", 20, -1, "begins_in_the_past"),
    ],
)
def test_hours_that_may_not_be_set_are_refused(world, by, who, hours, day, code):
    ask = {"consultant": world.users[who], "weekly_hours": Decimal(hours), "first_day": TODAY + day * DAY}
    assert refusal_of(lambda: set_consultant_hours(**ask, by=world.viewer(by))) == code


def test_time_on_a_case_is_noted_by_who_has_it(world):
    ask = {"kind": WorkKind.CASE, "on": TODAY, "hours": Decimal(2), "employee": world.employees["employee"]}
    assert refusal_of(lambda: note_work(**ask, by=world.viewer("other_consultant"))) == "not_yours"
    assert refusal_of(lambda: note_work(**ask, by=world.viewer("hr"))) == "not_yours"
    assert refusal_of(lambda: note_work(**ask, by=world.viewer("consultant"), words="Depression")) == "health_in_note"
    work = note_work(**ask, by=world.viewer("consultant"))
    assert refusal_of(lambda: remove_work(work=work, by=world.viewer("other_consultant"))) == "not_yours"
