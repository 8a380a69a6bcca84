"""Forms of the register. They ask the rules; the flows insist."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.initiatives.flows import Written
from insight.initiatives.words import ABOUT, refusal
from people.forms import DayField, field_of, needed_when_shown
from retention.forms import ChangeForm

Choices = Sequence[tuple[int, str]]


class Refusing(ChangeForm):
    say_refusal = staticmethod(refusal)
    about = ABOUT


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class InitiativeForm(Refusing):
    """Everything that the register says of an initiative."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write what it is called.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=2000,
        widget=_area(),
        help_text=gettext_lazy("Why it is done. Write about the workplace, never about a single employee."),
        error_messages={"required": gettext_lazy("Write why it is done.")},
    )
    goal = forms.CharField(
        label=gettext_lazy("Goal"),
        max_length=2000,
        required=False,
        widget=_area(2),
        help_text=gettext_lazy("What is to be better, and how that is seen."),
    )
    efforts = forms.CharField(
        label=gettext_lazy("Efforts"),
        max_length=2000,
        required=False,
        widget=_area(),
        help_text=gettext_lazy("What is done."),
    )
    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which units?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What lies below a unit is part of it."),
        error_messages={"required": gettext_lazy("Choose at least one unit.")},
    )
    job_group = forms.CharField(
        label=gettext_lazy("Job group"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("If it is for one job group only."),
    )
    baseline = forms.CharField(
        label=gettext_lazy("As it was before"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The figures that it is held against, for example “Absence 2022/2023”."),
    )
    resources = forms.CharField(
        label=gettext_lazy("Resources and economy"), max_length=2000, required=False, widget=_area(2)
    )
    amount = forms.IntegerField(
        label=gettext_lazy("Amount in DKK"), min_value=0, max_value=2_000_000_000, required=False
    )
    responsible_id = needed_when_shown(
        forms.TypedChoiceField(label=gettext_lazy("Responsible"), coerce=int, empty_value=None, required=False)
    )
    responsible_words = forms.CharField(
        label=gettext_lazy("Responsible, in words"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("If it is somebody who is not in the list, or a group."),
    )
    reports_to = forms.CharField(label=gettext_lazy("Reports to"), max_length=120, required=False)
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=300, required=False)
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave it empty if it runs on.")
    )
    follow_up_on = needed_when_shown(
        DayField(
            label=gettext_lazy("Followed up on"),
            required=False,
            help_text=gettext_lazy("From that day on it stands on top of the register."),
        )
    )

    def __init__(self, *args: Any, units: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "units", forms.TypedMultipleChoiceField).choices = units
        field_of(self, "responsible_id", forms.TypedChoiceField).choices = [("", _("Nobody in the list")), *people]

    @property
    def written(self) -> Written:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"opened", "units"}}
        return Written(**said, units=tuple(self.cleaned_data["units"]))


class CompareForm(Refusing):
    compared = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Compare with"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What lies below a unit is part of it. Without any, it is held against itself only."),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "compared", forms.TypedMultipleChoiceField).choices = units


class AssessForm(Refusing):
    """How far it is, what comes next, and when to look again."""

    percent = forms.IntegerField(
        label=gettext_lazy("How far is it, in percent?"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "min_value": gettext_lazy("Write a number from 0 to 100."),
            "max_value": gettext_lazy("Write a number from 0 to 100."),
            "invalid": gettext_lazy("Write a number from 0 to 100."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example “Periodically”, “To care homes”, “Not assessed by HR”."),
    )
    assessor = forms.CharField(
        label=gettext_lazy("Who says so?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write who says so.")},
    )
    assessed_on = DayField(label=gettext_lazy("On which day?"))
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=300, required=False)
    follow_up_on = needed_when_shown(
        DayField(
            label=gettext_lazy("Followed up again on"),
            required=False,
            help_text=gettext_lazy("Only an initiative that has ended can be without."),
        )
    )

    def __init__(self, *args: Any, assessor: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "assessed_on", DayField).limit(None, today)
        self.fields["assessed_on"].initial = today
        self.fields["assessor"].initial = assessor


class EndForm(Refusing):
    last_day = DayField(label=gettext_lazy("Last day"))
    outcome = forms.CharField(
        label=gettext_lazy("What came of it?"),
        max_length=2000,
        required=False,
        widget=_area(),
        help_text=gettext_lazy("Also what figures do not show. Never about a single employee."),
    )
