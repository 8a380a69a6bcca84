"""Forms of the caseload. They ask the rules; the flows insist."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import GuardedNoteForm
from people.forms import Cards, DayField, RefusedForm, field_of, needed_when_shown
from people.models import User, new_reference
from people.viewer import Viewer
from retention.caseload.queries.referrals import own_cases, units
from retention.caseload.words import END_REASONS, REFER_REASONS, WORK_KINDS, refusal
from retention.rules.caseload import (
    END_BY_HAND,
    LEAST_NOTED,
    MOST_NOTED,
    MOST_PLANNED,
    MOST_WEEKLY,
    EndReason,
    ReferReason,
    WorkKind,
)

TEAM: Final = "team"


class Refusing(RefusedForm):
    say_refusal = staticmethod(refusal)


class NotedForm(Refusing, GuardedNoteForm):
    """With a note for whoever takes it on."""


class AskForm(NotedForm):
    """The employee asks for a consultant themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What would you like help with?")
        self.fields["note"].help_text = _("A few words of your work. Never what is wrong.")


class ReferForm(NotedForm):
    """To whom, and why. The first choice is the team."""

    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why do you refer?"),
        coerce=ReferReason,
        choices=list(REFER_REASONS.items()),
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why you refer.")},
    )
    to = forms.ChoiceField(label=gettext_lazy("To whom?"), initial=TEAM, widget=Cards)

    field_order = ("reason", "to", "note", "note_override")

    def __init__(self, *args: Any, consultants: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultants = {str(user.pk): user for user in consultants}
        names = [(pk, str(user)) for pk, user in self.consultants.items()]
        field_of(self, "to", forms.ChoiceField).choices = [(TEAM, _("Whoever has time")), *names]

    def clean_to(self) -> User | None:
        return self.consultants.get(self.cleaned_data["to"])


class GiveForm(NotedForm):
    """To which colleague, with a note for them."""

    to = forms.TypedChoiceField(
        label=gettext_lazy("Who takes it over?"),
        coerce=int,
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose who takes it over.")},
    )

    field_order = ("to", "note", "note_override")

    def __init__(self, *args: Any, consultants: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "to", forms.ChoiceField).choices = [(user.pk, str(user)) for user in consultants]


class PlanForm(Refusing):
    hours = forms.DecimalField(
        label=gettext_lazy("Hours that you plan to use"),
        required=False,
        min_value=0,
        max_value=MOST_PLANNED,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class EndForm(Refusing):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why does it end?"),
        coerce=EndReason,
        choices=[(reason, words) for reason, words in END_REASONS.items() if reason in END_BY_HAND],
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why it ends.")},
    )


class WorkForm(Refusing):
    """What time went to: on which day, how long, and on whom or where. `ref` is the note's, made with the form."""

    ref = forms.SlugField(required=False, max_length=24, widget=forms.HiddenInput)

    kind = forms.TypedChoiceField(
        label=gettext_lazy("What was the time used on?"),
        coerce=WorkKind,
        choices=list(WORK_KINDS.items()),
        initial=WorkKind.CASE,
        widget=Cards(opens=[WorkKind.CASE, WorkKind.VISIT, WorkKind.SPARRING]),
        error_messages={"required": gettext_lazy("Choose what the time was used on.")},
    )
    employee: "forms.ModelChoiceField[Any]" = needed_when_shown(
        forms.ModelChoiceField(
            label=gettext_lazy("Whom was it about?"),
            queryset=None,
            to_field_name="ref",
            required=False,
            empty_label=gettext_lazy("Choose a person"),
        )
    )
    unit: "forms.ModelChoiceField[Any]" = needed_when_shown(
        forms.ModelChoiceField(
            label=gettext_lazy("Which unit?"),
            queryset=None,
            required=False,
            empty_label=gettext_lazy("Choose a unit"),
        )
    )
    on = DayField(label=gettext_lazy("On which day?"))
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        min_value=LEAST_NOTED,
        max_value=MOST_NOTED,
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write how many hours.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What about"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A few words, for example about a visit. Never about health."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ref"].initial = new_reference()
        self.fields["on"].initial = viewer.today
        field_of(self, "on", DayField).limit(None, viewer.today)
        field_of(self, "employee", forms.ModelChoiceField).queryset = own_cases(viewer)
        field_of(self, "unit", forms.ModelChoiceField).queryset = units()

    def clean(self) -> dict[str, Any]:
        """Only what the kind asks for counts: what was chosen before another kind is left out."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind is not WorkKind.CASE:
            cleaned["employee"] = None
        elif cleaned.get("employee") is None and "employee" not in self.errors:
            self.add_error("employee", refusal("needs_employee"))
        if kind not in {WorkKind.VISIT, WorkKind.SPARRING}:
            cleaned["unit"] = None
        elif kind is WorkKind.VISIT and cleaned.get("unit") is None and "unit" not in self.errors:
            self.add_error("unit", refusal("needs_unit"))
        return cleaned


class HoursForm(Refusing):
    """A consultant's hours a week from a day on."""

    weekly_hours = forms.DecimalField(
        label=gettext_lazy("Hours a week for retention"),
        min_value=0,
        max_value=MOST_WEEKLY,
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": gettext_lazy("Write how many hours.")},
    )
    first_day = DayField(label=gettext_lazy("From which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].initial = today
        field_of(self, "first_day", DayField).limit(today, None)
