"""Forms of offers: the catalogue's page, and the start and end of a use."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import DayField, field_of
from people.rules import RuleViolation
from people.words import Language, danish_key
from retention.forms import ChangeForm
from retention.ladder.words import step_name
from retention.models import Offer, Step
from retention.offers.flows import Written
from retention.offers.words import ABOUT, offer_name, say_refusal
from retention.rules.offers import check_offer

ALL = ""


class Refusing(ChangeForm):
    say_refusal = staticmethod(say_refusal)
    about = ABOUT


class SearchForm(forms.Form):
    soeg = forms.CharField(label=gettext_lazy("Search by words"), required=False, max_length=100)
    trin = forms.TypedChoiceField(label=gettext_lazy("Step"), required=False, coerce=int, empty_value=None)
    lukkede = forms.BooleanField(label=gettext_lazy("Also closed ones"), required=False)

    def __init__(self, *args: Any, steps: Sequence[Step], lang: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.number, f"{step.number} {step_name(step, lang)}") for step in steps]
        field_of(self, "trin", forms.ChoiceField).choices = [(ALL, _("All steps")), *choices]


class OfferForm(Refusing):
    """Everything that the catalogue says of an offer."""

    name_da = forms.CharField(label=gettext_lazy("Name in Danish"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    steps = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which steps does it fit?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one step that it fits.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What is it for?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    eligibility = forms.CharField(
        label=gettext_lazy("Who can have it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    provider = forms.CharField(label=gettext_lazy("Who provides it?"), max_length=200, required=False)
    price = forms.CharField(label=gettext_lazy("Price"), max_length=200, required=False)
    wait = forms.CharField(label=gettext_lazy("Waiting time"), max_length=200, required=False)
    contact = forms.CharField(label=gettext_lazy("Contact"), max_length=200, required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The law, a page, an agreement."),
    )
    last_checked = DayField(label=gettext_lazy("Last checked"))
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave it empty if it runs on.")
    )
    why_ended = forms.CharField(label=gettext_lazy("Why does it end?"), max_length=300, required=False)

    def __init__(self, *args: Any, steps: Sequence[Step], lang: Language, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.number, f"{step.number} {step_name(step, lang)}") for step in steps]
        field_of(self, "steps", forms.ChoiceField).choices = choices
        field_of(self, "last_checked", DayField).limit(None, today)
        for name in ("last_checked", "first_day"):
            self.fields[name].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"first_day", "last_day", "why_ended", "steps"} <= cleaned.keys():
            try:
                names = ("first_day", "last_day", "why_ended", "steps")
                check_offer(**{name: cleaned[name] for name in names})
            except RuleViolation as violation:
                self.refuse(violation)
        return cleaned

    @property
    def written(self) -> Written:
        said = {name: value for name, value in self.cleaned_data.items() if name != "opened"}
        return Written(**said)


class StartForm(Refusing):
    offer = forms.ChoiceField(
        label=gettext_lazy("Which offer?"), error_messages={"required": gettext_lazy("Choose an offer.")}
    )
    day = DayField(label=gettext_lazy("From which day?"))

    def __init__(self, *args: Any, offers: Sequence[Offer], lang: Language, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers}
        names = [(key, offer_name(offer, lang)) for key, offer in self.offers.items()]
        names.sort(key=lambda each: danish_key(each[1]))
        field_of(self, "offer", forms.ChoiceField).choices = [("", _("Choose an offer")), *names]
        field_of(self, "day", DayField).limit(None, today)
        self.fields["day"].initial = today

    def clean_offer(self) -> Offer:
        return self.offers[self.cleaned_data["offer"]]


class EndForm(Refusing):
    day = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, started_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "day", DayField).limit(started_on, today)
        self.fields["day"].initial = today
