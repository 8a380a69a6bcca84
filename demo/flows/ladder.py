"""Who was placed where on the ladder, and which offers are in use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from absence.models import Period
from demo.cast import cast
from people.access import viewer_for
from people.models import Employee, User
from people.queries import leaders_of, organisation_on
from people.viewer import Viewer
from retention.ladder.flows import place
from retention.models import Offer, OfferUse, Step
from retention.offers.flows import end_offer, start_offer
from retention.rules.ladder import Occasion, Party, ToldHow

BIRGIT, KAREN, DORTHE = "bilu1", "kara1", "dovi1"
LAERKE, SOEREN, GUDRUN, TORBEN = "laho1", "soda1", "guha1", "towi1"
PARTLY, TALKS, AIDS, ROTA = "gradvis-tilbagevenden", "trivselssamtaler", "hjaelpemidler", "fleksibel-vagtplan"

# Those of other units who came back little by little: on which step before, and where it led.
COURSES = ((6, 4), (5, 4), (6, 5), (6, 6), (5, 3), (6, 5), (5, 4), (7, 6))
BEFORE, AFTER, LONG = timedelta(days=40), timedelta(days=12), timedelta(days=45)

Told = Callable[[datetime], None]


def told() -> Iterator[tuple[int, Told]]:
    """So many days before the day that the pages tell of, what happened."""
    yield 55, _met(LAERKE, BIRGIT, 5, 4, 4)
    yield 48, _started(LAERKE, BIRGIT, PARTLY)
    yield 30, _ended(LAERKE, BIRGIT, PARTLY)
    yield 27, _started(LAERKE, KAREN, TALKS)
    yield 8, _met(TORBEN, DORTHE, 7, 6, None)
    yield 7, lambda now: _place(TORBEN, KAREN, Party.CONSULTANT, 6, now, occasion=Occasion.REFERRAL)
    yield 6, _met(SOEREN, BIRGIT, 4, 4, 4)
    yield 5, _met(GUDRUN, BIRGIT, 2, 2, None)
    yield 4, _started(GUDRUN, BIRGIT, ROTA)
    yield 3, lambda now: _place(LAERKE, BIRGIT, Party.LEADER, 4, now, occasion=Occasion.OTHER)
    yield 3, _started(LAERKE, KAREN, AIDS)
    yield 1, lambda now: _place(LAERKE, LAERKE, Party.EMPLOYEE, 6, now, occasion=Occasion.ON_THEIR_OWN)


def come_back_by_degrees(*, by: Viewer) -> None:
    """Several of other units have used the same offer, so that the catalogue can say how it went."""
    named = [character.user_name for character in cast(by.today)]
    away = Period.objects.covering(by.today - BEFORE).filter(first_day__lte=by.today - LONG, cause="sickness")
    found = Employee.objects.filter(pk__in=away.values("employee")).exclude(user__username__in=named)
    house = organisation_on(by.today)
    courses = iter(COURSES)
    offer = Offer.objects.get(key=PARTLY)
    for employee in found.employed_on(by.today - LONG).with_place(by.today).order_by("pk"):
        leader = next(iter(leaders_of(employee, house)), None)
        course = next(courses, None) if leader is not None and leader.user is not None else None
        if leader is None or leader.user is None or course is None:
            continue
        earlier, later = (viewer_for(leader.user, by.now - ago) for ago in (BEFORE, AFTER))
        for viewer, number in ((earlier, course[0]), (later, course[1])):
            place(employee=employee, party=Party.LEADER, step=_step(number), occasion=Occasion.TALK, by=viewer)
        start_offer(employee=employee, offer=offer, started_on=earlier.today, by=earlier)


def _met(about: str, leader: str, employee: int, leaders: int, agreed: int | None) -> Told:
    """At a talk both said where they see the employee; what the employee said, the leader noted."""

    def tell(now: datetime) -> None:
        _place(about, leader, Party.EMPLOYEE, employee, now, told_how=ToldHow.IN_PERSON)
        _place(about, leader, Party.LEADER, leaders, now)
        if agreed is not None:
            _place(about, leader, Party.AGREED, agreed, now)

    return tell


def _place(
    about: str,
    by: str,
    party: Party,
    number: int,
    now: datetime,
    *,
    occasion: Occasion = Occasion.TALK,
    told_how: ToldHow | None = None,
) -> None:
    place(
        employee=_employee(about),
        party=party,
        step=_step(number),
        occasion=occasion,
        told_how=told_how,
        by=_viewer(by, now),
    )


def _started(about: str, by: str, key: str) -> Told:
    return lambda now: _start(about, key, _viewer(by, now))


def _start(about: str, key: str, by: Viewer) -> None:
    start_offer(employee=_employee(about), offer=Offer.objects.get(key=key), started_on=by.today, by=by)


def _ended(about: str, by: str, key: str) -> Told:
    return lambda now: _end(about, key, _viewer(by, now))


def _end(about: str, key: str, by: Viewer) -> None:
    use = OfferUse.objects.get(employee=_employee(about), offer__key=key, ended_on=None)
    end_offer(use=use, ended_on=by.today, by=by)


def _viewer(user_name: str, now: datetime) -> Viewer:
    return viewer_for(User.objects.get(username=user_name), now)


def _employee(user_name: str) -> Employee:
    found: Employee = Employee.objects.get(user__username=user_name)
    return found


def _step(number: int) -> Step:
    step: Step = Step.objects.get(number=number)
    return step
