"""How rows of partners are said."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from people.language import page_language
from people.words import Chip, Tone, chip, say_date, say_days, say_number
from retention.models import Agreement, Contact
from retention.partners.words import AGREEMENTS
from retention.rules.partners import SMALLEST_TOLD, AgreementKind, must_confirm, told


def say_people(people: int) -> str:
    """A number that may be shown: `142`, or `under 5`."""
    shown = told(people)
    if shown is None:
        return _("under %(number)s") % {"number": SMALLEST_TOLD}
    return say_number(shown, lang=page_language()) if shown else _("none")


def say_confirmed(contact: Contact, day: date) -> Chip:
    ago = (day - contact.confirmed_on).days
    if must_confirm(contact.confirmed_on, today=day, days=settings.CONTACT_CONFIRM_DAYS):
        return chip(Tone.LATE, _("not confirmed for %(days)s") % {"days": say_days(ago, page_language())})
    said = say_date(contact.confirmed_on, day, page_language())
    return chip(Tone.MET, _("confirmed %(day)s") % {"day": said})


def say_agreement(agreement: Agreement) -> str:
    return f"{AGREEMENTS[AgreementKind(agreement.kind)]}{say_used(agreement)}"


def say_used(agreement: Agreement) -> str:
    """`, 2 af 5 brugt i år`; nothing where there is neither quota nor use."""
    if agreement.quota is not None:
        return ", " + _("%(used)s of %(quota)s used this year") % {"used": agreement.used, "quota": agreement.quota}
    return ", " + _("%(used)s used this year") % {"used": agreement.used} if agreement.used else ""
