"""How one round table of the demo comes about: asked for, planned, and held at its table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from cases.invitations.flows import Invitee
from cases.invitations.rules import Role
from cases.models import Participant
from people.access import viewer_for
from people.calendar import COPENHAGEN, DEFAULT_CALENDAR
from people.models import Employee, User, new_reference
from people.viewer import Viewer
from retention.rules.saying import opened_with
from roundtable.agreements.flows import keep_agreement, write_agreement
from roundtable.agreements.queries import Agreement, agreement_of
from roundtable.closing.flows import hold_meeting, prepare_closing
from roundtable.closing.queries import prepared
from roundtable.meetings.invitees import standard_text
from roundtable.models import AgreedAction, Meeting
from roundtable.plans.flows import decide_no_plan, write_plan
from roundtable.plans.queries import Line, Written
from roundtable.request.flows import plan_meeting, request_meeting
from roundtable.rules.meetings import RequestReason
from roundtable.rules.plans import ONE_WEEK, Week, evaluation_day, monday_of
from roundtable.rules.table import NoPlanReason, Seat
from roundtable.table.flows import (
    FOCUS_AND_WORK,
    WORDING,
    Focus,
    agree_on_step,
    begin_table,
    disagree,
    place_at_table,
    reveal,
    write_focus,
    write_wording,
)

TEN: Final = time(10)
AN_HOUR: Final = timedelta(hours=1)
PLACE: Final = "Mødelokale 2"


@dataclass(frozen=True, slots=True)
class People:
    """Whose meeting it is, who leads them, and which consultant runs it."""

    employee: Employee
    leader: User
    consultant: User

    def invitees(self, letters: Mapping[Role, object] = MappingProxyType({})) -> list[Invitee]:
        """All three, in these words or those of a round table."""
        who: dict[Role, User | None] = {
            Role.EMPLOYEE: self.employee.user,
            Role.LEADER: self.leader,
            Role.CONSULTANT: self.consultant,
        }
        return [
            Invitee(
                role=role,
                user=user,
                name="" if user else self.employee.name,
                text=str(letters.get(role) or standard_text(role)),
            )
            for role, user in who.items()
        ]


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody takes on, due so many days after the meeting, and whether it has been kept."""

    what: str
    whose: Role
    days: int
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at a table: where each side placed, what they agreed on (None: they see it differently), the hours
    of the plan's weeks from that week on (none: they wait with one), and who does what.
    """

    employee: int
    leader: int
    agreed: int | None
    hours: Sequence[Decimal]
    promises: Sequence[Promise]
    lines: Sequence[Line] = ()
    wording: str = ""
    focus: Focus | None = None
    evaluate_on: date | None = None
    next_at: datetime | None = None
    no_plan: NoPlanReason = NoPlanReason.TOO_EARLY


def working_day(today: date, ago: int) -> date:
    """So many days ago, or the working day before that."""
    return DEFAULT_CALENDAR.previous_working_day(today - timedelta(days=ago))


def moment(day: date, clock: time = TEN) -> datetime:
    return datetime.combine(day, clock, tzinfo=COPENHAGEN)


def hours_before(now: datetime, hours: float) -> datetime:
    """The latest moment since which so many hours of working days have run."""
    wanted, at = timedelta(hours=hours), now
    while (missing := wanted - DEFAULT_CALENDAR.working_time_between(at, now)) > timedelta():
        at -= missing
    return at


def ask(who: People, at: datetime, reason: RequestReason, *, by: User | None = None, note: str = "") -> Meeting:
    return request_meeting(employee=who.employee, reason=reason, note=note, by=viewer_for(by or who.leader, at))


def plan(meeting: Meeting, who: People, starts_at: datetime, at: datetime, invitees: Sequence[Invitee] = ()) -> None:
    plan_meeting(
        meeting=meeting,
        starts_at=starts_at,
        ends_at=starts_at + AN_HOUR,
        place=PLACE,
        video_link="",
        invitees=invitees or who.invitees(),
        by=viewer_for(who.consultant, at),
    )


def hold(meeting: Meeting, who: People, said: Said, starts_at: datetime) -> None:
    """From the beginning of the table to the closing; what was kept since is ticked off at once."""
    by, closing = (viewer_for(who.consultant, starts_at + timedelta(minutes=minutes)) for minutes in (4, 52))
    begin_table(meeting=meeting, by=by)
    for seat, number in ((Seat.EMPLOYEE, said.employee), (Seat.LEADER, said.leader)):
        place_at_table(meeting=meeting, seat=seat, number=number, by=by)
    reveal(meeting=meeting, by=by)
    if said.agreed is None:
        disagree(meeting=meeting, by=by)
    else:
        agree_on_step(meeting=meeting, number=said.agreed, by=by)
    if said.wording:
        opened = opened_with(dict.fromkeys(WORDING, ""))
        write_wording(meeting=meeting, wording=said.wording, override="", opened=opened, by=by)
    if said.focus is not None:
        opened = opened_with(dict.fromkeys(FOCUS_AND_WORK, ""))
        write_focus(meeting=meeting, focus=said.focus, override="", opened=opened, by=by)
    _look_ahead(meeting, said, by)
    people = list(Participant.objects.filter(conversation=meeting.conversation_id).order_by("pk"))
    seats = {Role(row.role): row for row in people}
    written = [(promise, _write(meeting, promise, seats[promise.whose], by)) for promise in said.promises]
    refs = [row.ref for row in people]
    prepare_closing(
        meeting=meeting,
        attended=refs,
        get_minutes=refs,
        next_at=said.next_at,
        opened=opened_with(prepared(meeting, people)),
        by=closing,
    )
    hold_meeting(meeting=meeting, by=closing)
    kept = [(promise.days, action) for promise, action in written if promise.kept]
    if kept:
        day = DEFAULT_CALENDAR.previous_working_day(by.today + timedelta(days=max(days for days, _action in kept)))
        later = viewer_for(who.consultant, moment(day, time(13, 20)))
        for _days, action in kept:
            keep_agreement(action=action, by=later)


def _look_ahead(meeting: Meeting, said: Said, by: Viewer) -> None:
    if not said.hours:
        decide_no_plan(meeting=meeting, reason=said.no_plan, by=by)
        return
    first = monday_of(by.today)
    written = Written(
        weeks=tuple(Week(first + number * ONE_WEEK, hours) for number, hours in enumerate(said.hours)),
        evaluate_on=said.evaluate_on or evaluation_day(by.today, 4, DEFAULT_CALENDAR),
        may_fall=list(said.hours) != sorted(said.hours),
        lines=tuple(said.lines),
    )
    write_plan(meeting=meeting, written=written, opened=opened_with(asdict(Written())), by=by)


def _write(meeting: Meeting, promise: Promise, owner: Participant, by: Viewer) -> AgreedAction:
    due_on = DEFAULT_CALENDAR.next_working_day(by.today + timedelta(days=promise.days))
    return write_agreement(
        meeting=meeting,
        ref=new_reference(),
        written=Agreement(what=promise.what, owner=owner.ref, due_on=due_on),
        opened=opened_with(asdict(agreement_of(None))),
        by=by,
    )
