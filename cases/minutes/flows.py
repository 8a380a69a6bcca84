"""Making minutes, amending and recalling them, and saying something to them.

A version is locked as soon as it is made: what was sent is what is kept. Each is sent to everybody who gets minutes; a
letter that has not left when a version is recalled is withdrawn when its turn comes.
"""

from dataclasses import replace

from django.db import transaction

from audit import flows as audit
from cases.guard import check_note, tidy
from cases.invitations.flows.seating import send
from cases.invitations.queries.places import capacity_of
from cases.minutes.amending import changed_words
from cases.minutes.content import Correction, MinutesContent, from_json, to_json
from cases.minutes.document import pdf
from cases.minutes.rules import AmendedMeanwhile, Event, RecallReason, insist_on_maker, newest_standing
from cases.models import Conversation, Minutes, MinutesComment, MinutesCopy, Participant
from cases.notices.rules import NoticeKind
from people.access import fetch_employee
from people.models import Employee
from people.rules import ActingAs, RuleViolation, insist
from people.viewer import Viewer


@transaction.atomic
def make_minutes(*, conversation: Conversation, content: MinutesContent, by: Viewer) -> Minutes:
    """The first version, made by the viewer now, and a copy and a letter for everybody who gets minutes.

    `RuleViolation` with `not_yours` or `minutes_already_made`. Audit: `minutes_made`.
    """
    talk = _hold(conversation)
    capacity = _insist_on_maker(talk, by)
    insist(not Minutes.objects.filter(conversation=talk).exists(), "minutes_already_made")
    made = replace(content, version=1, correction=None, made_by=by.actor_name, made_at=by.now)
    row = _send_version(talk, made, reason="", words_override="", by=by)
    _record(Event.MINUTES_MADE, talk, capacity, ["minutes"], by)
    return row


@transaction.atomic
def amend_minutes(
    *, minutes: Minutes, content: MinutesContent, reason: str, words_override: str = "", by: Viewer
) -> Minutes:
    """Another version with a reason, which everybody gets; `minutes` is the version that was amended, and stays as it
    is. The same said again by the same makes no second.

    `RuleViolation` with `not_yours`, `minutes_recalled` where none stands, `AmendedMeanwhile`, `reason_missing`,
    `nothing_amended`, or of the guard. Audit: `minutes_amended`.
    """
    talk = _hold(minutes.conversation)
    capacity = _insist_on_maker(talk, by)
    versions = list(Minutes.objects.filter(conversation=talk).defer("pdf"))
    newest = newest_standing(versions)
    if newest is None:
        raise RuleViolation("minutes_recalled")
    reason = tidy(reason)
    if newest.pk != minutes.pk:
        if newest.made_by_id == by.actor_id and newest.reason == reason and _said(newest) == _unsigned(content):
            return newest
        raise AmendedMeanwhile(newest.version)
    insist(bool(reason), "reason_missing")
    changed = changed_words(from_json(newest.content), content)
    insist(_said(newest) != _unsigned(content), "nothing_amended")
    for words in (reason, *changed):
        check_note(words, words_override)
    made = replace(
        content,
        version=max(row.version for row in versions) + 1,
        correction=Correction(made_at=by.now, reason=reason),
        made_by=by.actor_name,
        made_at=by.now,
    )
    row = _send_version(talk, made, reason=reason, words_override=tidy(words_override), by=by)
    _record(Event.MINUTES_AMENDED, talk, capacity, ["minutes"], by)
    return row


