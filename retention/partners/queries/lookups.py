"""What other parts ask: where somebody lives, whom to speak to there, what is agreed."""

from datetime import date
from typing import Final

from django.db.models import F, Func, Value

from people.models import Employee, Employment
from retention.models import Agreement, AgreementUse, Contact, Municipality
from retention.rules.partners import AgreementKind

# The extract writes a code with or without a nought in front.
CODE: Final = Func(F("home_municipality"), Value("0"), function="LTRIM")


def home_of(employee: Employee) -> Municipality | None:
    """Where the employee lives, fetched `with_place`; None where the extract does not say, or says what is unknown."""
    here = Employment.objects.filter(pk=employee.place_id or 0)
    return Municipality.objects.filter(pk__in=here.annotate(code=CODE).values("code")).first()


def contacts_of(municipality: Municipality, day: date) -> list[Contact]:
    """Those who can be spoken to that day, the latest confirmed first."""
    return list(Contact.objects.filter(municipality=municipality).running(day).order_by("-confirmed_on", "pk"))


def agreement_of(municipality: Municipality, kind: AgreementKind, day: date) -> Agreement | None:
    found: Agreement | None = Agreement.objects.filter(municipality=municipality, kind=kind).running(day).first()
    return found


def agreement_used_by(origin: str) -> Agreement | None:
    """The agreement that this origin counts as a use of."""
    found: Agreement | None = Agreement.objects.filter(uses__origin=origin).first()
    return found


def uses_in_year(agreement: Agreement, year: int) -> int:
    """How often it was used that calendar year."""
    return AgreementUse.objects.filter(agreement=agreement, used_on__year=year).count()
