"""Of when the figures are."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DayField, needed_when_shown
from people.rules import RuleViolation
from roundtable.rules.windows import Span, Window, check_window, window_of


class WindowForm(forms.Form):
    """A month, quarter or year by a day in it, or from a day to a day. Without anything, the quarter that runs."""

    slags = forms.TypedChoiceField(coerce=Span, choices=[(span, span) for span in Span], required=False)
    fra = needed_when_shown(DayField(label=_("From"), required=False))
    til = needed_when_shown(DayField(label=_("To"), required=False))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            span, first, last = cleaned["slags"] or Span.QUARTER, cleaned["fra"], cleaned["til"]
            window = window_of(span, first or self.today)
            if span is Span.FREE:
                window = Window(first or window.first, last or self.today)
            try:
                check_window(window)
            except RuleViolation as violation:
                self.add_error("til", REFUSALS[violation.code])
            cleaned |= {"span": span, "window": window}
        return cleaned


REFUSALS = {
    "ends_before_start": _("The last day must not be before the first."),
    "too_long": _("Choose at most five years."),
}


def chosen(form: WindowForm) -> tuple[Span, Window]:
    """What was asked for; the quarter that runs where it cannot be read."""
    if form.is_valid():
        return form.cleaned_data["span"], form.cleaned_data["window"]
    return Span.QUARTER, window_of(Span.QUARTER, form.today)
