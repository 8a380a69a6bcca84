"""The outbox: who is owed a mail today, and one envelope after the other handed to the mail server.

Nothing here is lost with a worker or a broker: an envelope is a row, it is claimed for a minute, and it counts as
sent when the row says so, directly after the mail server has taken the mail.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.module_loading import import_string

from audit import flows as audit
from cases.followups.queries import Differences, differences, due_rows
from cases.models import Heartbeat, Notice, Participant
from cases.notices.letters import write_letter
from cases.notices.mail import Envelope, Post, new_message_id
from cases.notices.queries import (
    CHECK_DUTIES,
    SEND_NOTICES,
    contacts_to_confirm,
    digest_counts,
    new_cases,
    new_tasks,
    news_of,
    told_of_case,
    told_of_task,
)
from cases.notices.rules import (
    AT_ANY_HOUR,
    News,
    NoticeEvent,
    NoticeKind,
    NoticeState,
    Outcome,
    Reason,
    is_given_up,
    is_sending_time,
    may_resend,
    next_state,
    reminder_day,
    retry_at,
    sending_time,
)
from cases.rules import Event
from people.calendar import COPENHAGEN
from people.models import new_reference
from people.queries import municipal_calendar
from people.rules import CapacityKind, RuleViolation
from people.viewer import Viewer

MAY_RESEND = frozenset({CapacityKind.HR, CapacityKind.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Claimed:
    """An envelope that is ours until the lease runs out; `token` says so when the outcome is written."""

    notice: Notice
    token: str
    lease_until: datetime


# --- Owing -------------------------------------------------------------------------------------------


def owe_notices(*, by: Viewer, day: date | None = None, ignore_hours: bool = False) -> int:
    """Makes the envelopes of the day: a digest for everybody to whom something is due, one for each recipient of a new
    case, an announced task, of news or the month's reminder. Asked as often as one likes, by several at
    once. Returns how many are to be sent.

    Outside working hours nothing is owed, unless `ignore_hours`.
    """
    calendar = municipal_calendar()
    if not (ignore_hours or is_sending_time(by.now, calendar)):
        return 0
    day = day or by.today
    wanted = [(person, NoticeKind.DIGEST, day, "") for person in sorted(digest_counts(due_rows(day), by))]
    for case in new_cases(day, calendar):
        wanted += [
            (person, NoticeKind.CASE_OPENED, case.opened_on, case.ref) for person in sorted(told_of_case(case, by))
        ]
    for task in new_tasks(day, calendar):
        since = task.created_at.astimezone(COPENHAGEN).date()
        wanted += [(person, NoticeKind.NEW_TASK, since, task.ref) for person in sorted(told_of_task(task, by))]
    if (reminded_on := reminder_day(day, calendar)) is not None:
        _number, keepers = contacts_to_confirm(by)
        wanted += [(person, NoticeKind.CONTACTS, reminded_on, "") for person in sorted(keepers)]
    for news in news_of(by):
        wanted += [(person, news.kind, news.since, news.subject) for person in sorted(news.told)]
    return _owe(wanted, by)


@transaction.atomic
def _owe(wanted: list[tuple[int, NoticeKind, date, str]], by: Viewer) -> int:
    """One envelope for each, whoever else asks. One that was withdrawn before it was sent is owed again."""
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=person,
                kind=kind,
                day=day,
                subject=subject,
                message_id=new_message_id(),
                owed_at=by.now,
                not_before=by.now,
            )
            for person, kind, day, subject in wanted
        ],
        ignore_conflicts=True,
    )
    digests = [(person, day) for person, kind, day, _subject in wanted if kind is NoticeKind.DIGEST]
    if digests:
        Notice.objects.filter(
            kind=NoticeKind.DIGEST,
            day=digests[0][1],
            recipient__in=[person for person, _day in digests],
            state=NoticeState.WITHDRAWN,
        ).update(state=next_state(NoticeState.WITHDRAWN, NoticeEvent.OWE), owed_at=by.now, not_before=by.now, reason="")
    return Notice.objects.waiting().count()


@transaction.atomic
def owe_news(*, news: Collection[News], by: Viewer) -> None:
    """Owes each of those who are told an envelope, from the next hour at which one may go out. Within another's flow,
    which records. Asked again it is owed once; whether it is still theirs, and what it says, is decided when it is
    sent.
    """
    calendar = municipal_calendar()
    rows = [
        Notice(
            recipient_id=person,
            kind=each.kind,
            day=each.since,
            subject=each.subject,
            message_id=new_message_id(),
            owed_at=at,
            not_before=at,
        )
        for each in news
        for at in (sending_time(each.kind, by.now, calendar),)
        for person in sorted(each.told)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def owe_letter(*, kind: NoticeKind, participant: Participant, subject: str, by: Viewer) -> None:
    """Owes somebody who takes part in a talk a letter, from the next hour at which one may go out. Within another's
    flow, which records.

    One of a kind, subject and day: asked again it is owed once, and again only if it was withdrawn meanwhile. Whether
    it is still theirs, and what it says, is decided when it is sent; see cases/notices/letters.py for what `subject`
    refers to. The link in it holds for MEETING_LINK_DAYS at least.
    """
    at = sending_time(kind, by.now, municipal_calendar())
    owed = {"owed_at": at, "not_before": at}
    envelope = {"participant": participant, "kind": kind, "day": by.today, "subject": subject}
    Notice.objects.bulk_create([Notice(**envelope, **owed, message_id=new_message_id())], ignore_conflicts=True)
    Notice.objects.filter(**envelope, state=NoticeState.WITHDRAWN).update(
        state=next_state(NoticeState.WITHDRAWN, NoticeEvent.OWE), reason="", **owed
    )
    holds = by.now + timedelta(days=settings.MEETING_LINK_DAYS)
    if kind is not NoticeKind.CODE:
        Participant.objects.filter(pk=participant.pk, link_until__lt=holds).update(link_until=holds)


# --- Sending -----------------------------------------------------------------------------------------


def send_notices(
    *, by: Callable[[], Viewer], day: date | None = None, ignore_hours: bool = False
) -> Counter[NoticeEvent]:
    """Owes what the day asks for and sends until nothing is left; counts what became of the envelopes.

    `by` is asked again for each, since time passes. Stops at once when there is no mail server: the next round
    tries again.
    """
    owe_notices(by=by(), day=day, ignore_hours=ignore_hours)
    outcomes = _send_all(lambda: send_next_notice(by=by(), day=day, ignore_hours=ignore_hours))
    beat(job=SEND_NOTICES, by=by())
    return outcomes


def send_codes(*, by: Callable[[], Viewer]) -> Counter[NoticeEvent]:
    """Sends what somebody waits for at their screen, until nothing of it is left."""
    return _send_all(lambda: _send_next(by(), by().today, AT_ANY_HOUR))


def _send_all(send: Callable[[], Outcome | None]) -> Counter[NoticeEvent]:
    outcomes: Counter[NoticeEvent] = Counter()
    while (outcome := send()) is not None:
        outcomes[outcome.event] += 1
        if outcome.reason == Reason.NO_SERVER:
            break
    return outcomes


def send_next_notice(*, by: Viewer, day: date | None = None, ignore_hours: bool = False) -> Outcome | None:
    """Claims one envelope, asks again whether and what there is to tell, hands it over, writes down what became of
    it. None when nothing is left, or nothing that may go out at this hour.
    """
    any_kind = ignore_hours or is_sending_time(by.now, municipal_calendar())
    return _send_next(by, day or by.today, frozenset(NoticeKind) if any_kind else AT_ANY_HOUR)


def _send_next(by: Viewer, day: date, kinds: Collection[NoticeKind]) -> Outcome | None:
    """Each step stands by itself: killed between any two of them, the lease runs out and another worker goes on."""
    claimed = claim_notice(by=by, kinds=kinds)
    if claimed is None:
        return None
    mail = open_envelope(claimed=claimed, by=by, day=day)
    if isinstance(mail, Outcome):
        settle_notice(claimed=claimed, outcome=mail, by=by)
        return mail
    post = Post()
    outcome = post.hand_over(mail)
    settle_notice(claimed=claimed, outcome=outcome, by=by)
    post.close()
    return outcome


@transaction.atomic
def claim_notice(*, by: Viewer, kinds: Collection[NoticeKind] = frozenset(NoticeKind)) -> Claimed | None:
    """Takes one envelope for the length of a lease; others pass it by. One whose lease ran out is marked: whoever
    had it may have sent it."""
    notice = (
        Notice.objects.claimable(by.now, kinds)
        .order_by("attempts", "not_before", "pk")
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient", "participant__user", "participant__conversation")
        .first()
    )
    if notice is None:
        return None
    notice.repeated = notice.repeated or notice.state == NoticeState.CLAIMED
    notice.state = next_state(NoticeState(notice.state), NoticeEvent.CLAIM)
    notice.claim = new_reference()
    notice.lease_until = by.now + timedelta(seconds=settings.NOTICE_LEASE_SECONDS)
    notice.attempts += 1
    notice.save(update_fields=["state", "claim", "lease_until", "attempts", "repeated"])
    return Claimed(notice, notice.claim, notice.lease_until)


def open_envelope(*, claimed: Claimed, by: Viewer, day: date) -> EmailMessage | Outcome:
    """The mail, if there is still something to tell this recipient; else why it is moot. Decided now, not then."""
    notice = claimed.notice
    address = _address_of(notice)
    if isinstance(address, Reason):
        return Outcome(NoticeEvent.MOOT, address)
    letter = write_letter(Envelope(notice, address, by, day))
    if isinstance(letter, Reason):
        return Outcome(NoticeEvent.MOOT, letter)
    Notice.objects.filter(pk=notice.pk, claim=claimed.token).update(items=letter.items)
    return letter.mail


def _address_of(notice: Notice) -> str | Reason:
    """Who takes part in a talk is written to without an account, too."""
    if notice.participant is not None:
        return notice.participant.address or Reason.NO_ADDRESS
    recipient = notice.recipient
    return recipient.email if recipient and recipient.is_active and recipient.email else Reason.NO_ACCOUNT


def settle_notice(*, claimed: Claimed, outcome: Outcome, by: Viewer) -> bool:
    """Writes what became of it, if the claim still stands. False: the lease ran out, and another has it now.

    One statement, committed by itself and at once: what lies between the mail server's word and it can be doubled.
    """
    notice = claimed.notice
    event, reason = outcome.event, outcome.reason
    if event is NoticeEvent.DEFER and is_given_up(notice.owed_at, by.now):
        event, reason = NoticeEvent.REFUSE, Reason.GIVEN_UP
    state = next_state(NoticeState.CLAIMED, event)
    not_before = notice.not_before
    if event is NoticeEvent.DEFER:
        not_before = sending_time(NoticeKind(notice.kind), retry_at(notice.attempts, by.now), municipal_calendar())
    ours = Notice.objects.filter(pk=notice.pk, state=NoticeState.CLAIMED, claim=claimed.token)
    return bool(
        ours.update(
            state=state,
            reason=reason,
            not_before=not_before,
            sent_at=by.now if state is NoticeState.SENT else None,
            repeated=notice.repeated or outcome.perhaps_sent,
            claim="",
            lease_until=None,
        )
    )


@transaction.atomic
def resend_notices(*, notices: Collection[Notice], by: Viewer) -> int:
    """Owes those that have failed once more, after what made them fail was put right; returns how many.

    One that no longer stands failed, or that a later day's digest has made moot, is passed by. Each keeps its
    Message-ID. `RuleViolation("not_yours")`; `nothing_to_resend` where none is left. Audit: `notices_resent`.
    """
    if MAY_RESEND.isdisjoint(by.capacities):
        raise RuleViolation("not_yours")
    rows = Notice.objects.select_for_update(of=("self",)).filter(
        pk__in=[notice.pk for notice in notices], state=NoticeState.FAILED
    )
    again = [row.pk for row in rows if may_resend(NoticeKind(row.kind), row.day, by.today)]
    if not again:
        raise RuleViolation("nothing_to_resend")
    Notice.objects.filter(pk__in=again).update(
        state=next_state(NoticeState.FAILED, NoticeEvent.OWE),
        owed_at=by.now,
        not_before=by.now,
        attempts=0,
        reason="",
    )
    audit.record(Event.NOTICES_RESENT, by=by, capacity=by.standing, fields=["state"], at=by.now)
    return len(again)


# --- Signs of life -----------------------------------------------------------------------------------


def beat(*, job: str, by: Viewer, findings: int = 0) -> None:
    """Notes that a job has run to its end, and how many faults it found if it is one that looks for them."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(job=job, beat_at=by.now, findings=findings)],
        update_conflicts=True,
        unique_fields=["job"],
        update_fields=["beat_at", "findings"],
    )


def check_duties(*, by: Viewer) -> Differences:
    """Derives everybody's follow-ups anew, compares, and changes nothing but the sign of life that tells of it."""
    derived = import_string(settings.DERIVED_DUTIES)
    found = differences(derived(by.today), by.today)
    beat(job=CHECK_DUTIES, by=by, findings=len(found))
    return found
