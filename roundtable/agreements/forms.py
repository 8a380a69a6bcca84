"""The form of one agreement at the table."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import field_of, needed_when_shown
from people.language import page_language
from people.words import say_full_date
from retention.rules.saying import opened_with
from roundtable.agreements.queries import Agreement
from roundtable.agreements.words import refusal
from roundtable.forms import CalendarDay
from roundtable.people import Person
from roundtable.table.writing import WrittenForm

REFERENCE: Final = RegexValidator(r"\A[\w-]{6,24}\Z")


class AgreementForm(WrittenForm):
    """Who does what when; who and when may be left open until the meeting is closed. `ref` is given by the page."""

    guarded = ("what",)
    say_refusal = staticmethod(refusal)

    ref = forms.CharField(max_length=24, validators=[REFERENCE], widget=forms.HiddenInput)
    what = needed_when_shown(
        forms.CharField(
            label=gettext_lazy("What"),
            required=False,
            max_length=200,
            widget=forms.Textarea(attrs={"rows": 1, "maxlength": 200}),
        )
    )
    owner = needed_when_shown(
        forms.ChoiceField(label=gettext_lazy("Who"), required=False, widget=forms.Select(attrs={"data-focus": True}))
    )
    due_on = needed_when_shown(CalendarDay(label=gettext_lazy("When"), required=False))

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        ref: str,
        written: Agreement,
        people: list[Person],
        today: date,
    ) -> None:
        super().__init__(data, standing={"what": written.what}, kept=written.what_override, auto_id="id_agreement_%s")
        self.people, self.today = people, today
        field_of(self, "owner", forms.ChoiceField).choices = [
            ("", _("Not settled yet")),
            *((person.ref, person.name) for person in people),
        ]
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()
        self.initial.update(
            {
                "ref": ref,
                "opened": opened_with(written.said),
                "owner": written.owner,
                "due_on": written.due_on,
            }
        )

    def compared(self, newer: Mapping[str, object]) -> list[tuple[str, str]]:
        mine, theirs = self._in_words(self.written), self._in_words(Agreement(**newer))  # type: ignore[arg-type]
        return [(label, said) for (label, typed), (_label, said) in zip(mine, theirs, strict=True) if typed != said]

    @property
    def written(self) -> Agreement:
        said = self.cleaned_data
        return Agreement(
            what=said["what"],
            owner=said["owner"],
            due_on=said["due_on"],
            what_override=said["note_override"],
        )

    def _in_words(self, agreement: Agreement) -> list[tuple[str, str]]:
        names: dict[str, Any] = {person.ref: person.name for person in self.people}
        day = say_full_date(agreement.due_on, self.today, page_language()) if agreement.due_on else ""
        return [
            (_("Who"), names.get(agreement.owner, "")),
            (_("What"), agreement.what),
            (_("When"), day),
        ]
