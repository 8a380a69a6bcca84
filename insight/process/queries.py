"""The reads of the process. Each is one query, however many follow-ups and units there are.

A follow-up counts in the unit in which the employee worked on the day it was due. Who works for another employer is no
matter of the municipality's figures.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from absence.models import PolicyRule
from absence.rules import Kind, Rule
from cases.followups.rules import FollowUpState
from insight.rules.clusters import Workplace
from insight.rules.fatigue import Heard
from insight.rules.measures import LAST_MEDIUM_DAY
from insight.rules.process import Came
from insight.rules.treatment import Treated
from insight.rules.versions import latest_versions
from people.models import Employment
from people.querysets import PERSON
from people.rules import OwnerRole
from retention.models import FastTrack, Placement
from retention.rules.fasttrack import FastTrackKind, FastTrackState
from retention.rules.ladder import Party
from retention.rules.offers import Mark
from roundtable.rules.windows import Window

# The follow-ups of rules that came due, with whom and where. What a correction made late before anybody could know of
# it is not counted.
_DUE: Final = """
    due AS (
        SELECT follow_up.*, coalesce(employee.user_id, -employee.id) AS person, employment.unit_id,
            employment.job_group, follow_up.done_on <= follow_up.due_on AS on_time
        FROM cases_followup follow_up
        JOIN people_employee employee ON employee.id = follow_up.employee_id AND NOT employee.is_outside
        JOIN people_employment employment ON employment.employee_id = follow_up.employee_id
            AND follow_up.due_on BETWEEN employment.first_day AND coalesce(employment.last_day, 'infinity')
        WHERE follow_up.rule_key <> '' AND NOT follow_up.late_by_correction AND follow_up.state = ANY(%(states)s)
            AND follow_up.due_on BETWEEN %(first)s AND %(last)s
            AND (%(units)s::bigint[] IS NULL OR employment.unit_id = ANY(%(units)s::bigint[]))
    )
"""
OWED: Final = (FollowUpState.OPEN, FollowUpState.DONE)
FIRED: Final = (*OWED, FollowUpState.LAPSED, FollowUpState.OVERTAKEN)


def came_due(quarters: Sequence[Window]) -> list[Came]:
    """What was owed in the quarters, which are numbered from 1 on."""
    rows = _rows(
        f"""
        WITH {_DUE}
        SELECT due.unit_id, due.rule_key, quarter.number, count(*), count(*) FILTER (WHERE on_time),
            array_agg(DISTINCT person)
        FROM due JOIN unnest(%(firsts)s::date[], %(lasts)s::date[]) WITH ORDINALITY AS quarter(first, last, number)
            ON due.due_on BETWEEN quarter.first AND quarter.last
        GROUP BY due.unit_id, due.rule_key, quarter.number
        ORDER BY quarter.number, due.unit_id, due.rule_key
        """,  # noqa: S608 - our own names
        Window(quarters[0].first, quarters[-1].last),
        OWED,
        None,
        firsts=[window.first for window in quarters],
        lasts=[window.last for window in quarters],
    )
    return [
        Came(unit, rule, number, owed, on_time, tuple(people)) for unit, rule, number, owed, on_time, people in rows
    ]


class Treatment(NamedTuple):
    """What leaders owed by a rule about one job group in a unit."""

    unit: int
    job_group: str
    rule: str
    treated: Treated


def treatments(window: Window, units: Collection[int]) -> list[Treatment]:
    """Owed by leaders in the window, about those in the units."""
    rows = _rows(
        f"""
        WITH {_DUE}
        SELECT unit_id, job_group, rule_key, count(*), count(done_on), count(*) FILTER (WHERE on_time),
            coalesce(array_agg(done_on - anchor) FILTER (WHERE done_on IS NOT NULL AND anchor IS NOT NULL), '{{}}'),
            array_agg(DISTINCT person)
        FROM due WHERE owner_role = %(leader)s GROUP BY unit_id, job_group, rule_key
        """,  # noqa: S608 - our own names
        window,
        OWED,
        units,
        leader=OwnerRole.LEADER.value,
    )
    return [
        Treatment(unit, group, rule, Treated(number, done, on_time, tuple(days), tuple(people)))
        for unit, group, rule, number, done, on_time, days, people in rows
    ]


def heard_of(window: Window, units: Collection[int], today: date, left_open_days: int) -> list[Heard]:
    """What became of each rule's follow-ups about those in the units.

    One that lapsed or was overtaken before its anchor never asked for anything: it is made on the first day already.
    """
    rows = _rows(
        f"""
        WITH {_DUE}
        SELECT rule_key, count(*), count(done_on), count(*) FILTER (WHERE done_on > due_on),
            count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE state = 'open' AND due_on < %(left)s),
            count(*) FILTER (WHERE state = 'lapsed'), count(*) FILTER (WHERE state = 'overtaken'),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY done_on - anchor), array_agg(DISTINCT person)
        FROM due WHERE closed_on IS NULL OR closed_on >= anchor GROUP BY rule_key ORDER BY rule_key
        """,  # noqa: S608 - our own names
        window,
        FIRED,
        units,
        left=today - timedelta(days=left_open_days),
    )
    return [Heard._make([*counted, frozenset(people)]) for *counted, people in rows]


def workplaces_on(day: date, since: date) -> list[Workplace]:
    """Who works right in each unit that day: how many of them fell ill from `since` on, and how many have been away
    for 29 days or more. By headline causes; periods that touch are one absence.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WORKPLACES, {"day": day, "since": since, "long": day - timedelta(days=LAST_MEDIUM_DAY)})
        return [Workplace(*row) for row in cursor]


