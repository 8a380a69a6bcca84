"""Forms of targets and plans. They ask; the flows insist."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.forms import AnswersForm
from insight.rules.targets import Change, read, written
from insight.targets.page import Aimed
from insight.targets.words import refusal, say_target, shortened
from people.forms import DayField, RefusedForm
from people.language import page_language
from people.rules import RuleViolation
from retention.forms import ChangeForm
from retention.rules.saying import ChangedMeanwhile

PERCENT: Final[dict[str, Any]] = {
    "required": False,
    "max_digits": 4,
    "decimal_places": 2,
    "min_value": Decimal("0.01"),
    "localize": True,
}
ERRORS: Final = {
    "invalid": _("Write a percent, for example 5.8."),
    "max_digits": _("Write a percent with one or two decimals."),
    "max_decimal_places": _("Write a percent with one or two decimals."),
    "min_value": _("A target lies above 0 and below 100 percent."),
    "max_whole_digits": _("A target lies above 0 and below 100 percent."),
}


class TargetsForm(RefusedForm):
    """A field for each unit; `opened` carries the targets that stood when the page was opened.

    Once another has changed some of what is typed, `newer` holds what stands now: unit, words.
    """

    say_refusal = staticmethod(refusal)

    opened = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: tuple[Aimed, ...], own: Mapping[int, Decimal], **kwargs: Any) -> None:
        kwargs["initial"] = {"opened": written(own)} | {
            _name(unit): shortened(percent) for unit, percent in own.items()
        }
        super().__init__(*args, **kwargs)
        self.units = units
        self.newer: list[tuple[str, str]] = []
        for one in units:
            attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 6, "maxlength": 6}
            # The list on top names the unit, too.
            errors = {code: f"{one.name}: {words}" for code, words in ERRORS.items()}
            self.fields[_name(one.unit)] = forms.DecimalField(
                label=one.name, widget=forms.TextInput(attrs=attrs), error_messages=errors, **PERCENT
            )

    def lines(self) -> Iterator[tuple[Aimed, BoundField]]:
        """The units with their fields, in the organisation's order."""
        return ((one, self[_name(one.unit)]) for one in self.units)

    @property
    def changes(self) -> dict[int, Change]:
        """What is to be another than when the page was opened."""
        opened = read(self.cleaned_data["opened"])
        asked = {one.unit: Change(opened.get(one.unit), self.cleaned_data[_name(one.unit)]) for one in self.units}
        return {unit: change for unit, change in asked.items() if change.before != change.after}

    def refuse(self, violation: RuleViolation) -> None:
        if not isinstance(violation, ChangedMeanwhile):
            super().refuse(violation)
            return
        names = {str(one.unit): one.name for one in self.units}
        for unit, percent in violation.newer.items():
            words = say_target(percent, page_language()) if isinstance(percent, Decimal) else ""
            self.newer.append((names[unit], words))
        self.add_error(None, _("Somebody has changed some of these since you opened the page. What you typed is kept."))
        # What is sent next has been seen beside what stands now.
        seen = {
            unit: percent
            for unit, percent in read(self.cleaned_data["opened"]).items()
            if str(unit) not in violation.newer
        }
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["opened"] = written(seen | read(violation.opened))
        self.data = data


def _name(unit: int) -> str:
    return f"unit_{unit}"


class ActionForm(ChangeForm, AnswersForm):
    """A line of a plan, new or to be changed."""

    what = forms.CharField(
        label=_("What the unit does"),
        max_length=200,
        help_text=_("About the unit. Never about a single employee."),
        error_messages={"required": _("Write what is to be done.")},
    )
    who = forms.CharField(
        label=_("By whom"),
        max_length=120,
        help_text=_("A name, or for example the MED committee."),
        error_messages={"required": _("Write who does it.")},
    )
    due_on = DayField(label=_("By when"))
    guarded = ("what", "who")
    say_refusal = staticmethod(refusal)
