"""The door to a place at a talk: by the link of the one whose place it is, and a proof that it is they."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from audit import flows as audit
from audit.rules import Event
from cases.invitations.links import read_token, token_of
from cases.invitations.queries.places import (
    capacity_of,
    employee_for,
    eyes_of,
    newest_invitation,
    takes_part,
    times_proposed,
)
from cases.invitations.rules import PROOF_HOLDS, Method, Role
from cases.minutes.queries.sent import copies_of_participant, said_at
from cases.models import Conversation, Invitation, Participant
from people.access import guest, viewer_of
from people.models import Employee
from people.rules import ActingAs
from people.viewer import Viewer

# Whoever comes with a link and has not proved who they are.
SOMEBODY: Final = "Link"
PROOFS: Final = "seats"

P = ParamSpec("P")


class NoSeat(Http404):
    """A 404 like any other, whatever is wrong with the link; its page says what can be done."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place at a talk, opened by its link: `participant` with its user, its conversation and the employee
    `with_place`; `viewer` is the participant, as a user or as a guest. Within `at_seat` the employee's `seen_as` says
    what the participant is to them.
    """

    participant: Participant
    viewer: Viewer
    token: str

    @property
    def conversation(self) -> Conversation:
        return self.participant.conversation

    @property
    def employee(self) -> Employee:
        return self.participant.conversation.employee

    @property
    def role(self) -> Role:
        return Role(self.participant.role)


def at_seat(
    *, purpose: str, with_panels: bool = False
) -> Callable[[Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A view of a participant's own, `(request, seat, ...)`, at an address with their `token`.

    404 for a link that is wrong, too old, or whose place is not theirs any more; the page that asks for a code for
    whoever has proved nothing yet. Records the look. `with_panels` reads along what `seat_panels` show.
    """

    def decorate(view: Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required
        @wraps(view)
        def entered(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            seat = open_link(request, token, purpose=purpose, with_panels=with_panels)
            if not is_let_in(request, seat.participant):
                return redirect(_code_page(request, token))
            _record(seat, purpose)
            response = view(request, seat, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return entered

    return decorate


def open_link(request: HttpRequest, token: str, *, purpose: str, with_panels: bool = False) -> Seat:
    """Whose link it is, whoever has it; 404 unless it opens something now. Records a refusal."""
    link, visitor = read_token(token), viewer_of(request)
    found = Participant.objects.select_related("user", "conversation__case")
    if with_panels:
        found = found.annotate(
            copies_sent=copies_of_participant(),
            comments_said=said_at("conversation"),
            times=times_proposed(visitor.now),
        )
    participant: Participant | None = found.filter(ref=link.participant).first() if link else None
    if link is None or participant is None:
        raise NoSeat
    eyes = visitor if visitor.user and visitor.user == participant.user else eyes_of(participant, visitor.now)
    employee = employee_for(participant, eyes)
    if employee is None or link.serial != participant.link_serial or visitor.now >= participant.link_until:
        audit.record(
            Event.REFUSED,
            by=guest(SOMEBODY, visitor.now),
            capacity=ActingAs.GUEST,
            subjects=[participant.conversation.employee.ref],
            purpose=purpose,
            at=visitor.now,
        )
        raise NoSeat
    participant.conversation.employee = employee
    return Seat(participant, eyes, token)


def let_in(request: HttpRequest, participant: Participant) -> None:
    """Lets the browser in to this place, once its code was right. The session gets another key, and where nobody is
    logged in it lasts as long as what it proves.
    """
    request.session.cycle_key()
    if not request.user.is_authenticated:
        request.session.set_expiry(PROOF_HOLDS)
    keep_proof(request.session, participant, viewer_of(request).now)


def keep_proof(session: SessionBase, participant: Participant, now: datetime) -> None:
    """As long as the link, and PROOF_HOLDS at most; while the same user is logged in as now, or nobody."""
    until = min(participant.link_until, now + PROOF_HOLDS)
    proof = [participant.link_serial, until.isoformat(), session.get(SESSION_KEY)]
    session[PROOFS] = {**session.get(PROOFS, {}), participant.ref: proof}


def is_let_in(request: HttpRequest, participant: Participant) -> bool:
    """Logged in as the participant, or proved by a code. What was proved at an earlier link is void, and so is what was
    proved before somebody logged in: computers are shared.
    """
    if participant.user is not None and request.user == participant.user:
        return True
    serial, until, who = request.session.get(PROOFS, {}).get(participant.ref, (0, "", None))
    if serial != participant.link_serial or who != request.session.get(SESSION_KEY):
        return False
    return viewer_of(request).now < datetime.fromisoformat(until)


def insist_on_employee(seat: Seat) -> None:
    """404 for all but the employee."""
    if seat.role is not Role.EMPLOYEE:
        raise Http404


def standing_invitation(seat: Seat) -> Invitation:
    """404 where the participant is not invited, or not any more."""
    latest = newest_invitation(seat.participant)
    if latest is None or latest.method == Method.CANCEL:
        raise Http404
    return latest


def participant_at(conversation: Conversation, ref: str) -> Participant:
    """One who takes part in a talk that a door has opened; 404 otherwise."""
    present = Participant.objects.present().select_related("user").filter(conversation=conversation)
    # What is posted may hold what the database takes in no text.
    found: Participant | None = present.filter(ref=ref).first() if ref.isprintable() else None
    if found is None:
        raise Http404
    return found


def own_place(viewer: Viewer, ref: str) -> str:
    """The token of the viewer's own place at a talk; 404 where they have none."""
    found: Participant | None = None
    if viewer.user is not None:
        places = Participant.objects.present().select_related("conversation", "user")
        found = places.filter(conversation__ref=ref, user=viewer.user, link_until__gt=viewer.now).first()
    if found is None or not takes_part(found, viewer.now):
        raise Http404
    return token_of(found)


def _code_page(request: HttpRequest, token: str) -> str:
    """Afterwards they are led to where they were going."""
    page = reverse("seat_code", args=[token])
    wanted = request.path if request.method == "GET" else ""
    return f"{page}?{urlencode({'next': wanted})}" if wanted and wanted != reverse("seat", args=[token]) else page


def _record(seat: Seat, purpose: str) -> None:
    employee, viewer = seat.employee, seat.viewer
    employee.seen_as = capacity_of(seat.participant, employee, viewer, assigned=employee.is_referred)
    audit.record(
        Event.OPENED, by=viewer, capacity=employee.seen_as, subjects=[employee.ref], purpose=purpose, at=viewer.now
    )
