"""Reads of the outbox: who is owed a mail, and what is wrong with it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.followups.queries import Row, due_rows, owners_of_rows, reachable
from cases.models import Case, Heartbeat, Notice
from cases.notices.rules import ALARM_AFTER, NoticeKind, NoticeState, is_sending_time, next_sending_time
from people.access import viewer_for
from people.calendar import COPENHAGEN, Calendar
from people.models import User
from people.queries import municipal_calendar
from people.rules import OwnerRole
from people.viewer import Viewer

# A job of every minute that has not run for so long has stopped.
SILENCE = timedelta(minutes=15)
SEND_NOTICES = "send_notices"
CHECK_DUTIES = "check_duties"


def digest_counts(rows: list[Row], viewer: Viewer) -> Counter[int]:
    """How many of the rows each person is told of: owners and their running deputies, with an active account."""
    owners = owners_of_rows(rows, viewer)
    counts = Counter(person for row in rows for person in owners[row.pk].told)
    told = reachable(counts)
    return Counter({person: count for person, count in counts.items() if person in told})


def digest_count(recipient: User, day: date, viewer: Viewer) -> int:
    """How many rows one person is told of now: those they owe or stand in for, and may see."""
    eyes = viewer_for(recipient, viewer.now)
    rows = due_rows(day, visible_to=eyes)
    owners = owners_of_rows(rows, eyes)
    return sum(1 for row in rows if recipient.pk in owners[row.pk].told)


def told_of_case(case: Case, viewer: Viewer) -> frozenset[int]:
    """Who is told that a case was opened: whoever would owe the employee something as leader; not who opened it."""
    row = Row(pk=case.pk, employee=case.employee_id, role=OwnerRole.LEADER, named=None)
    return owners_of_rows([row], viewer)[case.pk].told - {case.opened_by_id}


def new_cases(day: date, calendar: Calendar) -> list[Case]:
    """Cases opened since the working day before: one that was opened on a free day is told on the next."""
    since = calendar.previous_working_day(day - timedelta(days=1))
    return list(Case.objects.open().filter(opened_on__range=(since, day)).order_by("pk"))


# --- What is wrong -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alarms:
    """What HR must see of the outbox. Numbers only: who and what stand in the lists."""

    unsent: int  # should have left an hour ago
    missing: int  # people who should have got today's digest, and have no envelope
    failed: int  # refused for good within the last seven days
    silent_since: datetime | None  # when the sending last ran, where that is too long ago
    never_ran: bool
    differences: int  # between what is owed and what absence makes due, when that was last compared

    @property
    def ringing(self) -> bool:
        return bool(self.unsent or self.missing or self.silent_since or self.never_ran or self.differences)


def alarms(viewer: Viewer) -> Alarms:
    """The outbox at the viewer's moment, whoever the viewer is."""
    now, calendar = viewer.now, municipal_calendar()
    jobs = {beat.job: beat for beat in heartbeats()}
    last = jobs[SEND_NOTICES].beat_at if SEND_NOTICES in jobs else None
    return Alarms(
        unsent=len(unsent(now)),
        missing=len(people_without_digest(viewer, calendar)),
        failed=Notice.objects.filter(state=NoticeState.FAILED, day__gt=viewer.today - timedelta(days=7)).count(),
        silent_since=last if last is not None and now - last > SILENCE else None,
        never_ran=last is None,
        differences=jobs[CHECK_DUTIES].findings if CHECK_DUTIES in jobs else 0,
    )


def unsent(now: datetime) -> list[int]:
    """Envelopes that should have left an hour ago, the oldest first."""
    return list(
        Notice.objects.waiting()
        .filter(owed_at__lte=now - ALARM_AFTER)
        .order_by("owed_at", "pk")
        .values_list("pk", flat=True)
    )


def people_without_digest(viewer: Viewer, calendar: Calendar) -> frozenset[int]:
    """Those who have been owed a digest today for an hour, and for whom there is no envelope."""
    day = viewer.today
    opening = next_sending_time(datetime.combine(day, datetime.min.time(), tzinfo=COPENHAGEN), calendar)
    if not is_sending_time(viewer.now, calendar) or viewer.now - opening < ALARM_AFTER:
        return frozenset()
    rows = due_rows(day, standing_since=viewer.now - ALARM_AFTER)
    have = Notice.objects.filter(kind=NoticeKind.DIGEST, day=day).values_list("recipient_id", flat=True)
    return frozenset(digest_counts(rows, viewer).keys() - set(have))


def heartbeats() -> list[Heartbeat]:
    """When each job last ran to its end, for the page of health."""
    return list(Heartbeat.objects.order_by("job"))
