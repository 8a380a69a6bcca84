"""What is tried out: policies, units and days."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insight.choices import indented
from insight.rules.months import last_twelve_months
from insight.simulation.queries import Offered
from insight.simulation.words import name_of
from people.forms import DAY_FORMAT, DayField, field_of, needed_when_shown
from people.language import page_language
from people.rules import RuleViolation
from roundtable.rules.windows import Window, check_window


@dataclass(frozen=True, slots=True)
class Asked:
    """One policy or two, in a unit with all below it (None is everywhere), from a day to a day."""

    policies: tuple[str, ...]
    unit: int | None
    window: Window


class SimulationForm(forms.Form):
    """Without anything: what is given most, everywhere, in the last twelve whole months."""

    politik = forms.ChoiceField(label=gettext_lazy("Policy to try out"))
    mod = needed_when_shown(forms.ChoiceField(label=gettext_lazy("Another policy beside it"), required=False))
    enhed = needed_when_shown(forms.ChoiceField(label=gettext_lazy("Where"), required=False))
    fra = DayField(label=gettext_lazy("From"))
    til = DayField(label=gettext_lazy("To"))

    def __init__(self, data: QueryDict, *, offered: Offered) -> None:
        window = last_twelve_months(offered.today)
        usual = {
            "politik": offered.usual(),
            "fra": window.first.strftime(DAY_FORMAT),
            "til": window.last.strftime(DAY_FORMAT),
        }
        super().__init__(usual | {name: value for name, value in data.items() if value})
        self.offered = offered
        lang = page_language()
        policies = [(key, name_of(policy, lang)) for key, policy in offered.policies.items()]
        units = [(place.code, indented(place.name, place.depth)) for place in offered.places]
        everywhere = [] if offered.top is not None else [("", _("All units"))]
        field_of(self, "politik", forms.ChoiceField).choices = policies
        field_of(self, "mod", forms.ChoiceField).choices = [("", _("None, only today's rules")), *policies]
        field_of(self, "enhed", forms.ChoiceField).choices = [*everywhere, *units]
        field_of(self, "til", DayField).limit(None, offered.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("mod") and cleaned["mod"] == cleaned.get("politik"):
            self.add_error("mod", _("Choose another policy than the first."))
        if "fra" in cleaned and "til" in cleaned:
            try:
                check_window(Window(cleaned["fra"], cleaned["til"]))
            except RuleViolation as violation:
                self.add_error("til", REFUSALS[violation.code])
        return cleaned

    def asked(self) -> Asked:
        """Of a form that is valid."""
        said = self.cleaned_data
        codes = {place.code: place.key for place in self.offered.places}
        policies = tuple(key for key in (said["politik"], said["mod"]) if key)
        return Asked(policies, codes.get(said["enhed"], self.offered.top), Window(said["fra"], said["til"]))

    def query(self) -> str:
        """What the addresses of the files have, of a form that is valid."""
        said = self.cleaned_data
        days = {name: said[name].strftime(DAY_FORMAT) for name in ("fra", "til")}
        return urlencode({"politik": said["politik"], "mod": said["mod"], "enhed": said["enhed"], **days})


REFUSALS = {
    "ends_before_start": gettext_lazy("The last day must not be before the first."),
    "too_long": gettext_lazy("Choose at most five years."),
}
