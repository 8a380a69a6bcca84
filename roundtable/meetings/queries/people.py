"""Whom to call to a meeting: those who take part already, and those whom one would think of."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.db.models import Q

from cases.invitations.rules import Role
from cases.models import Participant
from people.models import Capacity, User
from people.rules import NOBODY, CapacityKind
from people.viewer import Viewer
from people.words import danish_key
from roundtable.meetings.invitees import Person
from roundtable.models import Meeting, OutsideRequest
from roundtable.rules.meetings import MeetingKind, RequesterKind
from roundtable.series.words import LETTERS

EMPLOYEE: Final = "employee"


def people_for(meeting: Meeting, there: Iterable[Participant], viewer: Viewer) -> list[Person]:
    """Those who take part, and whom one would think of: in the order of a form, nobody twice. Of a meeting that a door
    has opened. One query, or two where it was wished for from outside.
    """
    found = [_taking_part(row) for row in there]
    planned = bool(found)
    known = {person.user.pk for person in found if person.user is not None}
    has_employee = any(person.role is Role.EMPLOYEE for person in found)
    for person in _suggested(meeting, viewer):
        twice = person.user is not None and person.user.pk in known
        if twice or (person.role is Role.EMPLOYEE and has_employee) or (planned and person.key == "outside"):
            continue
        known |= {person.user.pk} if person.user is not None else set()
        found.append(
            replace(person, thought_of=person.thought_of and not planned, text=_own_words(meeting, person.role))
        )
    return sorted(found, key=lambda person: (list(Role).index(person.role), not person.thought_of))


def _own_words(meeting: Meeting, role: Role) -> str | None:
    """A care talk is called to in other words than a round table."""
    letter = LETTERS.get(role) if meeting.kind == MeetingKind.CARE_TALK else None
    return str(letter) if letter else None


def _taking_part(row: Participant) -> Person:
    """Called the same in a form as before they took part, so that a form sent twice says the same twice."""
    key = f"participant-{row.ref}" if row.user is None else _key_of(row.user)
    return Person(
        key=EMPLOYEE if row.role == Role.EMPLOYEE else key,
        role=Role(row.role),
        name=str(row.user) if row.user else row.name,
        user=row.user,
        email=row.email,
        ref=row.ref,
        text=row.text,
        text_override=row.text_override,
        gets_minutes=row.gets_minutes,
    )


def _suggested(meeting: Meeting, viewer: Viewer) -> Iterable[Person]:
    employee, house, me = meeting.employee, viewer.organisation, viewer.actor_id
    leaders, deputies = NOBODY, NOBODY
    if employee.unit_id is not None:
        leaders = house.leaders_of(employee.unit_id, employee.user_id)
        deputies = house.deputies_of(employee.unit_id, employee.user_id)
    consultants = Capacity.objects.filter(kind=CapacityKind.CONSULTANT).held(viewer.today).values("user")
    wanted = Q(pk__in={*leaders, *deputies, employee.user_id, me} - {None}) | Q(pk__in=consultants)
    users = {user.pk: user for user in User.objects.filter(wanted)}
    yield Person(EMPLOYEE, Role.EMPLOYEE, employee.name, users.get(employee.user_id or 0))
    for pk in sorted(leaders):
        yield _user(users[pk], Role.LEADER)
    yield from _from_outside(meeting)
    is_consultant = CapacityKind.CONSULTANT in viewer.capacities
    if me is not None:
        yield _user(users[me], Role.CONSULTANT if is_consultant else Role.HR)
    having = {each["name"] for each in meeting.having}
    others = [user for pk, user in users.items() if pk not in {*leaders, *deputies, employee.user_id, me}]
    for user in sorted(others, key=lambda user: danish_key(str(user))):
        yield _user(user, Role.CONSULTANT, thought_of=not is_consultant and str(user) in having)
    for pk in sorted(deputies):
        yield _user(users[pk], Role.LEADER, thought_of=False)


def _user(user: User, role: Role, *, thought_of: bool = True) -> Person:
    return Person(_key_of(user), role, str(user), user, thought_of=thought_of)


def _key_of(user: User) -> str:
    return f"user-{user.ref}"


def _from_outside(meeting: Meeting) -> Iterable[Person]:
    """Who wished for it from outside comes as a guest."""
    asked = OutsideRequest.objects.filter(meeting=meeting).first() if meeting.is_asked_from_outside else None
    if asked is not None:
        employer = asked.kind == RequesterKind.EMPLOYER
        yield Person("outside", Role.LEADER if employer else Role.MUNICIPALITY, asked.name, email=asked.email)
