"""Reads of the outbox: who is owed a mail, and what is wrong with it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from cases.followups.kinds import kinds
from cases.followups.queries import Row, due_rows, owners_of_rows, reachable
from cases.models import Case, FollowUp, Heartbeat, Notice
from cases.notices.rules import ALARM_AFTER, News, NoticeKind, is_sending_time, next_sending_time
from cases.rules import OpenReason
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
    """How many cards each person is told of: owners and their running deputies, with an active account."""
    owners = owners_of_rows(rows, viewer)
    told_of = {(person, _card_of(row)) for row in rows for person in owners[row.pk].told}
    counts = Counter(person for person, _card in told_of)
    told = reachable(counts)
    return Counter({person: count for person, count in counts.items() if person in told})


def digest_count(recipient: User, day: date, viewer: Viewer) -> int:
    """How many cards one person is told of now: what they owe or stand in for, and may see; their own among them."""
    eyes = viewer_for(recipient, viewer.now)
    rows = due_rows(day, told_to=eyes)
    owners = owners_of_rows(rows, eyes)
    return len({_card_of(row) for row in rows if recipient.pk in owners[row.pk].told})


def _card_of(row: Row) -> tuple[int, bool]:
    """The card on which a row stands: one an employee, on the leader's day or on HR's list, however many reasons."""
    return row.employee, row.role == OwnerRole.HR


def told_of_case(case: Case, viewer: Viewer) -> frozenset[int]:
    """Who is told that a case was opened: whoever would owe the employee something as leader; not who opened it."""
    row = Row(pk=case.pk, employee=case.employee_id, role=OwnerRole.LEADER, named=None)
    return owners_of_rows([row], viewer)[case.pk].told - {case.opened_by_id}


def told_of_task(task: FollowUp, viewer: Viewer) -> frozenset[int]:
    """Who is told of a task that is announced: those who owe it now, and their running deputies."""
    row = Row(pk=task.pk, employee=task.employee_id, role=OwnerRole(task.owner_role), named=task.named_owner_id)
    return owners_of_rows([row], viewer)[task.pk].told


def told_now_of_case(ref: str, viewer: Viewer) -> frozenset[int] | None:
    """None where it is closed."""
    case = Case.objects.open().filter(ref=ref).first()
    return None if case is None else told_of_case(case, viewer)


def told_now_of_task(ref: str, viewer: Viewer) -> frozenset[int] | None:
    """None where it is done."""
    task = FollowUp.objects.open().filter(ref=ref).first()
    return None if task is None else told_of_task(task, viewer)


def new_tasks(day: date, calendar: Calendar) -> list[FollowUp]:
    """Open tasks of the kinds that are announced, made since the working day before."""
    announced = [key for key, kind in kinds().items() if kind.announced]
    since = datetime.combine(calendar.previous_working_day(day - timedelta(days=1)), time.min, tzinfo=COPENHAGEN)
    return list(FollowUp.objects.open().filter(kind__in=announced, created_at__gte=since).order_by("pk"))


def contacts_to_confirm(viewer: Viewer) -> tuple[int, frozenset[int]]:
    """How many contacts at municipalities must be confirmed, and who of those who keep them can be written to."""
    number, keepers = import_string(settings.CONTACTS_TO_CONFIRM)(viewer)
    return number, reachable(keepers) if number else frozenset()


def news_of(viewer: Viewer) -> list[News]:
    """What waits now, told to those of them who can be written to."""
    found: list[News] = [news for path in settings.NEWS for news in import_string(path)(viewer)]
    if not found:
        return []
    told = reachable(person for news in found for person in news.told)
    return [replace(news, told=news.told & told) for news in found]


def new_cases(day: date, calendar: Calendar) -> list[Case]:
    """Cases opened since the working day before: one that was opened on a free day is told on the next.

    Without those of care talks, which are many at once.
    """
    since = calendar.previous_working_day(day - timedelta(days=1))
    told = Case.objects.open().exclude(open_reason=OpenReason.CARE_TALK)
    return list(told.filter(opened_on__range=(since, day)).order_by("pk"))


# --- What is wrong -----------------------------------------------------------------------------------


def overdue(now: datetime) -> QuerySet[Notice]:
    """Envelopes that should have left an hour ago."""
    found: QuerySet[Notice] = Notice.objects.waiting().filter(owed_at__lte=now - ALARM_AFTER)
    return found


def people_without_digest(viewer: Viewer) -> frozenset[int]:
    """Those who have been owed a digest today for an hour, and for whom there is no envelope."""
    day, calendar = viewer.today, municipal_calendar()
    opening = next_sending_time(datetime.combine(day, datetime.min.time(), tzinfo=COPENHAGEN), calendar)
    if not is_sending_time(viewer.now, calendar) or viewer.now - opening < ALARM_AFTER:
        return frozenset()
    rows = due_rows(day, standing_since=viewer.now - ALARM_AFTER)
    have = Notice.objects.filter(kind=NoticeKind.DIGEST, day=day).values_list("recipient_id", flat=True)
    return frozenset(digest_counts(rows, viewer).keys() - set(have))


def heartbeats() -> list[Heartbeat]:
    """When each job last ran to its end, for the page of health."""
    return list(Heartbeat.objects.order_by("job"))
