"""A meeting, its clock, and those that were asked for from outside."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cases.models import Case, Conversation
from cases.querysets import OfEmployees
from people.models import Employee, User, new_reference
from retention.rules.ladder import ToldHow
from roundtable.models.series import Series
from roundtable.rules.clock import Level, PauseReason
from roundtable.rules.meetings import (
    OPEN_STATES,
    CancelReason,
    MeetingKind,
    MeetingState,
    RequesterKind,
    RequestReason,
    UnheldReason,
)
from roundtable.rules.table import NoPlanReason, Phase, WorkRelated

_ENDED = [MeetingState.CANCELLED, MeetingState.UNHELD]


class Meeting(models.Model):
    """A round table, or a care talk of a series: one open in a case.

    Its clock runs from `requested_at` until `planned_at`, the moment at which it was first planned; when and where it
    is held stands in its conversation. `version` rises with everything that changes at the table, so that screens
    know when to look again; `touched` says who changed which part of it last, and when.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="meetings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")
    conversation = models.OneToOneField(Conversation, models.PROTECT, related_name="meeting")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="meetings")
    # The meeting that this one follows up.
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    kind = models.CharField(max_length=20, default=MeetingKind.ROUND_TABLE)
    state = models.CharField(max_length=20, default=MeetingState.REQUESTED)

    requester = models.CharField(max_length=20)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    reason = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    note_override = models.CharField(max_length=200, blank=True)
    # Coming is voluntary. How the answer was given, where another recorded it; empty where the employee did.
    employee_answer = models.CharField(max_length=3, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_how = models.CharField(max_length=20, blank=True)

    planned_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=30, blank=True)

    phase = models.CharField(max_length=10, default=Phase.SINCE)
    # The table has begun: what was prepared is shown from now on, placements not before they are revealed.
    begun_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    picture_skipped = models.BooleanField(default=False)
    agreed_number = models.PositiveSmallIntegerField(null=True, blank=True)
    # They see it differently, and both are written down: it blocks nothing.
    disagreed = models.BooleanField(default=False)
    wording = models.CharField(max_length=300, blank=True)
    # The four focus questions.
    physical = models.TextField(blank=True)
    tasks = models.TextField(blank=True)
    functions = models.TextField(blank=True)
    colleagues = models.TextField(blank=True)
    words_override = models.CharField(max_length=200, blank=True)
    work_related = models.CharField(max_length=10, blank=True)
    no_plan_reason = models.CharField(max_length=30, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    touched = models.JSONField(default=dict, blank=True)

    # Read along: see roundtable/request/queries.py, and roundtable/meetings/queries/ahead.py for the two last.
    known: dict[str, Any]
    closing_days: list[dict[str, Any]]
    calls: list[dict[str, Any]]
    having: list[dict[str, Any]]
    has_seat: bool
    cannot_come: bool
    is_asked_from_outside: bool
    is_prepared: bool
    said: str | None

    objects = OfEmployees.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["employee", "requested_at"], name="meeting_of_employee"),
            models.Index(fields=["requested_at"], name="meeting_by_request"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(OPEN_STATES)), name="meeting_one_open_a_case"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(MeetingKind)), name="meeting_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(MeetingState)), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(requester__in=list(RequesterKind)), name="meeting_requester_known"),
            models.CheckConstraint(condition=Q(reason__in=list(RequestReason)), name="meeting_reason_known"),
            models.CheckConstraint(condition=Q(phase__in=list(Phase)), name="meeting_phase_known"),
            models.CheckConstraint(
                condition=Q(employee_answer="", answered_on__isnull=True)
                | Q(employee_answer__in=["yes", "no"], answered_on__isnull=False),
                name="meeting_answered_with_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_how="") | Q(answered_how__in=list(ToldHow)), name="meeting_answered_how_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.REQUESTED, *_ENDED]) | Q(planned_at__isnull=False),
                name="meeting_planned_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD, held_at__isnull=False)
                | (~Q(state=MeetingState.HELD) & Q(held_at__isnull=True)),
                name="meeting_held_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.CANCELLED, ended_at__isnull=False, end_reason__in=list(CancelReason))
                | Q(state=MeetingState.UNHELD, ended_at__isnull=False, end_reason__in=list(UnheldReason))
                | (~Q(state__in=_ENDED) & Q(ended_at__isnull=True, end_reason="")),
                name="meeting_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(work_related="") | Q(work_related__in=list(WorkRelated)), name="meeting_work_related_known"
            ),
            models.CheckConstraint(
                condition=Q(no_plan_reason="") | Q(no_plan_reason__in=list(NoPlanReason)),
                name="meeting_no_plan_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"


class Pause(models.Model):
    """A time in which a meeting's clock stands still. One runs at a time."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=30)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(ended_at__isnull=True), name="pause_one_runs"),
            models.CheckConstraint(condition=Q(reason__in=list(PauseReason)), name="pause_reason_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="pause_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.reason}"


class ClockWatch(models.Model):
    """Who is told when a clock has run far: a consultant's colleague at three quarters, the team's lead at the end.

    Without a consultant it is for all who have no colleague of their own.
    """

    level = models.CharField(max_length=12)
    consultant = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    watcher = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "consultant"], nulls_distinct=False, name="clock_watch_one_each"),
            models.CheckConstraint(
                condition=Q(level__in=[Level.COLLEAGUE, Level.LEAD]), name="clock_watch_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.consultant_id}"


class OutsideRequest(models.Model):
    """A wish for a meeting from somebody without an account: it counts once its address is confirmed.

    A consultant finds out whom it is about; from then on it is a meeting. One that comes to nothing says why.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=20)
    organisation = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    # Whom it is about, and where they work, in the words of who asks.
    about_name = models.CharField(max_length=120)
    about_workplace = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    # The mail with the link that confirms the address is owed until it has gone, or was refused for good.
    mailed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    meeting = models.OneToOneField(Meeting, models.PROTECT, null=True, blank=True, related_name="outside")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[RequesterKind.CASEWORKER, RequesterKind.EMPLOYER]),
                name="outside_request_kind_known",
            ),
            models.CheckConstraint(condition=Q(reason__in=list(RequestReason)), name="outside_request_reason_known"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, meeting__isnull=True, end_reason="")
                | Q(settled_at__isnull=False, meeting__isnull=False, end_reason="")
                | Q(settled_at__isnull=False, meeting__isnull=True) & ~Q(end_reason=""),
                name="outside_request_settled_by_meeting_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
