"""Forms about follow-ups. They ask the rules; the flows insist."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.day.cards import Postponing
from cases.followups.rules import PostponeLimits, PostponeReason, Stored, check_confirm, check_postpone
from cases.followups.words import postpone_reasons
from cases.forms import GuardedNoteForm
from cases.words import refusal
from people.forms import Cards, DayField, RefusedForm, field_of, needed_when_shown
from people.rules import RuleViolation

TODAY: Final = "today"
YESTERDAY: Final = "yesterday"
OTHER: Final = "other"
ABOUT_THE_DAY: Final = frozenset({"in_future", "before_start", "not_later", "too_far", "past_legal_day"})


class ContactForm(GuardedNoteForm):
    """On which day it was: today by itself."""

    about = dict.fromkeys(ABOUT_THE_DAY, "when")

    when = forms.ChoiceField(
        label=gettext_lazy("When was it?"),
        required=False,
        initial=TODAY,
        choices=[
            (TODAY, gettext_lazy("Today")),
            (YESTERDAY, gettext_lazy("Yesterday")),
            (OTHER, gettext_lazy("Another day")),
        ],
        widget=Cards(columns=3, opens=[OTHER]),
    )
    day = needed_when_shown(DayField(label=gettext_lazy("Which day?"), required=False))
    token = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    field_order = ("when", "day", "note", "note_override", "token")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field_of(self, "day", DayField).limit(None, today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        match cleaned.get("when") or TODAY:
            case "today":
                cleaned["done_on"] = self.today
            case "yesterday":
                cleaned["done_on"] = self.today - timedelta(days=1)
            case _:
                cleaned["done_on"] = cleaned.get("day")
                if cleaned["done_on"] is None and "day" not in self.errors:
                    self.add_error("day", _("Write the day on which it was."))
        return cleaned


class ConfirmForm(ContactForm):
    def __init__(self, *args: Any, row: Stored, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("done_on") is not None:
            try:
                check_confirm(self.row, cleaned["done_on"], self.today)
            except RuleViolation as violation:
                self.refuse(violation)
        return cleaned


class PostponeForm(RefusedForm):
    """To which day, and why. `postponing` has the days to press; without it there are none left."""

    say_refusal = staticmethod(refusal)

    until = forms.ChoiceField(
        label=gettext_lazy("Postpone until"),
        error_messages={"required": gettext_lazy("Choose a day.")},
        widget=Cards(columns=3, opens=[OTHER]),
    )
    until_day = needed_when_shown(DayField(label=gettext_lazy("Which day?"), required=False))
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        error_messages={"required": gettext_lazy("Choose why it must wait.")},
        widget=Cards(columns=1),
    )

    def __init__(
        self,
        *args: Any,
        row: Stored,
        today: date,
        postponing: Postponing | None,
        name: str,
        limits: PostponeLimits,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.today, self.limits = row, today, limits
        self.about = dict.fromkeys(ABOUT_THE_DAY, "until_day" if self.data.get("until") == OTHER else "until")
        days = postponing.days if postponing else ()
        choices = [(value, words[:1].upper() + words[1:]) for value, words in days]
        field_of(self, "until", forms.ChoiceField).choices = [*choices, (OTHER, _("Another day"))]
        if postponing:
            limited = (date.fromisoformat(postponing.earliest), date.fromisoformat(postponing.latest))
            field_of(self, "until_day", DayField).limit(*limited)
        field_of(self, "reason", forms.ChoiceField).choices = list(postpone_reasons(name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("until")
        if chosen is None or "until_day" in self.errors:
            return cleaned
        until = cleaned.get("until_day") if chosen == OTHER else date.fromisoformat(chosen)
        if until is None:
            self.add_error("until_day", _("Write the day to which it must wait."))
            return cleaned
        try:
            check_postpone(self.row, until, self.today, self.limits)
        except RuleViolation as violation:
            self.refuse(violation)
        cleaned["postpone_until"] = until
        if cleaned.get("reason"):
            cleaned["reason"] = PostponeReason(cleaned["reason"])
        return cleaned
