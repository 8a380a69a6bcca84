"""Which policies hold where, and from when."""

from datetime import date, timedelta

from django.db import transaction

from absence.models import GivenPolicy, Policy
from absence.rules.recording import Event
from audit import flows as audit
from people.models import Unit
from people.querysets import DatedQuerySet
from people.rules import RuleViolation, insist, manages_grants
from people.viewer import Viewer


class AlreadyGiven(RuleViolation):
    """The unit has the policy on some of the days already; `first_day` and `last_day` are that gift's."""

    def __init__(self, first_day: date, last_day: date | None) -> None:
        super().__init__("already_given")
        self.first_day = first_day
        self.last_day = last_day


@transaction.atomic
def give_policy(
    *,
    unit: Unit,
    policy: Policy,
    first_day: date,
    by: Viewer,
    last_day: date | None = None,
    replace: bool = False,
) -> GivenPolicy:
    """Gives a unit a policy from a day, perhaps to a day, beside what it has or (`replace`) in its place.

    Replacing ends what runs on the first day, the day before it; one that would begin on that very day never does.
    Follow-ups change when the policies are next evaluated. `RuleViolation` with `not_yours`, `ends_before_start`, or
    `AlreadyGiven`. Audit: `policy_given`, and `policy_ended` where one ended.
    """
    insist(manages_grants(by.capacities, is_system=by.is_system), "not_yours")
    insist(last_day is None or last_day >= first_day, "ends_before_start")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    of_unit = GivenPolicy.objects.filter(unit=unit)
    if replace and _end_running(of_unit, first_day):
        audit.record(Event.POLICY_ENDED, by=by, capacity=by.standing, fields=["last_day"], at=by.now)
    other = of_unit.filter(policy=policy).overlapping(first_day, last_day).order_by("first_day").first()
    if other is not None:
        raise AlreadyGiven(other.first_day, other.last_day)
    given = GivenPolicy.objects.create(unit=unit, policy=policy, first_day=first_day, last_day=last_day)
    fields = ["first_day", "last_day", "policy", "unit"] if last_day else ["first_day", "policy", "unit"]
    audit.record(Event.POLICY_GIVEN, by=by, capacity=by.standing, fields=fields, at=by.now)
    return given


def _end_running(gifts: DatedQuerySet, day: date) -> int:
    """Ends the gifts that run on the day, the day before it."""
    running = gifts.running(day)
    never, _ = running.filter(first_day=day).delete()
    return never + running.update(last_day=day - timedelta(days=1))
