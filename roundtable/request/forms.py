"""Forms before a meeting. They ask the rules; the flows insist."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import GuardedNoteForm
from cases.words import say_to_employee
from people.forms import Cards, RefusedForm
from retention.fasttrack.words import TOLD_HOW
from retention.rules.ladder import ToldHow
from roundtable.rules.clock import PauseReason
from roundtable.rules.meetings import (
    ASK_BY_HAND,
    CANCEL_BY_HAND,
    UNHELD_BY_HAND,
    CancelReason,
    RequestReason,
    UnheldReason,
)
from roundtable.words import CANCEL_REASONS, OWN_REASONS, PAUSE_REASONS, REASONS, UNHELD_REASONS, refusal

YES: Final = "yes"
NO: Final = "no"


class Refusing(RefusedForm):
    say_refusal = staticmethod(refusal)


class RequestForm(Refusing, GuardedNoteForm):
    """Why, and perhaps a few words for the consultants."""

    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why is the meeting needed?"),
        coerce=RequestReason,
        choices=[(reason, words) for reason, words in REASONS.items() if reason in ASK_BY_HAND],
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why the meeting is needed.")},
    )

    field_order = ("reason", "note", "note_override")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What should the consultant know beforehand?")
        self.fields["note"].help_text = _(
            "A few words about the work, for example what has been tried. Never what is wrong."
        )


class OwnRequestForm(RequestForm):
    """The employee asks themselves."""

    say_refusal = staticmethod(say_to_employee)

    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why would you like a meeting?"),
        coerce=RequestReason,
        choices=list(OWN_REASONS.items()),
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why you would like a meeting.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What would you like to talk about?")
        self.fields["note"].help_text = _(
            "A few words of your work. Never what is wrong. Only those who plan the meeting read it."
        )


class AnswerForm(Refusing):
    """The employee's answer, recorded by another."""

    answer = forms.ChoiceField(
        choices=[
            (YES, gettext_lazy("Yes to the meeting")),
            (NO, gettext_lazy("No thanks")),
        ],
        widget=Cards(columns=2),
        error_messages={"required": gettext_lazy("Choose what the employee says.")},
    )
    how = forms.TypedChoiceField(
        label=gettext_lazy("How was it said?"),
        coerce=ToldHow,
        choices=list(TOLD_HOW.items()),
        widget=Cards(columns=3),
        error_messages={"required": gettext_lazy("Choose how it was said.")},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("What does %(name)s say?") % {"name": name}


class PauseForm(Refusing):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why can nothing be planned for now?"),
        coerce=PauseReason,
        choices=list(PAUSE_REASONS.items()),
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why.")},
    )


class CancelForm(Refusing):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why is it called off?"),
        coerce=CancelReason,
        choices=[(reason, words) for reason, words in CANCEL_REASONS.items() if reason in CANCEL_BY_HAND],
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why.")},
    )


class UnheldForm(Refusing):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why was it not held?"),
        coerce=UnheldReason,
        choices=[(reason, words) for reason, words in UNHELD_REASONS.items() if reason in UNHELD_BY_HAND],
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why.")},
    )
