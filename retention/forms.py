"""What the forms of all parts share."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from people.forms import DAY_FORMAT, RefusedForm
from people.rules import RuleViolation
from retention.rules.saying import ChangedMeanwhile, opened_with


class ChangeForm(RefusedForm):
    """A form that adds a row, or changes one: then `opened` carries what stood when the page was opened.

    Once another has changed it meanwhile, `newer` holds what stands now where it is not what was typed: label, words.
    """

    carries: ClassVar = "opened"

    def __init__(self, *args: Any, standing: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        if standing is not None:
            kwargs["initial"] = {"opened": opened_with(standing), **standing}
        super().__init__(*args, **kwargs)
        self.newer: list[tuple[str, str]] = []
        if standing is not None:
            self.fields["opened"] = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def refuse(self, violation: RuleViolation) -> None:
        if isinstance(violation, ChangedMeanwhile):
            self.show_newer(violation)
        else:
            super().refuse(violation)

    def show_newer(self, violation: ChangedMeanwhile) -> None:
        typed = self.cleaned_data
        for name, value in violation.newer.items():
            field = self.fields.get(name)
            if field is not None and _in_words(value, field) != _in_words(typed.get(name), field):
                self.newer.append((str(field.label), _in_words(value, field)))
        self.add_error(None, _("Somebody has changed this since you opened the page. What you typed is kept."))
        # What is sent next has been seen beside what stands now.
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.carries] = violation.opened
        self.data = data


def _in_words(value: object, field: forms.Field) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return value.strftime(DAY_FORMAT)
    if isinstance(value, time):
        return f"{value.hour}.{value.minute:02}"
    if isinstance(field, forms.ChoiceField):
        names = {key: str(name).strip() for key, name in list(field.choices)}  # type: ignore[arg-type]
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(names.get(each, str(each)) for each in chosen if each not in (None, ""))
    return ("" if value is None else str(value)).replace("\r\n", "\n")
