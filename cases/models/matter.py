"""The case, and what is owed in it."""

import pghistory
from django.db import models
from django.db.models import F, Q

from cases import querysets
from cases.followups.rules import FollowUpState, PostponeReason
from cases.rules import CaseState, CloseReason, OpenReason
from people.models import Employee, User, new_reference
from people.rules import OwnerRole


class Case(models.Model):
    """The thread through a longer course. At most one open an employee."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="cases")
    state = models.CharField(max_length=20, default=CaseState.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    open_reason = models.CharField(max_length=20)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.CharField(max_length=20, blank=True)

    objects = querysets.CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(state=CaseState.OPEN), name="case_one_open_an_employee"
            ),
            models.CheckConstraint(condition=Q(state__in=list(CaseState)), name="case_state_known"),
            models.CheckConstraint(condition=Q(open_reason__in=list(OpenReason)), name="case_open_reason_known"),
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, closed_on__isnull=True, close_reason="")
                | Q(state=CaseState.CLOSED, closed_on__isnull=False, close_reason__in=list(CloseReason)),
                name="case_closed_with_day_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"


class Wording(models.Model):
    """What a rule's cards say, in one version; rows point at it. `{name}` stands for the employee's first name."""

    act_da = models.CharField(max_length=200, blank=True)
    act_en = models.CharField(max_length=200, blank=True)
    advice_da = models.TextField(blank=True)
    advice_en = models.TextField(blank=True)
    done_da = models.CharField(max_length=80, blank=True)
    done_en = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.act_da


@pghistory.track(
    fields=[
        "state",
        "anchor",
        "due_on",
        "remind_on",
        "owner_role",
        "named_owner",
        "done_on",
        "done_by",
        "postpone_reason",
        "late_by_correction",
        "closed_on",
        "basis_changed",
    ],
    context_field=None,  # type: ignore[arg-type]  # documented, but missing from its types
    model_name="FollowUpHistory",
)
class FollowUp(models.Model):
    """One thing that somebody owes an employee by a date. The row is what counts; mail is a copy of it."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="follow_ups")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    # The policy of the rule that made it, or whatever else did.
    origin = models.CharField(max_length=40)
    rule_key = models.CharField(max_length=80, blank=True)
    # The day of the spell that an elapsed rule waits for.
    step = models.PositiveIntegerField(null=True, blank=True)
    opens_case = models.BooleanField(default=False)
    legal_ref = models.CharField(max_length=120, blank=True)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, blank=True, related_name="+")
    # What was agreed, in the words of those who agreed on it: said instead of the kind's.
    words = models.CharField(max_length=200, blank=True)
    anchor = models.DateField(null=True, blank=True)
    spell_from = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    legal_last_day = models.DateField(null=True, blank=True)
    mandatory = models.BooleanField(default=False)
    owner_role = models.CharField(max_length=20, default=OwnerRole.LEADER)
    named_owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    state = models.CharField(max_length=20, default=FollowUpState.OPEN)
    remind_on = models.DateField(null=True, blank=True)
    postponed = models.PositiveSmallIntegerField(default=0)
    postpone_reason = models.CharField(max_length=30, blank=True)
    late_by_correction = models.BooleanField(default=False)
    # The day it lapsed, was overtaken or withdrawn.
    closed_on = models.DateField(null=True, blank=True)
    # Done, and would not be owed today: what made it was corrected afterwards.
    basis_changed = models.BooleanField(default=False)
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    note_override = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    objects = querysets.FollowUpQuerySet.as_manager()

    # Added by `with_named_grants(day)`.
    named_capacities: list[str]
    named_referred: bool
    own_account: bool | None

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="follow_up_open_by_due"),
            models.Index(fields=["employee", "due_on"], name="follow_up_of_employee"),
            models.Index(fields=["anchor"], condition=Q(opens_case=True), name="follow_up_opens_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["employee", "key"], name="follow_up_once_per_key"),
            models.CheckConstraint(condition=Q(state__in=list(FollowUpState)), name="follow_up_state_known"),
            models.CheckConstraint(condition=Q(owner_role__in=list(OwnerRole)), name="follow_up_owner_role_known"),
            models.CheckConstraint(
                condition=Q(postpone_reason="") | Q(postpone_reason__in=[reason.value for reason in PostponeReason]),
                name="follow_up_postpone_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DONE, done_on__isnull=False, done_at__isnull=False)
                | (~Q(state=FollowUpState.DONE) & Q(done_on__isnull=True, done_at__isnull=True, done_by__isnull=True)),
                name="follow_up_done_with_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FollowUpState.OPEN, FollowUpState.DONE], closed_on__isnull=True)
                | (~Q(state__in=[FollowUpState.OPEN, FollowUpState.DONE]) & Q(closed_on__isnull=False)),
                name="follow_up_closed_with_day",
            ),
            models.CheckConstraint(
                condition=Q(remind_on__isnull=True)
                | Q(legal_last_day__isnull=True)
                | Q(remind_on__lte=F("legal_last_day")),
                name="follow_up_never_past_the_law",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
