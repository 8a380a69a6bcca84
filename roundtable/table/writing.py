"""Texts that are saved by themselves: what comes of one save, and the form that carries what it was written over.

Views of every phase use it: `save_written` answers with the status that static/js/table.js goes by.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from cases.forms import AnswersForm
from people.calendar import COPENHAGEN
from people.language import page_language
from people.rules import RuleViolation
from people.viewer import Viewer
from people.words import say_time
from retention.rules.saying import ChangedMeanwhile, opened_with
from roundtable.models import Meeting
from roundtable.rules.table import TablePart, reason_for
from roundtable.table.words import say_refusal

SAVED: Final = HTTPStatus.OK
# The guard, or a rule, says no; or another has written since the form was opened.
REFUSED: Final = HTTPStatus.UNPROCESSABLE_ENTITY
CONFLICT: Final = HTTPStatus.CONFLICT


class WrittenForm(AnswersForm):
    """`opened` is what the texts were written over; `kept` the reason that has kept what was flagged in them before.

    `newer` holds what another wrote meanwhile, where it is not what was typed: label, words; `who` and `when` say so,
    and `opened_anew` is what a form carries that has shown it.
    """

    say_refusal = staticmethod(say_refusal)

    opened = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, standing: Mapping[str, str], kept: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"opened": opened_with(standing), **standing}, **kwargs)
        self.standing, self.kept = standing, kept
        self.newer: list[tuple[str, str]] = []
        self.opened_anew = self.who = self.when = ""

    def clean(self) -> dict[str, Any]:
        texts = [self.cleaned_data.get(name, "") for name in self.guarded]
        before = [self.standing.get(name, "") for name in self.guarded]
        given = self.cleaned_data.get("note_override", "")
        self.cleaned_data["note_override"] = reason_for(texts, before, given=given, kept=self.kept)
        cleaned = super().clean()
        if "keep" in self.data and self.asks_for_reason and not cleaned["note_override"]:
            self.add_error("note_override", _("Write why it is kept all the same."))
        return cleaned

    def compared(self, newer: Mapping[str, object]) -> list[tuple[str, str]]:
        """What stands now where it is not what was typed: label, words."""
        return [
            (str(self.fields[name].label), str(value))
            for name, value in newer.items()
            if str(value) != str(self.cleaned_data.get(name, ""))
        ]

    @property
    def carried(self) -> dict[str, str]:
        """What a flow asks for beside the texts."""
        return {"override": self.cleaned_data["note_override"], "opened": self.cleaned_data["opened"]}


def save_written(
    form: WrittenForm, save: Callable[[], None], meeting: Meeting, part: TablePart, viewer: Viewer
) -> HTTPStatus:
    """Saves a form that is valid. A conflict is told in the form: who wrote, when, and what stands now."""
    if not form.is_valid():
        return REFUSED
    try:
        save()
    except ChangedMeanwhile as violation:
        meeting.refresh_from_db(fields=["touched"])
        said = meeting.touched.get(part, {})
        at = datetime.fromisoformat(said["at"]) if said else viewer.now
        form.who, form.when = said.get("by", ""), say_time(at.astimezone(COPENHAGEN), page_language())
        form.opened_anew = violation.opened
        form.newer = form.compared(violation.newer)
        return CONFLICT
    except RuleViolation as violation:
        form.refuse(violation)
        return REFUSED
    return SAVED
