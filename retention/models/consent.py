"""Consent as data, and what was passed on by it."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.querysets import OfEmployees
from people.models import Employee, User, new_reference
from retention.rules.consent import Content, Purpose, Receiver
from retention.rules.ladder import ToldHow


class Consent(models.Model):
    """What an employee lets be passed on: for what, to whom, which content, and from when until when."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20)
    receiver = models.CharField(max_length=20)
    content = ArrayField(models.CharField(max_length=20))
    given_on = models.DateField()
    # How it was given, where another recorded it; empty where the employee did it on their own page.
    given_how = models.CharField(max_length=20, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=20, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfEmployees.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employee", "given_on"], name="consent_of_employee")]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=list(Purpose)), name="consent_purpose_known"),
            models.CheckConstraint(condition=Q(receiver__in=list(Receiver)), name="consent_receiver_known"),
            models.CheckConstraint(
                condition=Q(content__contained_by=list(Content)) & ~Q(content=[]), name="consent_content_known"
            ),
            models.CheckConstraint(
                condition=Q(given_how__in=["", *ToldHow], withdrawn_how__in=["", *ToldHow]),
                name="consent_told_how_known",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_how="") | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.purpose}"


class Share(models.Model):
    """Something that was passed on, by a consent that ran that day: the database lets no other in."""

    ref = models.CharField(max_length=24, unique=True, default=new_reference, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="shares")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="shares")
    content = ArrayField(models.CharField(max_length=20))
    shared_on = models.DateField()
    shared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfEmployees.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employee", "shared_on"], name="share_of_employee")]
        triggers = [
            pgtrigger.Trigger(
                name="by_consent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM retention_consent AS c WHERE c.id = NEW.consent_id"
                    " AND c.employee_id = NEW.employee_id AND c.given_on <= NEW.shared_on"
                    " AND (c.withdrawn_on IS NULL OR NEW.shared_on < c.withdrawn_on)"
                    " AND NEW.content <@ c.content AND cardinality(NEW.content) > 0)"
                    " THEN RAISE EXCEPTION 'no consent to share' USING ERRCODE = 'check_violation';"
                    " END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.shared_on}"
