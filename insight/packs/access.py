"""The doors to lists and packs. Lists name people, so that each look at one is recorded; the others are about units."""

from dataclasses import dataclass
from datetime import date
from typing import NoReturn, cast

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from absence.models import Period, Policy
from audit import flows as audit
from audit.rules import Event as Look
from cases.models import FollowUp
from insight.access import open_way, units_seen_by
from insight.models import Pack
from insight.rules.packs import PackKind, is_told, reads_of
from people.language import page_language
from people.models import Employee, Unit
from people.querysets import Among
from people.rules import ActingAs, CapacityKind, OwnerRole
from people.viewer import Viewer
from roundtable.rules.windows import quarter_named


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a list, as they are today; `days` are those of then."""

    pk: int
    ref: str
    name: str
    unit: int
    days: int
    absent: bool
    due_on: date | None
    may_open: bool


def receivers_of(policy: str) -> frozenset[str]:
    """Whom the policy names; HR alone where it comes with no list any more."""
    return frozenset(settings.LISTED_POLICIES.get(policy, "hr").split("+"))


def lists_of(viewer: Viewer) -> "QuerySet[Pack, Pack]":
    """The lists that the viewer may open, with the name of their policy as `policy_name`. One query, and one more when
    they are asked for.
    """
    if viewer.user is None:
        return Pack.objects.none()
    rows = Pack.objects.filter(kind=PackKind.LIST)
    hr, reader, house = CapacityKind.HR in viewer.capacities, viewer.user.pk, viewer.organisation
    open_to = Pack.objects.none()
    pairs: dict[str, list[int]] = {}
    for unit, policy in rows.order_by().values_list("unit", "policy").distinct():
        if is_told(receivers_of(policy), house, reader=reader, unit=unit, hr=hr):
            pairs.setdefault(policy, []).append(unit)
    for policy, units in pairs.items():
        open_to = open_to | rows.filter(Among("unit", units), policy=policy)
    name = Policy.objects.filter(pk=OuterRef("policy")).values(f"name_{page_language()}")
    return open_to.annotate(policy_name=Subquery(name[:1])).select_related("unit")


def unit_of(pack: Pack) -> Unit:
    """The unit of a list or of a meeting's pack."""
    return cast("Unit", pack.unit)


def open_list(viewer: Viewer, ref: str) -> Pack:
    """404, recorded, where the viewer may not open it. The caller records who was shown."""
    pack = lists_of(viewer).filter(ref=ref).first()
    if pack is None:
        _refuse(viewer, ref)
    return pack


def people_read(viewer: Viewer, days: dict[int, int]) -> dict[int, Person]:
    """Those of the employees of whom the viewer reads on a list, in no order. One query.

    HR reads of all but themselves; others of who is employed below them today. See `reads_of`.
    """
    if viewer.user is None or not days:
        return {}
    hr, reader, house = CapacityKind.HR in viewer.capacities, viewer.user.pk, viewer.organisation
    away = Period.objects.covering(viewer.today).filter(employee=OuterRef("pk"), cause__counts_as_sick=True)
    owed = FollowUp.objects.open().filter(employee=OuterRef("pk"), due_on__isnull=False)
    owed = owed.filter(owner_role__in=[OwnerRole.LEADER, OwnerRole.HR]).order_by("due_on")
    rows = (
        Employee.objects.filter(Among("pk", days), is_outside=False)
        .exclude(user=viewer.user)
        .with_place(viewer.today)
        .annotate(is_absent=Exists(away), next_due=Subquery(owed.values("due_on")[:1]))
    )
    found = {}
    for row in rows:
        if hr or reads_of(house, reader=reader, person=row.user_id, unit=row.unit_id):
            acting = viewer.acting_towards(employee=row.pk, person=row.user_id, unit=row.unit_id)
            found[row.pk] = Person(
                pk=row.pk,
                ref=row.ref,
                name=row.name,
                unit=row.unit_id or 0,
                days=days[row.pk],
                absent=row.is_absent,
                due_on=row.next_due,
                may_open=acting is not ActingAs.NONE,
            )
    return found


def record_look(viewer: Viewer, pack: Pack, refs: list[str], *, exported: bool = False) -> None:
    """One row for each look, with those who were shown."""
    audit.record(
        Look.EXPORTED if exported else Look.LISTED,
        by=viewer,
        capacity=_capacity(viewer, pack),
        subjects=refs,
        purpose="long_list",
        at=viewer.now,
    )


def _capacity(viewer: Viewer, pack: Pack) -> ActingAs:
    """As HR, or as a leader or deputy of the unit or of one above or below it."""
    if CapacityKind.HR in viewer.capacities or viewer.user is None:
        return viewer.standing
    roots = viewer.roots
    way = [unit for unit in viewer.organisation.upwards(unit_of(pack).pk) if unit in roots] or list(roots)
    return ActingAs.LEADER if any(viewer.is_leader_of(unit) for unit in way) else ActingAs.DEPUTY


def _refuse(viewer: Viewer, ref: str) -> NoReturn:
    if Pack.objects.filter(kind=PackKind.LIST, ref=ref).exists():
        audit.record(Look.REFUSED, by=viewer, capacity=viewer.standing, purpose="long_list", at=viewer.now)
    raise Http404


# --- About units -----------------------------------------------------------------------------------------------


def open_quarter(viewer: Viewer, code: str, word: str) -> tuple[list[Unit], Pack]:
    """The unit and those above it, if the viewer sees its figures, and the quarter, if its figures have been made up;
    else 404.
    """
    way = open_way(viewer, code)
    first_day = quarter_named(word)
    pack = Pack.objects.filter(kind=PackKind.QUARTER, first_day=first_day).first() if first_day else None
    if pack is None:
        raise Http404
    return way, pack


def meetings_of(viewer: Viewer) -> "QuerySet[Pack, Pack]":
    """The packs of the units whose figures the viewer may see."""
    rows = Pack.objects.filter(Among("unit", units_seen_by(viewer)), kind=PackKind.MEETING)
    return rows.select_related("unit")


def open_meeting(viewer: Viewer, ref: str) -> Pack:
    pack = meetings_of(viewer).filter(ref=ref).first()
    if pack is None:
        raise Http404
    return pack
