"""To whom follow-ups are handed over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.overview.queries import Taker
from people.forms import field_of


class HandOverForm(forms.Form):
    """To whom. The choices are those who may take all of it."""

    to = forms.TypedChoiceField(
        label=_("Who takes it over?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who takes it over."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, takers: Iterable[Taker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "to", forms.ChoiceField).choices = [(taker.user.pk, taker.words) for taker in takers]
