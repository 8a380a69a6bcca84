from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.flows import close_case, open_case
from cases.followups.flows import confirm_follow_up, hand_over, postpone_follow_up
from cases.followups.queries import due_rows, owners_of_rows
from cases.followups.rules import PostponeReason
from cases.models import FollowUp, Heartbeat, Notice
from cases.notices.flows import claim_notice, owe_notices, send_notices, settle_notice
from cases.notices.queries import overdue, people_without_digest
from cases.notices.rules import NoticeEvent, NoticeState, Outcome
from cases.rules import CloseReason, OpenReason
from people.access import system
from people.models import Leadership, User
from people.rules import OwnerRole
from people.viewer import Viewer
from tests.cases.conftest import NOW, TODAY, Place, days, give, owed, user_of
from tests.factories import LeadershipFactory, person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def at(now: datetime) -> Callable[[], Viewer]:
    return lambda: system(now)


def send(now: datetime = NOW) -> dict[str, int]:
    return {event.value: count for event, count in send_notices(by=at(now)).items()}


def receivers() -> list[str]:
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox)


def names(*people: object) -> list[str]:
    return sorted(user_of(employee).username for employee in people)  # type: ignore[arg-type]


# --- Who is told -----------------------------------------------------------------------------------------


def test_the_leader_and_the_running_deputy_get_one_digest_each(place: Place) -> None:
    """It counts cards, as the leader's day does: two rows of one employee are one of them."""
    give(place.employee, owed("1-5-14/5", due=-2), owed("1-5-14/14", due=0), owed("1-5-14/28", due=1))
    give(person(place.unit), owed("1-5-14/5", due=0))
    assert send() == {"accept": 2}
    assert receivers() == names(place.leader, place.deputy)
    assert {message.subject for message in mail.outbox} == {"Du har 2 opgaver i Tilbage"}
    assert list(Notice.objects.values_list("state", "items", "day").distinct()) == [("sent", 2, TODAY)]


def test_all_current_leaders_are_told_and_former_ones_are_not(place: Place) -> None:
    second, former = person(place.unit, leads=True), person(place.unit)
    LeadershipFactory(unit=place.unit, user=former.user, last_day=days(-1))
    give(place.employee, owed())
    send()
    assert receivers() == names(place.leader, place.deputy, second)


def test_a_leader_without_an_account_is_not_written_to_and_stays_owner(place: Place) -> None:
    User.objects.filter(employees=place.leader).update(is_active=False)
    give(place.employee, owed())
    send()
    assert receivers() == names(place.deputy)


def test_the_leaders_own_matter_goes_to_the_leader_above(place: Place) -> None:
    give(place.leader, owed())
    send()
    assert receivers() == names(place.director)


def test_hrs_rows_go_to_everybody_in_hr_but_the_one_they_are_about(place: Place) -> None:
    give(place.employee, owed("statutory/31", owner_role=OwnerRole.HR))
    send()
    assert receivers() == names(place.hr, place.hr_colleague)
    mail.outbox.clear()
    give(place.hr, owed("statutory/31", owner_role=OwnerRole.HR))
    send(NOW + DAY)
    assert sorted(message.subject for message in mail.outbox) == [
        "Du har 1 opgave i Tilbage",
        "Du har 2 opgaver i Tilbage",
    ]


def test_where_nobody_leads_hr_is_told(place: Place) -> None:
    Leadership.objects.all().delete()
    give(place.employee, owed())
    send()
    assert receivers() == names(place.hr, place.hr_colleague)


def test_an_officer_who_has_left_is_not_told(place: Place) -> None:
    Leadership.objects.all().delete()
    place.hr_colleague.employments.update(last_day=days(-1))
    open_case(employee=place.employee, reason=OpenReason.WORRY, by=system(NOW))
    send()
    assert receivers() == names(place.hr)
    give(place.employee, owed())
    assert owners_of_rows(due_rows(TODAY), system(NOW)).popitem()[1].owe == {user_of(place.hr).pk}


