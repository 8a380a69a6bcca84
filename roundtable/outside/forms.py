"""The public form, and what a consultant makes of what came in."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.guard import check_note, tidy
from cases.words import refusal as refusal_of_cases
from people.forms import Cards, field_of
from people.rules import RuleViolation
from roundtable.outside.queries import Candidate
from roundtable.request.forms import Refusing
from roundtable.rules.meetings import ASK_BY_HAND, RequesterKind, RequestReason
from roundtable.rules.outside import EndReason
from roundtable.words import OUTSIDE_ENDS, REASONS, REQUESTERS

ELSEWHERE: Final = "elsewhere"
GUARDED: Final = ("organisation", "name", "about_name", "about_workplace")


class OutsideForm(Refusing):
    """Who wishes, about whom, and why. Nothing about health is asked for, and none of it is kept."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Who are you?"),
        coerce=RequesterKind,
        choices=[
            (RequesterKind.EMPLOYER, gettext_lazy("Employer")),
            (RequesterKind.CASEWORKER, REQUESTERS[RequesterKind.CASEWORKER]),
        ],
        widget=Cards(columns=2),
        error_messages={"required": gettext_lazy("Choose who you are.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Workplace or municipality"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": gettext_lazy("Write where you work.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("You get a mail there with a link. The wish counts when you have pressed it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write your e-mail.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Your telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    about_name = forms.CharField(
        label=gettext_lazy("Whom is it about?"),
        max_length=120,
        help_text=gettext_lazy("First name and last name. Never a CPR number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write whom it is about.")},
    )
    about_workplace = forms.CharField(
        label=gettext_lazy("Where do they work?"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why is the meeting needed?"),
        coerce=RequestReason,
        choices=[(reason, words) for reason, words in REASONS.items() if reason in ASK_BY_HAND],
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why the meeting is needed.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in GUARDED:
            if name not in cleaned:
                continue
            cleaned[name] = tidy(cleaned[name])
            try:
                check_note(cleaned[name])
            except RuleViolation as violation:
                self.add_error(name, ValidationError(refusal_of_cases(violation.code), code=violation.code))
        return cleaned


class SettleForm(Refusing):
    """Whom it is about: one of those who are called so, or somebody who works elsewhere."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whom is it about?"),
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose whom it is about.")},
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(each.ref, ", ".join(filter(None, (each.name, each.under)))) for each in candidates]
        field_of(self, "who", forms.ChoiceField).choices = [*people, (ELSEWHERE, _("Not employed here"))]


class EndForm(Refusing):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why does no meeting come of it?"),
        coerce=EndReason,
        choices=list(OUTSIDE_ENDS.items()),
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why.")},
    )
