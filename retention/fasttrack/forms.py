"""Forms of Fast track. They ask for what a leader knows about work; the flows insist."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import AnswersForm
from people.forms import Cards, DayField, field_of, needed_when_shown
from retention.fasttrack.words import INITIATORS, MISSED_REASONS, OUTCOMES, TOLD_HOW, refusal
from retention.forms import ChangeForm
from retention.rules.fasttrack import FastTrackKind, Initiator, MissedReason, Outcome
from retention.rules.ladder import ToldHow

YES: Final = "yes"
NO: Final = "no"
CHOOSE_HOW: Final = gettext_lazy("Choose how it was said.")


class Refusing(ChangeForm):
    say_refusal = staticmethod(refusal)
    about = dict.fromkeys(("in_future", "before_start", "before_informed", "before_sent", "window_closed"), "day")


class YesOrNo(forms.TypedChoiceField):
    """A boolean, as one of two cards."""

    def prepare_value(self, value: Any) -> Any:
        return (YES if value else NO) if isinstance(value, bool) else value


class WordsForm(Refusing, AnswersForm):
    """Whether it is expected to last, except on a worry, and the three questions that may be answered."""

    expected_long = YesOrNo(
        coerce=lambda said: said == YES,
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No, or not known yet"))],
        widget=Cards(columns=2),
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    functions = forms.CharField(
        label=gettext_lazy("Which tasks are affected?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Tasks at work, for example lifting or evening shifts. Never what is wrong."),
    )
    duration = forms.CharField(
        label=gettext_lazy("How long, as far as you both can see?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    adapted = forms.CharField(
        label=gettext_lazy("Has the work been adapted?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    guarded = ("functions", "duration", "adapted")

    def __init__(self, *args: Any, kind: FastTrackKind, weeks: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _("Is the absence expected to last more than %(weeks)s weeks in all?") % {"weeks": weeks}
        self.fields["expected_long"].label = label
        if kind is FastTrackKind.PREVENTIVE:
            del self.fields["expected_long"]


class StartForm(WordsForm):
    kind = forms.ChoiceField(required=False, initial=FastTrackKind.ORDINARY, widget=forms.HiddenInput)
    initiator = forms.TypedChoiceField(
        coerce=Initiator,
        label=gettext_lazy("Who asks for it?"),
        choices=list(INITIATORS.items()),
        initial=Initiator.LEADER,
        widget=Cards(columns=2, opens=[Initiator.EMPLOYEE]),
        error_messages={"required": gettext_lazy("Choose who asks for it.")},
    )
    told_how = needed_when_shown(
        forms.TypedChoiceField(
            coerce=ToldHow,
            empty_value=None,
            label=gettext_lazy("How did the employee say so?"),
            required=False,
            choices=list(TOLD_HOW.items()),
            widget=Cards(columns=3),
        )
    )
    field_order = ("kind", "initiator", "told_how", "expected_long", "functions", "duration", "adapted")

    def __init__(self, *args: Any, kind: FastTrackKind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        field_of(self, "kind", forms.ChoiceField).choices = [(kind, kind)]
        self.fields["kind"].initial = kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("initiator") == Initiator.EMPLOYEE and not cleaned.get("told_how"):
            self.add_error("told_how", CHOOSE_HOW)
        return cleaned


class DayForm(Refusing):
    """A day that is not ahead."""

    day = DayField()

    def __init__(self, *args: Any, today: date, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today
        field_of(self, "day", DayField).limit(None, today)
        self.fields["day"].label = label


class InformForm(DayForm):
    how = forms.TypedChoiceField(
        coerce=ToldHow,
        label=gettext_lazy("How was it said?"),
        choices=list(TOLD_HOW.items()),
        widget=Cards(columns=3),
        error_messages={"required": CHOOSE_HOW},
    )


class OutcomeForm(DayForm):
    outcome = forms.TypedChoiceField(
        coerce=Outcome,
        label=gettext_lazy("What came of it?"),
        choices=list(OUTCOMES.items()),
        widget=Cards(columns=1),
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    field_order = ("outcome", "day")


class AnswerForm(Refusing):
    """The employee's answer, recorded by another."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What does the employee say?"),
        choices=[(YES, gettext_lazy("Yes to Fast track")), (NO, gettext_lazy("No thanks"))],
        widget=Cards(columns=2),
        error_messages={"required": gettext_lazy("Choose what the employee says.")},
    )
    how = forms.TypedChoiceField(
        coerce=ToldHow,
        label=gettext_lazy("How was it said?"),
        choices=list(TOLD_HOW.items()),
        widget=Cards(columns=3),
        error_messages={"required": CHOOSE_HOW},
    )


class ReasonForm(Refusing):
    reason = forms.TypedChoiceField(
        coerce=MissedReason,
        label=gettext_lazy("Why was Fast track not used?"),
        choices=list(MISSED_REASONS.items()),
        widget=Cards(columns=1),
        error_messages={"required": gettext_lazy("Choose why.")},
    )
