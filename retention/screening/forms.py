"""Forms of screening."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import Cards, DayField, RefusedForm, field_of, needed_when_shown
from people.language import page_language
from retention.models import ScreeningQuestion
from retention.rules.screening import MOST_AHEAD, Answer, Decision
from retention.screening.queries import question_text
from retention.screening.words import ANSWERS, DECISIONS, refusal

PREFIX = "q_"


class ScreeningForm(forms.Form):
    """One field for each question of the day; yes, no or don't know."""

    def __init__(self, *args: Any, questions: Iterable[ScreeningQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = page_language()
        for question in questions:
            self.fields[PREFIX + question.key] = forms.ChoiceField(
                label=question_text(question, lang),
                choices=list(ANSWERS.items()),
                widget=Cards(columns=3),
                help_text=_("A yes counts %(points)s") % {"points": question.weight},
                error_messages={"required": gettext_lazy("Choose yes, no or don't know.")},
            )

    @property
    def answers(self) -> dict[str, Answer]:
        return {name.removeprefix(PREFIX): Answer(value) for name, value in self.cleaned_data.items()}


class DecisionForm(RefusedForm):
    say_refusal = staticmethod(refusal)
    about = dict.fromkeys(("day_missing", "not_later", "too_far"), "look_again_on")

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=list(DECISIONS.items()),
        widget=Cards(columns=1, opens=[Decision.LOOK_AGAIN]),
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    look_again_on = needed_when_shown(DayField(label=gettext_lazy("On which day?"), required=False))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = today + timedelta(days=1)
        field_of(self, "look_again_on", DayField).limit(tomorrow, today + MOST_AHEAD)