@transaction.atomic
def recall_minutes(*, minutes: Minutes, reason: RecallReason, by: Viewer) -> None:
    """Takes one version back from everybody, with the comments on it, and owes those who had received it a letter that
    says so. That it was, when, by whom and why stays.

    `RuleViolation` with `not_yours` or `minutes_recalled`. Audit: `minutes_recalled`.
    """
    talk = _hold(minutes.conversation)
    capacity = _insist_on_maker(talk, by)
    recalled = Minutes.objects.filter(pk=minutes.pk, recalled_at=None).update(
        recalled_at=by.now, recalled_by=by.user, recall_reason=reason
    )
    insist(bool(recalled), "minutes_recalled")
    copies = MinutesCopy.objects.filter(minutes=minutes, participant__removed_at=None).order_by("pk")
    for copy in copies.select_related("participant__user", "participant__conversation"):
        send(kind=NoticeKind.RECALLED, participant=copy.participant, subject=minutes.ref, by=by)
    _record(Event.MINUTES_RECALLED, talk, capacity, ["recalled_at", "recall_reason"], by)


@transaction.atomic
def comment_on_minutes(
    *, minutes: Minutes, participant: Participant, text: str, text_override: str = "", by: Viewer
) -> MinutesComment:
    """What a participant who got the version says to it: beside it, for good. The same said again makes no second.

    `RuleViolation` with `minutes_recalled`, `not_yours`, `nothing_said`, or of the guard. Audit: `minutes_commented`.
    """
    talk = _hold(minutes.conversation)
    found = Minutes.objects.defer("pdf", "content").get(pk=minutes.pk)
    insist(found.recalled_at is None, "minutes_recalled")
    insist(MinutesCopy.objects.filter(minutes=found, participant=participant).exists(), "not_yours")
    text = tidy(text)
    insist(bool(text), "nothing_said")
    check_note(text, text_override)
    said = MinutesComment.objects.filter(minutes=found, participant=participant, text=text).first()
    if said is not None:
        return said
    row: MinutesComment = MinutesComment.objects.create(
        minutes=found,
        participant=participant,
        text=text,
        text_override=tidy(text_override),
        written_at=by.now,
    )
    employee = Employee.objects.with_place(by.today).get(pk=talk.employee_id)
    _record(Event.MINUTES_COMMENTED, talk, capacity_of(participant, employee, by), ["comment"], by)
    return row


# --- Writing -------------------------------------------------------------------------------------------------


def _hold(conversation: Conversation) -> Conversation:
    """Locks the talk: one version of its minutes is made after the other."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("employee", "case")
    talk: Conversation = rows.get(pk=conversation.pk)
    return talk


def _insist_on_maker(talk: Conversation, by: Viewer) -> ActingAs:
    _employee, capacity = fetch_employee(talk.employee_id, by)
    insist_on_maker(capacity, hosted=talk.host_id is not None and talk.host_id == by.actor_id)
    return capacity


def _send_version(
    talk: Conversation, content: MinutesContent, *, reason: str, words_override: str, by: Viewer
) -> Minutes:
    row: Minutes = Minutes.objects.create(
        conversation=talk,
        version=content.version,
        content=to_json(content),
        pdf=pdf(content),
        reason=reason,
        words_override=words_override,
        made_at=by.now,
        made_by=by.user,
    )
    getting = list(
        Participant.objects.present()
        .filter(conversation=talk, gets_minutes=True)
        .select_related("user", "conversation")
        .order_by("pk")
    )
    MinutesCopy.objects.bulk_create([MinutesCopy(minutes=row, participant=participant) for participant in getting])
    for participant in getting:
        send(kind=NoticeKind.MINUTES, participant=participant, subject=row.ref, by=by)
    return row


def _said(row: Minutes) -> MinutesContent:
    return _unsigned(from_json(row.content))


def _unsigned(content: MinutesContent) -> MinutesContent:
    """What they say, whoever made which version when."""
    return replace(content, version=1, correction=None, made_by="", made_at=content.starts_at)


def _record(event: Event, talk: Conversation, capacity: ActingAs, fields: list[str], by: Viewer) -> None:
    audit.record(
        event,
        by=by,
        capacity=capacity,
        subjects=[talk.employee.ref],
        case_ref=talk.case.ref if talk.case else "",
        fields=fields,
        at=by.now,
    )
