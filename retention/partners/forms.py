"""Forms of contacts, agreements, sheets and status meetings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import GuardedNoteForm
from people.forms import DayField, field_of
from retention.forms import ChangeForm
from retention.partners.words import AGREEMENTS, refusal
from retention.rules.partners import AgreementKind


class PartnerForm(ChangeForm):
    say_refusal = staticmethod(refusal)
    about = {
        "ends_before_start": "last_day",
        "ends_later_than_before": "last_day",
        "in_future": "held_on",
        "next_not_later": "next_on",
        "cpr_in_note": "what",
        "health_in_note": "what",
    }


class HoursForm(PartnerForm):
    phone_hours = forms.CharField(
        label=_("Phone hours"),
        required=False,
        max_length=120,
        help_text=_("As it is said, for example: Monday to Thursday 9-12"),
    )


class ContactForm(PartnerForm):
    """A contact. `first_day` is asked for when the contact is added."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write who it is.")})
    role = forms.CharField(label=_("Title or team"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("For what names nobody."))
    secure_email = forms.EmailField(
        label=_("Secure e-mail"), required=False, help_text=_("The address that takes confidential mail.")
    )
    first_day = DayField(label=_("First day"))

    def __init__(self, *args: Any, today: date, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].initial = today
        if not is_new:
            del self.fields["first_day"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        reached = [name for name in ("phone", "email", "secure_email") if cleaned.get(name) or name in self.errors]
        if not reached:
            self.add_error("phone", _("Write a telephone number or an e-mail: how is this person reached?"))
        return cleaned


class EndForm(PartnerForm):
    last_day = DayField(label=_("Last day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today


class AgreementForm(PartnerForm):
    kind = forms.TypedChoiceField(
        label=_("What is agreed?"),
        widget=forms.RadioSelect,
        choices=list(AGREEMENTS.items()),
        coerce=AgreementKind,
        error_messages={"required": _("Choose what is agreed.")},
    )
    words = forms.CharField(
        label=_("In a few words"), max_length=200, required=False, help_text=_("What the other side has promised.")
    )
    quota = forms.IntegerField(
        label=_("How many a year"), min_value=0, max_value=9999, required=False, help_text=_("Empty: no limit.")
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty if it runs on."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].initial = today


class SheetForm(PartnerForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=8000,
        help_text=_("An empty line begins a paragraph, # a heading, - an entry of a list, 1. a numbered step."),
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Where it is known from."))
    owner = forms.CharField(label=_("Who keeps it up to date"), max_length=120)
    checked_on = DayField(label=_("Last checked"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"].initial = today
        field_of(self, "checked_on", DayField).limit(None, today)


class MeetingForm(PartnerForm, GuardedNoteForm):
    held_on = DayField(label=_("Day of the meeting"))
    with_whom = forms.CharField(label=_("Who took part"), max_length=200)
    next_on = DayField(label=_("Next meeting"), required=False)
    field_order = ("held_on", "with_whom", "note", "note_override", "next_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = today
        field_of(self, "held_on", DayField).limit(None, today)
        note = self.fields["note"]
        note.label, note.required = _("What works, and what is hard"), True
        note.help_text = _("About the cooperation. Never about a single employee.")
        note.widget.attrs["rows"] = 8


class ActionForm(PartnerForm):
    what = forms.CharField(label=_("What is to be done"), max_length=200)
    who = forms.CharField(label=_("By whom"), max_length=120)
    due_on = DayField(label=_("By when"))
