"""Who came, who gets the minutes, and when the next meeting is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.invitations.words import say_role
from cases.models import Participant
from people.calendar import COPENHAGEN
from people.forms import Cards, ClockField, field_of, needed_when_shown
from people.language import page_language
from people.viewer import Viewer
from people.words import say_full_date, say_time
from retention.rules.saying import opened_with
from roundtable.closing.next import is_settled
from roundtable.closing.queries import prepared
from roundtable.closing.words import refusal
from roundtable.forms import CalendarDay
from roundtable.models import Meeting
from roundtable.table.writing import WrittenForm

PROPOSED: Final = "proposed"
OTHER: Final = "other"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Somebody who was called: whether they came, and whether they get the minutes."""

    name: str
    role: str
    attended: BoundField
    minutes: BoundField


class ClosingForm(WrittenForm):
    """`proposed` is the next meeting's time as it stands or is proposed."""

    say_refusal = staticmethod(refusal)

    next = forms.ChoiceField(label=gettext_lazy("Next meeting"), widget=Cards(columns=3, opens=[OTHER]))
    next_day = needed_when_shown(CalendarDay(label=gettext_lazy("Which day?"), required=False))
    next_time = needed_when_shown(ClockField(label=gettext_lazy("At what time?"), required=False))

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        meeting: Meeting,
        people: Sequence[Participant],
        proposed: datetime,
        viewer: Viewer,
    ) -> None:
        super().__init__(data, standing={}, kept="", auto_id="id_closing_%s")
        self.people, self.proposed, lang = people, proposed, page_language()
        day = f"{say_full_date(proposed.date(), viewer.today, lang)} {say_time(proposed, lang)}"
        field_of(self, "next", forms.ChoiceField).choices = [
            (PROPOSED, capfirst(day)),
            (OTHER, _("Another day")),
            (NONE, _("No meeting now")),
        ]
        self.fields["next_day"].widget.attrs["min"] = viewer.today.isoformat()
        for row in people:
            self.fields[f"attended_{row.ref}"] = forms.BooleanField(
                label=_("%(name)s came") % {"name": row.called}, required=False, initial=bool(row.attended)
            )
            self.fields[f"minutes_{row.ref}"] = forms.BooleanField(
                label=_("%(name)s gets the minutes") % {"name": row.called}, required=False, initial=row.gets_minutes
            )
        self.initial.update(
            {
                "opened": opened_with(prepared(meeting, people)),
                "next": NONE if is_settled(meeting) and meeting.next_at is None else PROPOSED,
                "next_day": proposed.date(),
                "next_time": proposed.time(),
            }
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("next") == OTHER and not self.errors.keys() & {"next_day", "next_time"}:
            for name in ("next_day", "next_time"):
                if cleaned.get(name) is None:
                    self.add_error(name, _("Choose the day and the time of the next meeting."))
        return cleaned

    @property
    def rows(self) -> list[PersonFields]:
        return [
            PersonFields(row.called, say_role(row.role), self[f"attended_{row.ref}"], self[f"minutes_{row.ref}"])
            for row in self.people
        ]

    @property
    def attended(self) -> set[str]:
        return {row.ref for row in self.people if self.cleaned_data[f"attended_{row.ref}"]}

    @property
    def get_minutes(self) -> set[str]:
        return {row.ref for row in self.people if self.cleaned_data[f"minutes_{row.ref}"]}

    @property
    def next_at(self) -> datetime | None:
        said = self.cleaned_data
        match said["next"]:
            case "none":
                return None
            case "other":
                return datetime.combine(said["next_day"], said["next_time"], tzinfo=COPENHAGEN)
            case _:
                return self.proposed

    def compared(self, newer: Mapping[str, object]) -> list[tuple[str, str]]:
        """Who came, as it stands now."""
        came = dict(newer["attended"])  # type: ignore[call-overload]  # pairs, as `prepared` makes them
        names = [row.called for row in self.people if came.get(row.ref)]
        return [(_("Who came"), ", ".join(names))]
