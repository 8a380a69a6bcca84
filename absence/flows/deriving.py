"""From periods to follow-ups: for those whose absence changed, and for everybody when policies or days change."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from absence import queries
from absence.rules.recording import Event
from audit import flows as audit
from cases.followups.flows import Reconciled, reconcile_many
from people.models import Employee
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How many employees were looked at, and what became of their follow-ups."""

    employees: int = 0
    follow_ups: Reconciled = field(default_factory=Reconciled)


@transaction.atomic(savepoint=False)
def rederive(*, employee_ids: Collection[int], by: Viewer) -> Reconciled:
    """Makes the follow-ups of these employees say what their absence, employments and policies now make due.

    In the caller's transaction; about twenty queries for a thousand employees.
    """
    if not employee_ids:
        return Reconciled()
    deriving = queries.Deriving()
    return sum((_rederive(batch, deriving, by) for batch in queries.batches(sorted(employee_ids))), Reconciled())


def evaluate_policies(*, by: Viewer, say: Callable[[str], None] = lambda _: None) -> Evaluated:
    """Rederives everybody who has absence or open follow-ups of it, a thousand at a time, each its own transaction.

    Run by the night, so that windows that move with the day are seen, and after policies have changed. Audit:
    `policies_evaluated`.
    """
    employees = queries.with_absence()
    deriving = queries.Deriving()
    done, seen = Reconciled(), 0
    for batch in queries.batches(employees):
        if seen:
            say(f"{seen} af {len(employees)}")
        with transaction.atomic():
            done += _rederive(batch, deriving, by)
        seen += len(batch)
    audit.record(Event.POLICIES_EVALUATED, by=by, capacity=by.standing, at=by.now)
    return Evaluated(len(employees), done)


def _rederive(employees: Sequence[int], deriving: queries.Deriving, by: Viewer) -> Reconciled:
    with connection.cursor() as cursor:
        # A long queue of deferred checks is walked through at every later statement, so there must be none.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Employee.objects.lock(employees)
    fresh = deriving.of(employees, by.today)
    # Who is owed nothing and has no rows either is left alone: after a first import, nearly everybody.
    without = [employee for employee in employees if not fresh.get(employee)]
    withdrawing = queries.with_rule_rows(without) if without else set()
    return reconcile_many(
        fresh_by_employee={
            employee: fresh.get(employee, [])
            for employee in employees
            if fresh.get(employee) or employee in withdrawing
        },
        by=by,
    )
