"""Forms of consent: everything is chosen, nothing is written."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import Cards, DayField, RefusedForm, field_of
from retention.consent.words import CONTENTS, PURPOSES, RECEIVERS, refusal
from retention.fasttrack.words import TOLD_HOW
from retention.rules.consent import Content


class Refusing(RefusedForm):
    say_refusal = staticmethod(refusal)
    about = dict.fromkeys(("in_future", "too_long_ago", "withdrawn_since"), "day")


class HowForm(Refusing):
    """How the employee said it, to whoever records it."""

    how = forms.ChoiceField(
        label=_("How was it said?"),
        choices=list(TOLD_HOW.items()),
        widget=Cards(columns=3),
        error_messages={"required": _("Choose how it was said.")},
    )


class ContentForm(Refusing):
    """What is passed on."""

    content = forms.MultipleChoiceField(
        label=_("What is passed on?"),
        choices=list(CONTENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what may be passed on.")},
    )

    @property
    def chosen(self) -> frozenset[Content]:
        return frozenset(map(Content, self.cleaned_data["content"]))


class ShareForm(ContentForm):
    """What is passed on by a consent: nothing beyond what it covers."""

    def __init__(self, *args: Any, covered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covers = set(covered)
        choices = [(content, label) for content, label in CONTENTS.items() if content in covers]
        field_of(self, "content", forms.MultipleChoiceField).choices = choices


class ConsentForm(ContentForm, HowForm):
    """What the employee lets be passed on, to whom and for what."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=list(PURPOSES.items()),
        widget=Cards(columns=1),
        error_messages={"required": _("Choose what it is for.")},
    )
    receiver = forms.ChoiceField(
        label=_("Who gets it?"),
        choices=list(RECEIVERS.items()),
        widget=Cards(columns=1),
        error_messages={"required": _("Choose who gets it.")},
    )
    day = DayField(label=_("On which day was it given?"))
    field_order = ("purpose", "receiver", "content", "day", "how")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].label = _("What may be passed on?")
        self.fields["day"].initial = today
        field_of(self, "day", DayField).limit(None, today)
