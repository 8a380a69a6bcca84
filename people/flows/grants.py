"""Who leads, who deputises, and who is HR, consultant or administrator; whose number is whose."""

from datetime import date

from django.db import transaction

from audit import flows as audit
from people.flows.managing import insist_on_managing, manages, record
from people.models import Capacity, Employee, Employment, Leadership, Unit, User
from people.rules import (
    ActingAs,
    CapacityKind,
    Event,
    check_days,
    check_ending,
    check_receiver,
    insist,
)
from people.viewer import Viewer


@transaction.atomic
def grant_capacity(*, user: User, kind: CapacityKind, first_day: date, last_day: date | None, by: Viewer) -> Capacity:
    """Makes somebody HR, consultant or administrator. By HR, an administrator, or the system; never by oneself.

    Records `capacity_granted`.
    """
    insist_on_managing(by)
    check_receiver(by.actor_id, user.pk)
    check_days(first_day, last_day, today=by.today, is_system=by.is_system)
    _lock(user)
    insist(not _overlapping(Capacity, first_day, last_day, user=user, kind=kind), "already_granted")
    capacity = Capacity.objects.create(user=user, kind=kind, first_day=first_day, last_day=last_day)
    record(Event.CAPACITY_GRANTED, user, by=by, capacity=by.standing, fields=[kind])
    return capacity


@transaction.atomic
def end_capacity(*, capacity: Capacity, last_day: date, by: Viewer) -> None:
    """Ends a capacity after the day; one that would never begin goes away.

    Records `capacity_ended`.
    """
    insist_on_managing(by)
    capacity = Capacity.objects.select_for_update().get(pk=capacity.pk)
    _end(capacity, last_day, by)
    record(Event.CAPACITY_ENDED, capacity.user, by=by, capacity=by.standing, fields=[capacity.kind])


@transaction.atomic
def name_leader(*, unit: Unit, user: User, first_day: date, last_day: date | None, by: Viewer) -> Leadership:
    """Names a leader by hand: the import leaves that alone. By HR, an administrator, or the system.

    Records `leader_named`.
    """
    insist_on_managing(by)
    leadership = _name(unit, user, first_day, last_day, is_deputy=False, by=by)
    record(Event.LEADER_NAMED, user, by=by, capacity=by.standing)
    return leadership


@transaction.atomic
def name_deputy(*, unit: Unit, user: User, first_day: date, last_day: date | None, by: Viewer) -> Leadership:
    """Names a deputy. The unit's own leader does so for days with an end, HR and administrators for any unit.

    Records `deputy_named`.
    """
    leads = by.is_leader_of(unit.pk)
    insist(leads or manages(by), "not_allowed")
    insist(manages(by) or last_day is not None, "needs_last_day")
    deputyship = _name(unit, user, first_day, last_day, is_deputy=True, by=by)
    record(Event.DEPUTY_NAMED, user, by=by, capacity=ActingAs.LEADER if leads else by.standing)
    return deputyship


@transaction.atomic
def end_leadership(*, leadership: Leadership, last_day: date, by: Viewer) -> None:
    """Ends a leadership or deputyship after the day. HR and administrators any, a leader the deputies of her unit.

    An imported one is marked as ended by hand, so that the next import does not begin it again. Records
    `leadership_ended`.
    """
    leads = by.is_leader_of(leadership.unit_id) and leadership.is_deputy
    insist(leads or manages(by), "not_allowed")
    leadership = Leadership.objects.select_for_update().get(pk=leadership.pk)
    leadership.ended_by_hand = leadership.imported
    _end(leadership, last_day, by)
    capacity = ActingAs.LEADER if leads else by.standing
    record(Event.LEADERSHIP_ENDED, leadership.user, by=by, capacity=capacity)


@transaction.atomic
def link_people(*, kept: Employee, other: Employee, by: Viewer) -> None:
    """Says by hand that two employee numbers are one person: from now on `other` is the person of `kept`.

    What the import had made the other's user lead follows. A user with an open account, or with grants by hand, is
    not given up: they are ended or closed first. Records `people_linked`.
    """
    insist_on_managing(by)
    insist(kept.pk != other.pk, "same_number")
    person = kept.user or other.user or User.objects.create_user(f"nummer-{kept.number}", is_active=False)
    insist(kept.user_id != other.user_id or kept.user_id is None, "already_linked")
    if other.user is not None and other.user != person:
        _give_up(other.user, person, by)
    Employee.objects.filter(pk=kept.pk, user=None).update(user=person)
    Employee.objects.filter(pk=other.pk).update(user=person, linked_by_hand=True)
    subjects = [kept.ref, other.ref]
    audit.record(Event.PEOPLE_LINKED, by=by, capacity=by.standing, subjects=subjects, at=by.now)


def _give_up(user: User, person: User, by: Viewer) -> None:
    if user.employees.count() > 1:
        return
    insist(not user.is_active, "has_account")
    insist(not Capacity.objects.filter(user=user).running(by.today).exists(), "has_grants")
    for row in Leadership.objects.filter(user=user).select_for_update():
        insist(row.imported or (row.last_day is not None and row.last_day < by.today), "has_grants")
        if _overlapping(Leadership, row.first_day, row.last_day, unit=row.unit, user=person):
            row.delete()
        else:
            row.user = person
            row.save(update_fields=["user"])


# What the flows share


def _name(unit: Unit, user: User, first_day: date, last_day: date | None, *, is_deputy: bool, by: Viewer) -> Leadership:
    check_receiver(by.actor_id, user.pk)
    check_days(first_day, last_day, today=by.today, is_system=by.is_system)
    _lock(user)
    insist(Employment.objects.running(first_day).filter(employee__user=user).exists(), "not_employed")
    insist(not _overlapping(Leadership, first_day, last_day, unit=unit, user=user), "already_named")
    return Leadership.objects.create(unit=unit, user=user, is_deputy=is_deputy, first_day=first_day, last_day=last_day)


def _end(row: Capacity | Leadership, last_day: date, by: Viewer) -> None:
    """One that is to end before its first day never begins."""
    check_ending(last_day, last_day=row.last_day, today=by.today)
    if last_day < row.first_day:
        row.delete()
    else:
        row.last_day = last_day
        row.save()


def _lock(user: User) -> None:
    """Two grants to one person are judged one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _overlapping(
    model: type[Capacity] | type[Leadership], first_day: date, last_day: date | None, **same: object
) -> bool:
    return model.objects.filter(**same).overlapping(first_day, last_day).exists()
