"""Opening and closing a case: a typed reason each, so that nothing about health is written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rules import CLOSE_BY_HAND, OPEN_BY_HAND
from cases.words import CLOSE_REASONS, OPEN_REASONS
from people.forms import Cards


class OpenCaseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is a case opened?"),
        choices=[(reason, words) for reason, words in OPEN_REASONS.items() if reason in OPEN_BY_HAND],
        widget=Cards,
        error_messages={"required": _("Choose why the case is opened.")},
    )


class CloseCaseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is the case closed?"),
        choices=[(reason, words) for reason, words in CLOSE_REASONS.items() if reason in CLOSE_BY_HAND],
        widget=Cards,
        error_messages={"required": _("Choose why the case is closed.")},
    )