def test_a_named_owner_is_told_instead_while_they_may_see_the_employee(place: Place) -> None:
    rows = give(place.employee, owed())
    hand_over(follow_ups=rows, to=user_of(place.hr), by=place.by("hr_colleague"))
    send()
    assert receivers() == names(place.hr)
    mail.outbox.clear()
    place.hr.user.capacities.update(last_day=TODAY)  # type: ignore[union-attr]
    send(NOW + DAY)
    assert receivers() == names(place.leader, place.deputy)


# --- When and what ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [NOW.replace(hour=6, minute=59), NOW.replace(hour=18), NOW - DAY])
def test_nothing_leaves_at_night_or_on_a_free_day(place: Place, now: datetime) -> None:
    give(place.employee, owed(due=-3))
    assert send(now) == {}
    assert Notice.objects.count() == 0


def test_the_digest_comes_once_a_day_and_each_day_until_it_is_done(place: Place) -> None:
    (row,) = give(place.employee, owed(due=0))
    assert [send(NOW + HOUR * hour) for hour in range(4)] == [{"accept": 2}, {}, {}, {}]
    assert send(NOW + DAY) == {"accept": 2}
    confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by("leader"))
    assert send(NOW + 2 * DAY) == {}


def test_what_is_postponed_comes_back_on_its_day(place: Place) -> None:
    (row,) = give(place.employee, owed(due=0))
    postpone_follow_up(follow_up=row, until=days(2), reason=PostponeReason.NO_TIME, by=place.by("leader"))
    assert [send(NOW + DAY * day) for day in range(3)] == [{}, {}, {"accept": 2}]


def test_what_is_done_before_it_is_sent_is_withdrawn_and_owed_again_if_more_comes(place: Place) -> None:
    (row,) = give(place.employee, owed("1-5-14/5", due=0))
    owe_notices(by=system(NOW))
    confirm_follow_up(follow_up=row, done_on=TODAY, by=place.by("leader"))
    assert send() == {"moot": 2}
    assert set(Notice.objects.values_list("state", "reason")) == {("withdrawn", "nothing_due")}
    give(person(place.unit), owed("1-5-14/1", due=0))
    assert send(NOW + HOUR) == {"accept": 2}
    assert Notice.objects.count() == 2


def test_the_recipient_is_decided_again_when_it_is_sent(place: Place) -> None:
    give(place.employee, owed())
    owe_notices(by=system(NOW))
    Leadership.objects.filter(user=place.leader.user).delete()
    successor = person(place.unit, leads=True)
    send()
    assert receivers() == names(place.deputy, successor)
    assert Notice.objects.get(recipient=user_of(place.leader)).state == NoticeState.WITHDRAWN


def test_a_digest_of_yesterday_gives_way_to_todays(place: Place) -> None:
    give(place.employee, owed())
    owe_notices(by=system(NOW))
    assert send(NOW + DAY) == {"moot": 2, "accept": 2}
    assert set(Notice.objects.values_list("day", "state", "reason")) == {
        (TODAY, "withdrawn", "superseded"),
        (days(1), "sent", ""),
    }


def test_a_demo_sends_the_latest_working_days_digests_at_any_hour(place: Place) -> None:
    give(place.employee, owed(due=-3))
    sunday_night = NOW - timedelta(hours=14)
    friday = days(-3)
    counts = send_notices(by=at(sunday_night), day=friday, ignore_hours=True)
    assert counts == {NoticeEvent.ACCEPT: 2}
    assert set(Notice.objects.values_list("day", flat=True)) == {friday}


def test_the_mail_carries_a_link_a_count_and_a_date_and_nothing_else(place: Place) -> None:
    give(place.employee, owed())
    send()
    (message, *_) = mail.outbox
    raw = message.message().as_string() + message.body
    for secret in ("Åse", place.employee.last_name, "Solgården", place.employee.ref, "Ring", place.employee.number):
        assert secret not in raw
    assert "mandag 23.\u00a0november" in message.body
    assert "http://" in message.body
    notice = Notice.objects.get(recipient__email=message.to[0])
    assert message.extra_headers["Message-ID"] == notice.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


# --- A new case ------------------------------------------------------------------------------------------


def test_a_new_case_is_told_at_once_to_those_who_lead_but_not_to_who_opened_it(place: Place) -> None:
    open_case(employee=place.employee, reason=OpenReason.WORRY, by=place.by("leader"))
    assert send() == {"accept": 1}
    assert receivers() == names(place.deputy)
    assert mail.outbox[0].subject == "Der er åbnet en ny sag i Tilbage"
    assert send(NOW + HOUR) == {}


