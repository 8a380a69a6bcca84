"""Forms about absence. What they cannot know (overlaps, a newer version) the flows say."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from absence.rules import Cause
from absence.rules.recording import GIVEN_REASONS, Expected, WithdrawReason
from people.forms import Cards, DayField, field_of, needed_when_shown
from people.words import Language

TODAY: Final = "today"
YESTERDAY: Final = "yesterday"
TOMORROW: Final = "tomorrow"
OTHER: Final = "other"
SICKNESS: Final = "sickness"
PARTIAL: Final = "partial"
# What reporting offers, in this order; the rest can be chosen when a period is corrected.
OFFERED: Final = (SICKNESS, "child", "accident", "pregnancy", PARTIAL)
FULL: Final = Decimal(100)


def cause_choices(causes: Mapping[str, Cause], lang: Language, *, only: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    keys = [key for key in only if key in causes] if only else list(causes)
    return [(key, causes[key].name_da if lang == "da" else causes[key].name_en) for key in keys]


class PercentField(forms.DecimalField):
    """How much somebody is absent. A Danish decimal comma is understood."""

    default_error_messages = {
        "required": gettext_lazy("Write a percent."),
        "invalid": gettext_lazy("Write a percent as a number, for example 50."),
        "min_value": gettext_lazy("Write a percent above 0."),
        "max_value": gettext_lazy("Write at most 100 percent."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-input--short", "autocomplete": "off"})
        super().__init__(
            max_digits=5, decimal_places=2, min_value=Decimal("0.01"), max_value=FULL, widget=widget, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".").strip(" %\u00a0") if isinstance(value, str) else value)


class ReportForm(forms.Form):
    """Who, from when, how long: three touches. The cause is presumed, and one touch away."""

    who = forms.CharField(
        label=gettext_lazy("Who?"), max_length=24, error_messages={"required": gettext_lazy("Choose who is sick.")}
    )
    begins = forms.ChoiceField(
        label=gettext_lazy("From when?"),
        initial=TODAY,
        choices=[
            (TODAY, gettext_lazy("Today")),
            (YESTERDAY, gettext_lazy("Yesterday")),
            (OTHER, gettext_lazy("Another day")),
        ],
        widget=Cards(columns=3, opens=[OTHER]),
        error_messages={"required": gettext_lazy("Choose from when.")},
    )
    first_day = needed_when_shown(DayField(label=gettext_lazy("First day of absence"), required=False))
    expected = forms.ChoiceField(
        label=gettext_lazy("How long, by their own guess?"),
        choices=[
            (Expected.FEW_DAYS, gettext_lazy("1–3 days")),
            (Expected.A_WEEK, gettext_lazy("Up to a week")),
            (Expected.TWO_WEEKS, gettext_lazy("1–2 weeks")),
            (Expected.LONGER, gettext_lazy("Longer")),
            (Expected.UNKNOWN, gettext_lazy("Not known yet")),
        ],
        widget=Cards(columns=2),
        error_messages={"required": gettext_lazy("Choose how long, or that it is not known yet.")},
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("What kind of absence?"),
        initial=SICKNESS,
        required=False,
        widget=Cards(columns=1, opens=[PARTIAL]),
    )
    degree = needed_when_shown(PercentField(label=gettext_lazy("How many percent absent?"), required=False))

    def __init__(self, *args: Any, today: date, causes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field_of(self, "cause", forms.ChoiceField).choices = causes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["cause"] = cleaned.get("cause") or SICKNESS
        match cleaned.get("begins"):
            case "today":
                cleaned["begins_on"] = self.today
            case "yesterday":
                cleaned["begins_on"] = self.today - timedelta(days=1)
            case "other":
                cleaned["begins_on"] = cleaned.get("first_day")
                if cleaned["begins_on"] is None and "first_day" not in self.errors:
                    self.add_error("first_day", _("Write the first day of absence."))
        if cleaned["cause"] != PARTIAL:
            cleaned["degree"] = FULL
        elif cleaned.get("degree") is None and "degree" not in self.errors:
            self.add_error("degree", _("Write how many percent the employee is absent."))
        return cleaned


class FitForm(forms.Form):
    """On which day somebody is back: the first day at work."""

    back = forms.ChoiceField(
        label=gettext_lazy("First day back at work"),
        initial=TODAY,
        choices=[
            (TODAY, gettext_lazy("Today")),
            (TOMORROW, gettext_lazy("Tomorrow")),
            (OTHER, gettext_lazy("Another day")),
        ],
        widget=Cards(columns=3, opens=[OTHER]),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )
    back_on = needed_when_shown(DayField(label=gettext_lazy("Which day?"), required=False))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        match cleaned.get("back"):
            case "today":
                cleaned["day"] = self.today
            case "tomorrow":
                cleaned["day"] = self.today + timedelta(days=1)
            case "other":
                cleaned["day"] = cleaned.get("back_on")
                if cleaned["day"] is None and "back_on" not in self.errors:
                    self.add_error("back_on", _("Write the first day back at work."))
        return cleaned


class PartlyFitForm(FitForm):
    """From which day somebody works a part of the time, and how much they are still absent."""

    degree = PercentField(
        label=gettext_lazy("How many percent absent?"),
        help_text=gettext_lazy("Somebody who works 15 of 30 hours is 50 percent absent."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["back"].label = _("From which day?")


class CorrectForm(forms.Form):
    """A whole period, with the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    first_day = DayField(label=gettext_lazy("First day of absence"))
    last_day = DayField(
        label=gettext_lazy("Last day of absence"),
        required=False,
        help_text=gettext_lazy("Leave it empty while it is not known."),
    )
    cause = forms.ChoiceField(label=gettext_lazy("What kind of absence?"))
    degree = PercentField(label=gettext_lazy("How many percent absent?"))
    returns_on = DayField(
        label=gettext_lazy("Expected back"),
        required=False,
        help_text=gettext_lazy("The first day at work that the employee expects."),
    )

    def __init__(self, *args: Any, causes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "cause", forms.ChoiceField).choices = causes


class WithdrawForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        widget=Cards(columns=1),
        error_messages={"required": gettext_lazy("Choose why.")},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            WithdrawReason.MISTAKE: _("%(name)s was not absent") % {"name": name},
            WithdrawReason.WRONG_PERSON: _("It was somebody else"),
        }
        field_of(self, "reason", forms.ChoiceField).choices = [(reason, words[reason]) for reason in GIVEN_REASONS]
