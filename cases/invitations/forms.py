"""What somebody says who is called to a talk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms import AnswersForm
from cases.invitations.rules import CODE_DIGITS, Answer, check_answer
from cases.invitations.words import say_to_participant
from people.forms import Cards, needed_when_shown
from people.rules import RuleViolation


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code in the mail"),
        help_text=_("6 digits"),
        max_length=20,
        error_messages={"required": _("Write the code from the mail.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "form-input input-char-7"}
        ),
    )

    def clean_code(self) -> str:
        """People write it in groups."""
        digits = "".join(str(self.cleaned_data["code"]).split())
        return digits if len(digits) == CODE_DIGITS and digits.isascii() and digits.isdecimal() else ""

    def refuse(self) -> None:
        """Which of it is wrong is not said."""
        self.add_error("code", _("The code does not fit, or it is too old. Look again, or ask for a new one."))


class AnswerForm(AnswersForm):
    """`seen` is the invitation that is answered, as the page showed it."""

    seen = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    answer = forms.TypedChoiceField(
        coerce=Answer,
        label=_("Do you come?"),
        choices=[
            (Answer.YES, _("I come")),
            (Answer.OTHER_TIME, _("I would like another time")),
            (Answer.NO, _("I do not come")),
        ],
        widget=Cards(opens=[Answer.OTHER_TIME, Answer.NO]),
        error_messages={"required": _("Choose whether you come.")},
    )
    reason = needed_when_shown(
        forms.CharField(
            label=_("When does it suit you better, or why do you not come?"),
            required=False,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("For another time: write days and hours. Never what is wrong with you."),
        )
    )
    guarded = ("reason",)
    say_refusal = staticmethod(say_to_participant)
    field_order = ("answer", "reason", "note_override")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.YES:
            # What was typed before they chose to come is not sent.
            cleaned["reason"] = cleaned["note_override"] = ""
            for name in ("reason", "note_override"):
                self.errors.pop(name, None)
            self.asks_for_reason = False
        elif "answer" in cleaned and "reason" in cleaned:
            try:
                check_answer(cleaned["answer"], cleaned["reason"])
            except RuleViolation as violation:
                self.add_error("reason", ValidationError(say_to_participant(violation.code), code=violation.code))
        return cleaned


class CompanionForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Write the name of the one who comes with you.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Where the invitation is sent. Leave it empty if you tell them yourself."),
        error_messages={"invalid": _("Write an e-mail address, for example bo@eksempel.dk.")},
    )