def test_a_case_of_the_weekend_is_told_on_monday(place: Place) -> None:
    saturday = NOW - 2 * DAY
    give(place.employee, owed("1-5-14/14", due=0, anchor=-2, spell_from=-15, opens_case=True), now=saturday)
    assert send(saturday) == {}
    send()
    assert Notice.objects.filter(kind="case_opened", day=days(-2), state="sent").count() == 2


def test_a_case_that_was_closed_again_is_not_told(place: Place) -> None:
    case = open_case(employee=place.employee, reason=OpenReason.WORRY, by=place.by("leader"))
    owe_notices(by=system(NOW))
    close_case(case=case, reason=CloseReason.NOT_NEEDED, by=place.by("leader"))
    assert send() == {"moot": 1}


# --- Claims ----------------------------------------------------------------------------------------------


def test_a_lease_that_ran_out_is_claimed_again_and_marked(place: Place) -> None:
    give(place.employee, owed())
    User.objects.filter(employees=place.deputy).update(is_active=False)
    owe_notices(by=system(NOW))
    first = claim_notice(by=system(NOW))
    assert first is not None
    assert claim_notice(by=system(NOW + timedelta(seconds=59))) is None
    second = claim_notice(by=system(NOW + timedelta(seconds=61)))
    assert second is not None
    assert (second.notice.repeated, second.notice.attempts) == (True, 2)
    sent = Outcome(NoticeEvent.ACCEPT)
    assert settle_notice(claimed=first, outcome=sent, by=system(NOW)) is False
    assert settle_notice(claimed=second, outcome=sent, by=system(NOW)) is True
    assert settle_notice(claimed=second, outcome=Outcome(NoticeEvent.REFUSE), by=system(NOW)) is False
    assert list(Notice.objects.values_list("state", "repeated")) == [("sent", True)]


def test_several_rounds_at_once_make_the_same_envelopes(place: Place) -> None:
    give(place.employee, owed())
    assert [owe_notices(by=system(NOW)) for _ in range(3)] == [2, 2, 2]
    assert Notice.objects.count() == 2


def test_a_clock_that_was_set_back_sends_nothing_twice(place: Place) -> None:
    give(place.employee, owed())
    send()
    assert send(NOW - HOUR) == {}
    assert send(NOW - 3 * DAY) == {}
    assert Notice.objects.count() == 2


def test_three_days_of_silence_are_caught_up_once(place: Place) -> None:
    give(place.employee, owed())
    assert send(NOW + 3 * DAY) == {"accept": 2}
    assert send(NOW + 3 * DAY + HOUR) == {}


def test_a_minute_without_work_asks_little(place: Place) -> None:
    give(place.employee, owed())
    send()
    with CaptureQueriesContext(connection) as queries:
        send(NOW + HOUR)
    assert len(queries) <= 25


# --- Alarms ----------------------------------------------------------------------------------------------


def test_what_is_unsent_an_hour_after_its_time_rings(place: Place) -> None:
    give(place.employee, owed(), now=NOW - DAY)
    owe_notices(by=system(NOW))
    assert overdue(NOW + HOUR - timedelta(seconds=1)).count() == 0
    assert overdue(NOW + HOUR).count() == 2


def test_a_person_without_an_envelope_rings(place: Place) -> None:
    give(place.employee, owed(due=-2), now=NOW - DAY)
    assert people_without_digest(system(NOW)) == {user_of(place.leader).pk, user_of(place.deputy).pk}
    assert people_without_digest(system(NOW.replace(hour=7, minute=59))) == frozenset()
    send()
    assert people_without_digest(system(NOW)) == frozenset()


def test_each_round_leaves_a_sign_of_life(place: Place) -> None:
    send()
    assert Heartbeat.objects.get().beat_at == NOW


def test_rows_that_lapsed_are_not_told(place: Place) -> None:
    give(place.employee, owed(due=0, spell_from=-4))
    give(place.employee, owed(due=0, spell_from=-4, spell_last=-1))
    assert FollowUp.objects.get().state == "lapsed"
    assert send() == {}
