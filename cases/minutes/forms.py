"""Forms of minutes: to amend them, to recall a version, to say something to them."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import AnswersForm
from cases.minutes.amending import Text, amended, texts_of
from cases.minutes.content import MinutesContent
from cases.minutes.rules import RecallReason
from cases.minutes.words import RECALL_REASONS, refusal
from people.forms import Cards, field_of, needed_when_shown
from people.words import say_full_date


class Lines(forms.CharField):
    """Text of several lines, as it is kept: browsers send their ends in another way."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(str(initial or "").strip(), data)


class AmendForm(AnswersForm):
    """The words of one version, to be put right. `version` carries which it was, so that nobody writes over another's.

    Once another has amended them meanwhile, `newer` holds what stands now where both changed it: label, words.
    """

    say_refusal = staticmethod(refusal)
    about = {"reason_missing": "reason"}

    version = forms.IntegerField(widget=forms.HiddenInput)
    attended = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who was there?"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    correction = Lines(
        label=gettext_lazy("Add a correction"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It stands at the end. Use it for what the words above cannot say, such as a step or hours."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why are the minutes corrected?"),
        max_length=200,
        help_text=gettext_lazy("It stands in the new version, and everybody who gets it reads it."),
        error_messages={"required": gettext_lazy("Write why the minutes are corrected.")},
    )

    def __init__(self, data: QueryDict | None = None, *, content: MinutesContent) -> None:
        self.content, self.texts = content, texts_of(content)
        there = [place for place, one in enumerate(content.participants) if one.attended]
        said = {text.name: text.words for text in self.texts}
        super().__init__(data, initial={"version": content.version, "attended": there, **said})
        people = [(place, f"{one.name}, {one.role}") for place, one in enumerate(content.participants)]
        field_of(self, "attended", forms.TypedMultipleChoiceField).choices = people
        for text in self.texts:
            self.fields[text.name] = _field_of(text)
        self.newer: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        """What stood there before has been through the guard already."""
        written = (*(text.name for text in self.texts), "correction", "reason")
        self.guarded = tuple(name for name in written if name in self.changed_data and name in self.cleaned_data)
        return super().clean()

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of the words under their headings; a heading that is its field's label stands there only."""
        for heading, texts in groupby(self.texts, key=lambda text: text.heading):
            found = list(texts)
            yield heading if any(text.label for text in found) else "", [self[text.name] for text in found]

    def said(self, today: date) -> MinutesContent:
        """The content as it was put right."""
        return amended(
            self.content,
            words={text.name: self.cleaned_data[text.name] for text in self.texts if text.name in self.changed_data},
            attended=self.cleaned_data["attended"],
            correction=self.cleaned_data["correction"],
            heading=f"Rettelse {say_full_date(today, date.min)}",
        )

    def beside(self, newest: MinutesContent, said: str) -> Self:
        """The same said to a newer version: what was not touched here is as it stands there. `said` tells of it."""
        before = {text.name: text.words for text in self.texts}
        newer, data = [], QueryDict(mutable=True)
        data.update(self.data)
        for text in texts_of(newest):
            if text.name not in self.changed_data:
                data[text.name] = text.words
            elif text.words not in {self.cleaned_data[text.name], before[text.name]}:
                newer.append((text.label or text.heading, text.words))
        if "attended" not in self.changed_data:
            data.setlist("attended", [str(place) for place, one in enumerate(newest.participants) if one.attended])
        data["version"] = str(newest.version)
        form = type(self)(data, content=newest)
        form.newer = newer
        form.add_error(None, said)
        return form


def _field_of(text: Text) -> forms.CharField:
    label = text.label or text.heading or _("Text")
    if text.short:
        return forms.CharField(label=label, max_length=500)
    rows = min(8, max(2, len(text.words) // 70 + text.words.count("\n") + 1))
    field = Lines(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}))
    # What must not stand there may be emptied; that is no offer to fill something in.
    return needed_when_shown(field)


class RecallForm(forms.Form):
    reason = forms.TypedChoiceField(
        coerce=RecallReason,
        label=gettext_lazy("Why are they recalled?"),
        choices=list(RECALL_REASONS.items()),
        widget=Cards,
        error_messages={"required": gettext_lazy("Choose why they are recalled.")},
    )


class CommentForm(AnswersForm):
    """What somebody says to the minutes."""

    text = Lines(
        label=gettext_lazy("Your comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write your comment.")},
    )
    guarded = ("text",)
