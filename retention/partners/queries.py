"""Whom to speak to where somebody lives, and what is agreed there."""

from datetime import date

from people.models import Employee, Employment
from retention.models import Agreement, Contact, Municipality
from retention.rules.partners import AgreementKind


def home_of(employee: Employee) -> Municipality | None:
    """Where the employee lives, fetched `with_place`; None where the extract does not say, or says what is unknown."""
    here = Employment.objects.filter(employee=employee, pk=employee.place_id or 0)
    return Municipality.objects.filter(pk__in=here.values("home_municipality")).first()


def contacts_of(municipality: Municipality, day: date) -> list[Contact]:
    """Those who can be spoken to that day, the latest confirmed first."""
    return list(Contact.objects.filter(municipality=municipality).running(day).order_by("-confirmed_on", "pk"))


def agreement_of(municipality: Municipality, kind: AgreementKind, day: date) -> Agreement | None:
    found: Agreement | None = Agreement.objects.filter(municipality=municipality, kind=kind).running(day).first()
    return found