_WORKPLACES: Final = """
    WITH place AS (
        SELECT employment.employee_id, employment.unit_id, coalesce(employee.user_id, -employee.id) AS person
        FROM people_employment employment JOIN people_employee employee ON employee.id = employment.employee_id
        WHERE NOT employee.is_outside
            AND %(day)s BETWEEN employment.first_day AND coalesce(employment.last_day, 'infinity')
    ),
    sick AS (
        SELECT period.employee_id, period.first_day, coalesce(period.last_day, 'infinity') AS last_day
        FROM absence_period period JOIN absence_cause cause ON cause.key = period.cause_id AND cause.in_headline
        WHERE NOT period.withdrawn AND period.first_day <= %(day)s
    ),
    numbered AS (
        SELECT *, sum(begins::int) OVER (PARTITION BY employee_id ORDER BY first_day) AS spell FROM (
            SELECT *, first_day > lag(last_day + 1, 1, '-infinity') OVER (
                PARTITION BY employee_id ORDER BY first_day
            ) AS begins
            FROM sick WHERE employee_id IN (SELECT employee_id FROM sick WHERE last_day >= %(since)s)
        ) AS beginning
    ),
    spell AS (
        SELECT employee_id, min(first_day) AS first_day, max(last_day) AS last_day
        FROM numbered GROUP BY employee_id, spell
    )
    SELECT place.unit_id, count(DISTINCT place.person),
        count(DISTINCT place.person) FILTER (WHERE spell.first_day >= %(since)s),
        count(DISTINCT place.person) FILTER (WHERE spell.first_day <= %(long)s AND spell.last_day >= %(day)s)
    FROM place LEFT JOIN spell ON spell.employee_id = place.employee_id
    GROUP BY place.unit_id
"""


def _rows(
    sql: str, window: Window, states: Sequence[FollowUpState], units: Collection[int] | None, **more: Any
) -> Iterator[tuple[Any, ...]]:
    parameters: dict[str, Any] = {
        "first": window.first,
        "last": window.last,
        "states": [state.value for state in states],
        "units": None if units is None else list(units),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | more)
        yield from cursor.fetchall()


# --- The rules by their keys -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """The latest version of a rule, and what its policy is called."""

    rule: Rule
    policy_da: str
    policy_en: str


def known_rules() -> dict[str, Known]:
    """All rules of all policies; those that are built in are no policy's."""
    rules, names = [], {}
    for row in PolicyRule.objects.select_related("policy"):
        names[row.policy_id] = row.policy.name_da, row.policy.name_en
        rules.append(
            Rule(
                key=row.key,
                policy=row.policy_id,
                kind=Kind(row.kind),
                threshold=row.threshold,
                window_days=row.window_days,
                mandatory=row.mandatory,
                act_da=row.act_da,
                act_en=row.act_en,
                valid_from=row.valid_from,
            )
        )
    return {key: Known(rule, *names[rule.policy]) for key, rule in latest_versions(rules).items()}


# --- Fast track and the ladder ---------------------------------------------------------------------------


class Used(NamedTuple):
    """A window of Fast track that was used by the day or closed unused, and where the employee then worked."""

    person: int
    unit: int
    day: date
    sent: bool
    reason: str


def windows_used(window: Window) -> list[Used]:
    """Ordinary Fast tracks that were sent in the window, and windows that closed unused in it.

    What was sent was sent inside its window: later it cannot be marked as sent.
    """
    sent = Q(sent_on__range=(window.first, window.last))
    missed = Q(state=FastTrackState.MISSED, missed_on__range=(window.first, window.last))
    rows = _placed(FastTrack.objects.filter(sent | missed, kind=FastTrackKind.ORDINARY), "about_day")
    return [
        Used(person, unit, sent_on or missed_on, sent_on is not None, reason)
        for person, unit, sent_on, missed_on, reason in rows.values_list(
            "person", "unit", "sent_on", "missed_on", "missed_reason"
        )
    ]


def marks_in(window: Window) -> dict[int, list[tuple[int, Mark]]]:
    """Of each person the placements in the window that stand, in order, with where the employee then worked."""
    found: defaultdict[int, list[tuple[int, Mark]]] = defaultdict(list)
    standing = Placement.objects.filter(placed_on__range=(window.first, window.last), withdrawn_at=None)
    rows = _placed(standing, "placed_on").order_by("placed_on", "placed_at", "pk")
    for person, unit, party, number, day in rows.values_list("person", "unit", "party", "step__number", "placed_on"):
        found[person].append((unit, Mark(Party(party), number, day)))
    return dict(found)


def _placed(rows: "QuerySet[Any]", day: str) -> "QuerySet[Any]":
    """With the person, and the unit in which the employee worked on that day, or else had worked last."""
    here = Employment.objects.filter(employee=OuterRef("employee"), first_day__lte=OuterRef(day))
    unit = Subquery(here.order_by("-first_day").values("unit")[:1])
    return rows.filter(employee__is_outside=False).annotate(person=PERSON, unit=unit).filter(unit__isnull=False)
