"""What is done about consent: given, withdrawn, and something passed on by it."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from audit import flows as audit
from cases.rules import Part, Right, right_to
from people.access import lock_employee
from people.models import Employee
from people.rules import ActingAs, insist
from people.viewer import Viewer
from retention.consent.queries import insist_on_consent
from retention.models import Consent, Share
from retention.rules.consent import Content, Event, Purpose, Receiver, check_given
from retention.rules.fasttrack import check_told
from retention.rules.ladder import ToldHow
from retention.saying import said_before


@transaction.atomic
def give_consent(
    *,
    employee: Employee,
    purpose: Purpose,
    receiver: Receiver,
    content: frozenset[Content],
    given_on: date,
    by: Viewer,
    told_how: ToldHow | None = None,
) -> Consent:
    """The employee's consent: their own, or recorded for them with how it was given. The same one that runs is recorded
    once, so that one withdrawal ends it.

    `RuleViolation` with `not_yours`, `told_how_missing`, or as for `check_given`. Audit: `consent_given`.
    """
    found, capacity = _locked(employee, by)
    check_told(capacity, told_how or "")
    of_these = Consent.objects.filter(employee=found, purpose=purpose, receiver=receiver)
    withdrawn = of_these.aggregate(last=Max("withdrawn_on"))["last"]
    check_given(content, given_on, by.today, last_withdrawn_on=withdrawn)
    said = {
        "content": [each for each in Content if each in content],
        "given_on": given_on,
        "given_how": "" if capacity is ActingAs.SELF else (told_how or ""),
    }
    same: Consent | None = of_these.filter(withdrawn_on=None, **said).first()
    if same is not None:
        return same
    made = Consent.objects.create(
        employee=found,
        purpose=purpose,
        receiver=receiver,
        **said,
        recorded_by=by.user,
    )
    _record(Event.GIVEN, found, capacity, by, ["purpose", "receiver", "content"])
    return made


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Viewer, told_how: ToldHow | None = None) -> None:
    """It runs no more from today. `RuleViolation` with `not_yours`, `told_how_missing` or `already_withdrawn`.
    Audit: `consent_withdrawn`.
    """
    found, capacity = _locked(consent.employee, by)
    check_told(capacity, told_how or "")
    row: Consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    insist(row.withdrawn_on is None, "already_withdrawn")
    row.withdrawn_on, row.withdrawn_by = by.today, by.user
    row.withdrawn_how = "" if capacity is ActingAs.SELF else (told_how or "")
    row.save()
    _record(Event.WITHDRAWN, found, capacity, by, ["withdrawn_on"])


@transaction.atomic
def share(
    *,
    employee: Employee,
    purpose: Purpose,
    receiver: Receiver,
    content: frozenset[Content],
    by: Viewer,
) -> Share:
    """Notes what is passed on today, by the consent that covers it; the same by the same person once.

    `RuleViolation` with `not_yours` or `no_consent`. Audit: `shared`.
    """
    found, capacity = _locked(employee, by)
    insist(capacity is not ActingAs.SELF, "not_yours")
    consent = insist_on_consent(employee=found, purpose=purpose, receiver=receiver, content=content, day=by.today)
    said = {
        "employee": found,
        "consent": consent,
        "content": [each for each in Content if each in content],
        "shared_on": by.today,
        "shared_by": by.user,
    }
    same = said_before(Share.objects.all(), said)
    if same is not None:
        return same
    made = Share.objects.create(**said)
    _record(Event.SHARED, found, capacity, by, ["content"])
    return made


def _locked(employee: Employee, by: Viewer) -> tuple[Employee, ActingAs]:
    """The employee about whom the viewer writes, or who is the viewer."""
    found, capacity = lock_employee(employee.pk, by)
    insist(capacity is ActingAs.SELF or right_to(Part.CASE, capacity) is Right.WRITE, "not_yours")
    return found, capacity


def _record(event: Event, employee: Employee, capacity: ActingAs, by: Viewer, fields: list[str]) -> None:
    audit.record(event, by=by, capacity=capacity, subjects=[employee.ref], fields=fields, at=by.now)
