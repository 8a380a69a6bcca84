"""The reads of agreements: as they stand on the wall, and those of earlier meetings."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import F, Q

from cases.followups.rules import FollowUpState
from cases.models import Participant
from roundtable.models import AgreedAction, Meeting
from roundtable.people import Person, person_at
from roundtable.rules.meetings import MeetingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Who does what when; `owner` is a participant's reference. `what_override` is why flagged words are kept."""

    what: str
    owner: str = ""
    due_on: date | None = None
    what_override: str = ""

    @property
    def said(self) -> dict[str, object]:
        """Part by part, for what a form was opened with."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was agreed at an earlier meeting. `state` is its follow-up's."""

    ref: str
    what: str
    who: Person | None
    due_on: date | None
    state: FollowUpState
    done_on: date | None

    @property
    def is_open(self) -> bool:
        return self.state is FollowUpState.OPEN


def agreement_of(action: AgreedAction | None) -> Agreement:
    """As it stands, its owner fetched with it; of none, an empty one."""
    if action is None:
        return Agreement(what="")
    return Agreement(
        what=action.what,
        owner=action.owner.ref if action.owner else "",
        due_on=action.due_on,
        what_override=action.what_override,
    )


def actions_of(meeting: Meeting) -> list[AgreedAction]:
    """The agreements of a meeting that stand, each with its owner and its follow-up. One query."""
    rows = AgreedAction.objects.filter(meeting=meeting, removed_at=None)
    return list(rows.select_related("owner__user", "follow_up"))


def taking_part(meeting: Meeting) -> list[Participant]:
    """Who is called to the meeting, each with their user. One query."""
    rows = Participant.objects.present().filter(conversation=meeting.conversation_id)
    return list(rows.select_related("user").order_by("pk"))


def open_from_earlier(meeting: Meeting) -> Sequence[Earlier]:
    """What this meeting begins with: everything that is still open from earlier ones about the same person, and what
    was agreed at the last one and has been done since. One query.
    """
    rows = (
        AgreedAction.objects.filter(
            meeting__employee=meeting.employee_id, meeting__state=MeetingState.HELD, removed_at=None
        )
        .exclude(meeting=meeting)
        .filter(
            Q(follow_up__state=FollowUpState.OPEN) | Q(follow_up__state=FollowUpState.DONE, meeting=meeting.earlier_id)
        )
        .select_related("owner__user", "follow_up")
        .order_by(F("meeting__held_at").asc(), "place", "pk")
    )
    return [_earlier(row) for row in rows]


def _earlier(row: AgreedAction) -> Earlier:
    state, done_on = (row.follow_up.state, row.follow_up.done_on) if row.follow_up else ("", None)
    return Earlier(
        ref=row.ref,
        what=row.what,
        who=person_at(row.owner) if row.owner else None,
        due_on=row.due_on,
        state=FollowUpState(state),
        done_on=done_on,
    )


def action_about(meeting: Meeting, ref: str) -> AgreedAction | None:
    """An agreement of an earlier meeting about the same person, its meeting with it."""
    rows = AgreedAction.objects.filter(meeting__employee=meeting.employee_id, ref=ref, removed_at=None)
    found: AgreedAction | None = rows.select_related("meeting").first()
    return found


def action_at(participant: Participant, ref: str) -> AgreedAction | None:
    """What the participant took on at their talk, its meeting with it."""
    rows = AgreedAction.objects.filter(owner=participant, ref=ref, removed_at=None)
    found: AgreedAction | None = rows.select_related("meeting").first()
    return found


def own_actions(participant: Participant) -> list[AgreedAction]:
    """What the participant took on at their talk, once it is owed, each with its follow-up. One query."""
    rows = AgreedAction.objects.filter(owner=participant, follow_up__isnull=False, removed_at=None)
    return list(rows.select_related("follow_up").order_by("due_on", "pk"))
