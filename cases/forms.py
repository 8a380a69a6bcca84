"""What forms of cases share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.guard import check_note, flags_in, may_be_kept, tidy
from cases.words import refusal
from people.forms import RefusedForm
from people.rules import RuleViolation


class AnswersForm(RefusedForm):
    """Free texts under one guard. `guarded` names them; one reason keeps all that were flagged.

    `flagged` holds the words that were flagged, for the page to show. The reason is asked for when it is needed:
    `asks_for_reason` says so; a CPR number has none.
    """

    guarded: tuple[str, ...] = ()
    say_refusal = staticmethod(refusal)

    note_override = forms.CharField(label=_("Why it is kept all the same"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flagged: list[str] = []
        self.asks_for_reason = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        override = tidy(cleaned.get("note_override", ""))
        kinds = set()
        for name in self.guarded:
            cleaned[name] = tidy(cleaned.get(name, ""))
            flags = flags_in(cleaned[name])
            self.flagged += [flag.words for flag in flags]
            kinds |= {flag.kind for flag in flags}
            try:
                check_note(cleaned[name], override)
            except RuleViolation as violation:
                field = "note_override" if violation.code.endswith("_in_override") else name
                self.add_error(field, ValidationError(self.say_refusal(violation.code), code=violation.code))
        self.asks_for_reason = bool(kinds) and may_be_kept(kinds)
        return cleaned


class GuardedNoteForm(AnswersForm):
    """A note under the guard."""

    guarded = ("note",)

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was agreed, and what can be done at work. Never what is wrong."),
    )

    field_order: tuple[str, ...] = ("note", "note_override")
