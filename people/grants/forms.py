"""Forms of grants."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DayField, RefusedForm, field_of
from people.grants.queries import Found
from people.grants.words import say_refusal
from people.rules import CapacityKind
from people.terms import lazy_with_terms


class Refusing(RefusedForm):
    say_refusal = staticmethod(say_refusal)


class PersonForm(Refusing):
    """Whom, from when and until when. The person is one of those that a search has found."""

    person = forms.ChoiceField(
        label=_("Who?"), widget=forms.RadioSelect, error_messages={"required": _("Choose a person.")}
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty if it runs on."))

    def __init__(self, *args: Any, found: Iterable[Found], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "person", forms.ChoiceField).choices = [(one.ref, f"{one.name}, {one.under}") for one in found]
        self.fields["first_day"].initial = today
        for name in ("first_day", "last_day"):
            field_of(self, name, DayField).limit(today, None)


class HolidayForm(PersonForm):
    """A leader's own deputy: for days with an end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].required = True
        self.fields["last_day"].help_text = ""


class CapacityForm(PersonForm):
    kind = forms.ChoiceField(
        label=_("As what?"),
        widget=forms.RadioSelect,
        choices=[
            (CapacityKind.HR, _("HR: sees and handles everybody's matter but their own")),
            (CapacityKind.CONSULTANT, lazy_with_terms(_("{Consultant}: sees those who are referred"))),
            (CapacityKind.ADMINISTRATOR, _("Administrator: gives access, and sees no cases")),
        ],
        error_messages={"required": _("Choose what the person is to be.")},
    )
    field_order = ("person", "kind", "first_day", "last_day")


class EndForm(Refusing):
    last_day = DayField(label=_("Last day"), help_text=_("Yesterday's date ends it at once."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today
        field_of(self, "last_day", DayField).limit(today - timedelta(days=1), None)
