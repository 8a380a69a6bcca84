"""The form of a new token. It asks; the flow insists."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.bi.words import ABOUT, SCOPES, refusal
from insight.rules.tokens import Scope, latest_day
from people.forms import DayField, RefusedForm, field_of, needed_when_shown


class TokenForm(RefusedForm):
    """`unit` is a unit's key, None for every unit."""

    say_refusal = staticmethod(refusal)
    about = ABOUT

    name = forms.CharField(
        label=gettext_lazy("Which program is it for?"),
        max_length=60,
        help_text=gettext_lazy("For example “Power BI, HR”. It stands in the log of what is read. Name no person."),
        error_messages={"required": gettext_lazy("Write which program it is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it read?"),
        choices=list(SCOPES.items()),
        initial=list(Scope),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what the program may read.")},
    )
    unit = needed_when_shown(
        forms.TypedChoiceField(
            label=gettext_lazy("Of which units?"),
            coerce=int,
            empty_value=None,
            required=False,
            help_text=gettext_lazy("What lies below a unit is part of it."),
        )
    )
    last_day = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "unit", forms.TypedChoiceField).choices = [("", _("Every unit")), *units]
        latest = latest_day(today, settings.API_TOKEN_MAX_DAYS)
        day = field_of(self, "last_day", DayField)
        day.limit(today, latest)
        day.initial = latest
        day.help_text = _("At the latest %(day)s. Then HR makes a new one.") % {"day": f"{latest:%d-%m-%Y}"}
