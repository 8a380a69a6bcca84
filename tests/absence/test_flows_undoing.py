"""Taking a confirmation back: what stands afterwards is what absence makes due now, without waiting for the night."""

from datetime import date

import pytest

from absence.flows import give_policy, report_fit, report_sick, withdraw_period
from absence.models import Period, Policy
from absence.rules.recording import WithdrawReason
from audit.queries import traces_of
from cases.followups.flows import confirm_follow_up, note_contact, undo_confirmation
from cases.models import FollowUp
from people.access import system
from tests.absence.conftest import NOW, TODAY, Place, days


def states() -> dict[str, str]:
    return {row.rule_key or row.origin: row.state for row in FollowUp.objects.all()}


def leaders_states() -> dict[str, str]:
    return {rule: state for rule, state in states().items() if rule.startswith("1-5-14/")}


def sick_from(place: Place, first_day: date) -> Period:
    """Recorded by HR, so that nothing is confirmed by the report itself."""
    return report_sick(employee=place.employee, first_day=first_day, by=place.by("hr"))


def confirm(place: Place, rule: str, *, who: str = "leader", done_on: date = TODAY) -> FollowUp:
    row = FollowUp.objects.get(rule_key=rule)
    return confirm_follow_up(follow_up=row, done_on=done_on, by=place.by(who))[0]


def undo(place: Place, row: FollowUp) -> None:
    undo_confirmation(follow_up=row, by=place.by("leader"))


def test_undo_brings_back_all_that_the_press_did(place: Place) -> None:
    give_policy(unit=place.top, policy=Policy.objects.get(key="1-5-15"), first_day=days(-200), by=system(NOW))
    sick_from(place, TODAY)
    before = states()
    pressed = confirm(place, "1-5-14/1")
    assert {rule for rule, state in states().items() if state == "done"} == {"1-5-14/1", "1-5-15/1"}
    undo(place, pressed)
    assert (states(), set(before.values())) == (before, {"open"})
    events = [trace.event for trace in traces_of(place.employee.ref, limit=2)]
    assert events == ["follow_up_reopened", "follow_up_confirmed"]


def test_undo_brings_back_what_was_overtaken(place: Place) -> None:
    sick_from(place, days(-13))
    pressed = confirm(place, "1-5-14/14")
    assert leaders_states() == {"1-5-14/1": "overtaken", "1-5-14/5": "overtaken", "1-5-14/14": "done"}
    undo(place, pressed)
    assert leaders_states() == {"1-5-14/1": "open", "1-5-14/5": "open", "1-5-14/14": "open"}


def test_undo_leaves_overtaken_what_another_done_one_overtook(place: Place) -> None:
    sick_from(place, days(-13))
    confirm(place, "1-5-14/5", done_on=days(-9))
    undo(place, confirm(place, "1-5-14/14", who="deputy"))
    assert leaders_states() == {"1-5-14/1": "overtaken", "1-5-14/5": "done", "1-5-14/14": "open"}


def test_undo_of_what_is_groundless_withdraws_it(place: Place) -> None:
    period = sick_from(place, TODAY)
    row = confirm(place, "1-5-14/1")
    withdraw_period(period=period, reason=WithdrawReason.MISTAKE, version=period.version, by=place.by("hr"))
    undo(place, row)
    assert set(states().values()) == {"withdrawn"}


@pytest.mark.parametrize("first_day", [-6, -3], ids=["anchor reached", "anchor not reached"])
def test_undo_after_the_return_lets_the_contact_lapse(place: Place, first_day: int) -> None:
    period = sick_from(place, days(first_day))
    row = confirm(place, "1-5-14/5")
    report_fit(period=period, back_on=TODAY, by=place.by("leader"))
    undo(place, row)
    assert leaders_states()["1-5-14/5"] == "lapsed"


def test_undoing_a_noted_contact_takes_both_back(place: Place) -> None:
    sick_from(place, days(-4))
    noted = note_contact(employee=place.employee, contact_on=TODAY, by=place.by("leader"))
    assert leaders_states()["1-5-14/1"] == "done"
    undo(place, noted)
    assert (states()["noted"], leaders_states()["1-5-14/1"]) == ("withdrawn", "open")
