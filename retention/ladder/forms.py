"""Forms of the ladder: nine native radio buttons, and who says it, when and how. The flows insist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import Cards, DayField, field_of, needed_when_shown
from people.words import Language
from retention.ladder.words import OCCASIONS, TOLD_HOW, step_description, step_name
from retention.models import Step
from retention.rules.ladder import LONGEST_AGO, Occasion, Party, ToldHow

# What people choose; the others are what a page of its own records.
BY_HAND: Final = (Occasion.TALK, Occasion.ROUND_TABLE, Occasion.OTHER)


@dataclass(frozen=True, slots=True)
class Rung:
    """A step as one row to press."""

    option: BoundWidget
    number: int
    name: str
    description: str


class StepForm(forms.Form):
    """On which step. `rungs` draws it, with components/stair.html."""

    step = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a step."),
            "invalid_choice": gettext_lazy("That step is not used any more. Choose another."),
        },
    )

    def __init__(self, *args: Any, steps: Sequence[Step], legend: str, lang: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps, self.lang = steps, lang
        self.fields["step"].label = legend
        field_of(self, "step", forms.ChoiceField).choices = [(step.number, step_name(step, lang)) for step in steps]

    @property
    def rungs(self) -> list[Rung]:
        return [
            Rung(option, step.number, step_name(step, self.lang), step_description(step, self.lang))
            for option, step in zip(self["step"], self.steps, strict=True)
        ]

    def clean_step(self) -> Step:
        number = int(self.cleaned_data["step"])
        return next(step for step in self.steps if step.number == number)


class PlaceForm(StepForm):
    """As whom, on which occasion and day. The employee's own is recorded with how it was told."""

    party = forms.ChoiceField(
        label=gettext_lazy("Whose view is it?"),
        widget=Cards(columns=1, opens=[Party.EMPLOYEE]),
        error_messages={"required": gettext_lazy("Choose whose view it is.")},
    )
    told_how = needed_when_shown(
        forms.ChoiceField(
            label=gettext_lazy("How was it told?"),
            required=False,
            widget=Cards(columns=1),
            choices=[(how, words) for how, words in TOLD_HOW.items()],
        )
    )
    occasion = forms.ChoiceField(
        label=gettext_lazy("On which occasion?"),
        widget=Cards(columns=1),
        choices=[(each, OCCASIONS[each]) for each in BY_HAND],
        initial=Occasion.TALK,
        error_messages={"required": gettext_lazy("Choose on which occasion.")},
    )
    placed_on = DayField(label=gettext_lazy("On which day?"))

    def __init__(self, *args: Any, parties: Sequence[Party], name: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, legend=_("Where is %(name)s just now?") % {"name": name}, **kwargs)
        words = {
            Party.LEADER: _("The leader's"),
            Party.CONSULTANT: _("The consultant's"),
            Party.AGREED: _("Agreed between %(name)s and the workplace") % {"name": name},
            Party.EMPLOYEE: _("%(name)s's own, as it was told to you") % {"name": name},
        }
        field_of(self, "party", forms.ChoiceField).choices = [(party, words[party]) for party in parties]
        self.fields["party"].initial = parties[0]
        self.fields["placed_on"].initial = today
        field_of(self, "placed_on", DayField).limit(today - timedelta(days=LONGEST_AGO), today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("party") != Party.EMPLOYEE:
            cleaned["told_how"] = None
        elif cleaned.get("told_how"):
            cleaned["told_how"] = ToldHow(cleaned["told_how"])
        elif "told_how" not in self.errors:
            self.add_error("told_how", _("Choose how the employee told it."))
        return cleaned
