"""The form of a guide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.words import refusal as refusal_of_cases
from people.forms import DayField, field_of
from retention.forms import ChangeForm

REFUSALS = {
    "not_yours": _("Only HR and consultants can do this."),
    "no_steps": _("Write at least one step."),
}


def refusal(code: str) -> str:
    return str(REFUSALS[code]) if code in REFUSALS else refusal_of_cases(code)


class GuideForm(ChangeForm):
    carries = "number"
    say_refusal = staticmethod(refusal)
    about = {"no_steps": "steps"}

    number = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(label=_("In two sentences"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    steps = forms.CharField(
        label=_("The drawing"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A step a line: who, colon, what; and by when after an upright line."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=12000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("An empty line begins a paragraph, # a heading, - an entry of a list, 1. a numbered step."),
    )
    source = forms.CharField(label=_("Source"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.CharField(label=_("Who keeps it up to date"), max_length=120)
    checked_on = DayField(label=_("Last checked"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "checked_on", DayField).limit(None, today)
