"""Forms of series. They ask the rules; the flows insist."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import AnswersForm
from people.forms import field_of
from people.viewer import Viewer
from retention.forms import ChangeForm
from roundtable.rules.series import CHOSEN_BY_HAND, MOST_MONTHS, ExclusionReason
from roundtable.series.queries.people import Line
from roundtable.series.queries.places import units_for
from roundtable.series.words import EXCLUSIONS, refusal

MONTHS: Final = gettext_lazy("How many months back?")


class MonthsForm(ChangeForm):
    """Of how many months back."""

    say_refusal = staticmethod(refusal)
    about = {"months_out_of_range": "months", "series_runs": "unit"}

    months = forms.IntegerField(
        label=MONTHS,
        min_value=1,
        max_value=MOST_MONTHS,
        initial=6,
        help_text=gettext_lazy("Whoever was sick in these months is invited."),
    )


class BeginForm(MonthsForm):
    """Where. A leader chooses among the units they lead."""

    unit: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=gettext_lazy("Which workplace?"),
        queryset=None,
        empty_label=gettext_lazy("Choose a workplace"),
        error_messages={"required": gettext_lazy("Choose a workplace.")},
    )
    field_order = ("unit", "months")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_for(viewer)
        field = field_of(self, "unit", forms.ModelChoiceField)
        field.queryset = units
        if len(units) == 1:
            field.initial, field.empty_label = units[0].pk, None


class PrepareForm(MonthsForm, AnswersForm):
    """Goals, plan and roles, which are about the workplace and name nobody."""

    guarded = ("goals", "plan", "roles")

    goals = forms.CharField(
        label=gettext_lazy("Goals"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What is to be better at the workplace, and how that is seen."),
        error_messages={"required": gettext_lazy("Write what is to come of it.")},
    )
    plan = forms.CharField(
        label=gettext_lazy("Plan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("When the talks are held, where, and how the staff hears of it."),
        error_messages={"required": gettext_lazy("Write how it is done.")},
    )
    roles = forms.CharField(
        label=gettext_lazy("Roles"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Who leads the talks, who takes part, who follows up."),
        error_messages={"required": gettext_lazy("Write who does what.")},
    )
    field_order = ("goals", "plan", "roles", "months", "note_override")

    def said(self) -> dict[str, Any]:
        """What the flow is given."""
        said = dict(self.cleaned_data)
        said["words_override"] = said.pop("note_override")
        return said


class LeaveOutForm(forms.Form):
    """For each whether they are invited, and if not why. Only what was changed since the page was opened counts."""

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("Is invited")),
            *((reason, EXCLUSIONS[reason]) for reason in ExclusionReason if reason in CHOSEN_BY_HAND),
        ]
        self.lines = {line.ref: line for line in lines}
        for line in self.lines.values():
            self.fields[line.ref] = forms.ChoiceField(
                label=line.name,
                choices=choices,
                required=False,
                initial=line.reason,
                show_hidden_initial=True,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        return [(line, self[ref]) for ref, line in self.lines.items()]

    def invited(self, shown: Iterable[str]) -> list[str]:
        """Those of the shown who are not left out; who is no longer in the list is not decided here."""
        return [ref for ref in shown if not self.cleaned_data.get(ref)]

    def chosen(self) -> dict[int, ExclusionReason | None]:
        """Employee -> why they are left out from now on, or None where they are in again."""
        return {
            self.lines[ref].key: ExclusionReason(self.cleaned_data[ref]) if self.cleaned_data[ref] else None
            for ref in self.changed_data
        }
