"""The reads of absence: what the rules are made of, and what pages show."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date

from django.db.models import DateField, Max, Value
from django.db.models.functions import Coalesce, Least

from absence import rules
from absence.models import Cause, GivenPolicy, Period, Policy, PolicyRule
from absence.rules import Deriver, Gift, Givens, Kind, Rule, Stay, Weekend
from absence.rules.recording import Recorded
from cases.followups.rules import Owed
from cases.models import Case, FollowUp
from people.models import Employment, Unit
from people.queries import municipal_calendar
from people.querysets import Among
from people.rules import OwnerRole

BATCH = 1000
RULE_COLUMNS = [field.name for field in fields(Rule) if field.name not in {"policy", "causes"}]


def causes() -> dict[str, rules.Cause]:
    """The causes by key, in the order in which they are offered."""
    columns = ("key", "counts_as_sick", "in_headline", "in_frequency_rules", "name_da", "name_en", "source")
    return {row[0]: rules.Cause(*row) for row in Cause.objects.values_list(*columns)}


def policies() -> dict[str, rules.Policy]:
    """All policies with their rules, the statutory one among them."""
    of_policy: defaultdict[str, list[Rule]] = defaultdict(list)
    for row in PolicyRule.objects.all():
        values = {name: getattr(row, name) for name in RULE_COLUMNS}
        values |= {"kind": Kind(row.kind), "weekend": Weekend(row.weekend), "owner_role": OwnerRole(row.owner_role)}
        keys = frozenset(row.causes) if row.causes else None
        of_policy[row.policy_id].append(Rule(policy=row.policy_id, causes=keys, **values))
    columns = ("key", "name_da", "name_en", "description_da", "description_en", "source", "last_checked")
    return {
        policy["key"]: rules.Policy(**policy, rules=of_policy[policy["key"]])
        for policy in Policy.objects.order_by("key").values(*columns)
    }


def givens() -> Givens:
    """Which policies are given where, over today's tree."""
    gifts = GivenPolicy.objects.values_list("unit_id", "policy_id", "first_day", "last_day")
    return Givens(dict(Unit.objects.values_list("pk", "parent_id")), [Gift(*row) for row in gifts])


def periods_of(employees: Collection[int]) -> dict[int, list[rules.Period]]:
    """The periods that stand, as the rules see them, of each who has any."""
    found: defaultdict[int, list[rules.Period]] = defaultdict(list)
    columns = ("employee_id", "first_day", "last_day", "cause_id", "degree", "expected_return")
    for employee, *values in Period.objects.standing().of_many(employees).order_by("first_day").values_list(*columns):
        found[employee].append(rules.Period(*values))
    return found


def stays_of(employees: Collection[int]) -> dict[int, list[Stay]]:
    """The employments as the rules see them, of each who has any."""
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    columns = ("employee_id", "unit_id", "first_day", "last_day")
    rows = Employment.objects.filter(Among("employee", employees)).order_by("first_day")
    for employee, *values in rows.values_list(*columns):
        found[employee].append(Stay(*values))
    return found


class Deriving:
    """What absence makes due, for many employees: what is given, and where, is read once."""

    def __init__(self) -> None:
        self._givens = givens()
        self._deriver = Deriver(
            givens=self._givens, policies=policies(), causes=causes().values(), calendar=municipal_calendar()
        )

    def of(self, employees: Collection[int], through: date) -> dict[int, list[Owed]]:
        """What is owed, as known on the day, to each who may be owed anything. Two queries."""
        if not self._givens.anywhere():
            return {}
        stays = stays_of(employees)
        # Where nothing was ever given, nothing is owed, whatever the absence.
        reached = [
            employee
            for employee, spans in stays.items()
            if any(self._givens.first_day(stay.unit) is not None for stay in spans)
        ]
        return {
            employee: self._deriver.derive(periods=spans, stays=stays[employee], through=through)
            for employee, spans in periods_of(reached).items()
        }


def batches(employees: Sequence[int]) -> Iterator[Sequence[int]]:
    """A thousand at a time."""
    return (employees[start : start + BATCH] for start in range(0, len(employees), BATCH))


def derived(through: date) -> Iterator[dict[int, list[Owed]]]:
    """What everybody's absence makes due as known on the day, batch by batch. Changes nothing."""
    deriving = Deriving()
    for batch in batches(with_absence()):
        fresh = deriving.of(batch, through)
        yield {employee: fresh.get(employee, []) for employee in batch}


def last_sick_days(today: date) -> dict[int, date | None]:
    """Of each employee with an open case: today for who is sick now, None for who never was."""
    return last_sick_days_of(Case.objects.open().values_list("employee", flat=True), today)


def last_sick_days_of(employees: Iterable[int], today: date) -> dict[int, date | None]:
    """Of each of them: today for who is sick now, None for who never was. One query."""
    keys = list(employees)
    begun = Period.objects.standing().of_many(keys).filter(first_day__lte=today, cause__counts_as_sick=True)
    last = begun.values("employee").annotate(
        last=Max(Least(Coalesce("last_day", Value(today)), Value(today), output_field=DateField()))
    )
    until = dict(last.values_list("employee", "last"))
    return {employee: until.get(employee) for employee in keys}


def with_absence() -> list[int]:
    """Everybody who has a period that stands, or an open follow-up that a rule has made; in order."""
    absent = Period.objects.standing().order_by().values_list("employee_id", flat=True)
    owed = FollowUp.objects.open().exclude(rule_key="").order_by().values_list("employee_id", flat=True)
    return sorted(absent.union(owed))


def with_rule_rows(employees: Collection[int]) -> set[int]:
    """Those of the employees who have follow-ups that a rule has made, in any state."""
    rows = FollowUp.objects.filter(Among("employee", employees)).exclude(rule_key="").order_by()
    return set(rows.values_list("employee_id", flat=True).distinct())


def recorded(period: Period) -> Recorded:
    """The period as the rules of recording see it."""
    return Recorded(period.ref, period.first_day, period.last_day, period.cause_id, period.degree, period.version)


def recorded_of(employee: int) -> list[Recorded]:
    """The employee's periods that stand, in order."""
    columns = ("ref", "first_day", "last_day", "cause_id", "degree", "version")
    rows = Period.objects.standing().filter(employee=employee).order_by("first_day")
    return [Recorded(*row) for row in rows.values_list(*columns)]


def unit_by_code(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first()


def policy_by_key(key: str) -> Policy | None:
    return Policy.objects.filter(key=key).first()
