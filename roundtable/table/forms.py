"""Forms of the table. The flows insist."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import Cards, needed_when_shown
from people.words import Language
from roundtable.rules.table import WorkRelated
from roundtable.table.flows import FOCUS, Focus
from roundtable.table.questions import Question
from roundtable.table.words import WORK_RELATED
from roundtable.table.writing import WrittenForm


def _text(rows: int, longest: int) -> forms.CharField:
    """Nothing at the table must be written, so none is called optional."""
    field = forms.CharField(required=False, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}))
    return needed_when_shown(field)


class QuestionsForm(WrittenForm):
    """The open questions of one side."""

    def __init__(self, *args: Any, questions: Sequence[Question], name: str, lang: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guarded = tuple(question.key for question in questions)
        for question in questions:
            self.fields[question.key] = _text(4, 1000)
            self.fields[question.key].label = question.text(name, lang)

    @property
    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.guarded}


class WordingForm(WrittenForm):
    guarded = ("wording",)

    wording = _text(2, 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].label = _("In a few words that you agree on")


class FocusForm(WrittenForm):
    guarded = FOCUS

    physical = _text(3, 1000)
    tasks = _text(3, 1000)
    functions = _text(3, 1000)
    colleagues = _text(3, 1000)
    work_related = forms.ChoiceField(
        label=gettext_lazy("Did you talk about causes at work?"),
        required=False,
        choices=[(each, words) for each, words in WORK_RELATED.items()],
        widget=Cards(columns=3),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "physical": _("What can be changed in the physical conditions?"),
            "tasks": _("Which tasks can be changed?"),
            "functions": _("Can %(name)s help with something else?") % {"name": name},
            "colleagues": _("Which colleagues can support?"),
        }
        for field, label in labels.items():
            self.fields[field].label = label

    @property
    def focus(self) -> Focus:
        said = {name: self.cleaned_data[name] for name in FOCUS}
        chosen = self.cleaned_data["work_related"]
        return Focus(**said, work_related=WorkRelated(chosen) if chosen else None)
