"""The planning screen: typed, looked over, sent. Each step is the same form, so that nothing is lost between them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.day.queries import person_of
from cases.invitations.flows import Invitee
from cases.invitations.queries.places import participants_of
from cases.invitations.queries.times import times_of
from people.forms import number_in
from people.queries import municipal_calendar
from people.rules import RuleViolation
from people.viewer import Viewer
from retention.rules.saying import ChangedMeanwhile
from roundtable.meetings.planning import Preview, is_to_come, preview_of, warnings_of
from roundtable.meetings.planning_forms import MOST_GUESTS, PlanForm, forms_for, keep_typed, with_newcomers
from roundtable.meetings.queries.people import people_for
from roundtable.models import Meeting
from roundtable.request import flows
from roundtable.request.standing import as_called, standing_of, when_and_where

# What a button of the screen asks for. Whether one time is meant or several stands in it, too.
ADD: Final = "add"
PREVIEW: Final = "preview"
BACK: Final = "back"
LOOK: Final = "look"
LOOK_AT_TIMES: Final = "look_times"
SEND: Final = "send"
SEND_TIMES: Final = "send_times"
OF_TIMES: Final = frozenset({LOOK_AT_TIMES, SEND_TIMES})


class Screen:
    """What one request shows or does."""

    def __init__(self, meeting: Meeting, viewer: Viewer, request: HttpRequest) -> None:
        self.meeting, self.viewer = meeting, viewer
        self.act = request.POST.get("act", LOOK) if request.method == "POST" else ""
        wanted = number_in(request.POST.get("guests", "")) or 0
        self.guests = min(MOST_GUESTS, wanted + (self.act == ADD))
        there = participants_of(meeting.conversation)
        self.people = people_for(meeting, there, viewer)
        self.typed = with_newcomers(request.POST, self.people) if request.method == "POST" else None
        self.times = times_of(meeting.conversation, viewer, there)
        self.form = self._form(self.typed)
        self.invitees = forms_for(self.people, self.guests, self.typed)

    def _form(self, data: QueryDict | None) -> PlanForm:
        return PlanForm(
            data,
            standing=standing_of(self.meeting),
            today=self.viewer.today,
            proposed=self.times,
            starts_at=self.meeting.conversation.starts_at,
            proposing=self.act in OF_TIMES,
        )

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(each.is_valid() for each in self.invitees)])

    def preview(self) -> Preview:
        return preview_of(self.form, self.invitees, self.viewer)

    def looked_over(self) -> dict[str, Any]:
        typed = self.typed or QueryDict()
        carried = [(name, value) for name, values in typed.lists() for value in values]
        return {
            "carried": [each for each in carried if each[0] not in {"csrfmiddlewaretoken", "act"}],
            "warnings": warnings_of(self.form, self.invitees, self.times, municipal_calendar(), self.viewer),
            "send": SEND_TIMES if self.form.proposing else SEND,
        }

    def context(self) -> dict[str, Any]:
        form, invitees = self.form, self.invitees
        if self.act in {ADD, PREVIEW, BACK} and self.typed is not None:
            # Shown as it was typed, and not judged yet.
            form = keep_typed(self._form(None), self.typed)
            invitees = [keep_typed(each, self.typed) for each in forms_for(self.people, self.guests, None)]
        return {
            "form": form,
            "invitees": [each for each in invitees if each.person],
            "others": [each for each in invitees if not each.person],
            "may_choose": any(not person.thought_of for person in self.people),
            "guests": self.guests,
            "may_add": self.guests < MOST_GUESTS,
            "preview": self.preview(),
            "person": person_of(self.meeting.employee),
            "next": reverse("meeting", args=[self.meeting.ref]),
            "moves": self.meeting.conversation.starts_at is not None,
            "ref": self.meeting.ref,
        }

    def sent(self, request: HttpRequest) -> bool:
        """Done, or a word on the form why not."""
        said = self.form.cleaned_data
        invitees = [each.invitee() for each in self.invitees if is_to_come(each)]
        try:
            if self.act == SEND_TIMES:
                flows.ask_for_times(
                    meeting=self.meeting,
                    times=said["times"],
                    invitees=invitees,
                    opened=said["opened"],
                    by=self.viewer,
                )
            else:
                [(starts_at, ends_at)] = said["times"]
                flows.plan_meeting(
                    meeting=self.meeting,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    place=said["place"],
                    video_link=said["video_link"],
                    invitees=invitees,
                    opened=said["opened"],
                    by=self.viewer,
                )
        except ChangedMeanwhile as violation:
            if not self._stands_as_typed(violation.newer, invitees):
                self.form.refuse(violation)
                return False
        except RuleViolation as violation:
            self.form.refuse(violation)
            return False
        if self.act == SEND_TIMES:
            words = _("They are asked when they can come. The answers are shown here.")
        else:
            words = _("The invitations are on their way. You see here who has read and answered.")
        messages.success(request, words)
        return True

    def _stands_as_typed(self, newer: Mapping[str, object], invitees: Iterable[Invitee]) -> bool:
        """The same sent twice: the first has done it."""
        said = self.form.cleaned_data
        if self.act == SEND_TIMES:
            same: dict[str, object] = {"times": sorted(said["times"])}
        else:
            [(starts_at, ends_at)] = said["times"]
            same = when_and_where(starts_at, ends_at, said["place"], said["video_link"])
        typed = same | {"invitees": as_called(invitees)}
        return all(newer[name] == value for name, value in typed.items())
