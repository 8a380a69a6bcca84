"""Reads of follow-ups: as the rules see them, and whose they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from cases.followups.owners import Owners, Ownership, owners_of
from cases.followups.rules import (
    Change,
    Close,
    Create,
    Duty,
    FollowUpState,
    Owed,
    PostponeLimits,
    Reopen,
    Stored,
    Update,
    Words,
    reconcile,
)
from cases.models import FollowUp, Wording
from people.calendar import COPENHAGEN
from people.models import Assignment, Capacity, Employee, User
from people.querysets import Among
from people.rules import NOBODY, CapacityKind, OwnerRole
from people.viewer import Viewer

WORDS = ("act_da", "act_en", "advice_da", "advice_en", "done_da", "done_en")
DUTY = ("rule_key", "kind", "owner_role", "step", "mandatory", "opens_case", "legal_ref", "wording_id")
# What the rules know by the same name.
PLAIN = (
    "anchor",
    "due_on",
    "legal_last_day",
    "spell_from",
    "remind_on",
    "postponed",
    "done_on",
    "closed_on",
    "late_by_correction",
    "basis_changed",
)


def postpone_limits() -> PostponeLimits:
    """The municipality's."""
    return PostponeLimits(days=settings.POSTPONE_MAX_DAYS, times=settings.POSTPONE_MAX_TIMES)


def wordings() -> dict[int, Words]:
    return {pk: Words(*words) for pk, *words in Wording.objects.order_by("-pk").values_list("pk", *WORDS)}


class _Duties:
    """Duties by their columns: a municipality's rows have a few dozen different ones."""

    def __init__(self) -> None:
        self._words = wordings()
        self._known: dict[tuple[Any, ...], Duty] = {}

    def of(self, columns: tuple[Any, ...]) -> Duty:
        duty = self._known.get(columns)
        if duty is None:
            rule, kind, role, step, mandatory, opens_case, legal_ref, wording = columns
            duty = self._known[columns] = Duty(
                rule=rule,
                kind=kind,
                owner_role=OwnerRole(role),
                step=step,
                mandatory=mandatory,
                opens_case=opens_case,
                legal_ref=legal_ref,
                words=self._words.get(wording, Words()),
            )
        return duty


def stored_rows(employees: Collection[int]) -> dict[int, list[Stored]]:
    """All rows of the employees, as the rules see them. Two queries."""
    duties = _Duties()
    found: defaultdict[int, list[Stored]] = defaultdict(list)
    columns = ("employee_id", "pk", "state", "created_at", "named_owner_id", *DUTY, *PLAIN)
    rows = FollowUp.objects.filter(Among("employee", employees)).order_by("pk").values_list(*columns)
    for employee, pk, state, created_at, named, *others in rows.iterator(chunk_size=5000):
        duty, plain = duties.of(tuple(others[: len(DUTY)])), others[len(DUTY) :]
        found[employee].append(_stored(pk, duty, state, created_at, named, plain))
    return found


def stored_of(follow_up: FollowUp) -> Stored:
    """A row as the rules see it, fetched with its wording."""
    duty = Duty(
        rule=follow_up.rule_key,
        kind=follow_up.kind,
        owner_role=OwnerRole(follow_up.owner_role),
        step=follow_up.step,
        mandatory=follow_up.mandatory,
        opens_case=follow_up.opens_case,
        legal_ref=follow_up.legal_ref,
        words=_words_of(follow_up),
    )
    plain = [getattr(follow_up, name) for name in PLAIN]
    return _stored(follow_up.pk, duty, follow_up.state, follow_up.created_at, follow_up.named_owner_id, plain)


def _words_of(follow_up: FollowUp) -> Words:
    if follow_up.words:
        return Words(act_da=follow_up.words, act_en=follow_up.words)
    wording = follow_up.wording
    return Words(*(getattr(wording, name) for name in WORDS)) if wording else Words()


def _stored(
    pk: int, duty: Duty, state: str, created_at: datetime, named_owner: int | None, plain: Iterable[Any]
) -> Stored:
    return Stored(
        ref=pk,
        duty=duty,
        state=FollowUpState(state),
        created_on=created_at.astimezone(COPENHAGEN).date(),
        named_owner=named_owner,
        **dict(zip(PLAIN, plain, strict=True)),
    )


# --- The sweeper -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Differences:
    """Employees whose rows do not say what their absence makes due: `missing` rows, `surplus` ones, `moved` dates."""

    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.moved)

    def __len__(self) -> int:
        return len(self.missing) + len(self.surplus) + len(self.moved)


def differences(derived: Iterable[Mapping[int, Iterable[Owed]]], today: date) -> Differences:
    """Compares what stands with what has just been derived, batch by batch, and changes nothing.

    A reference stands once for each row that differs.
    """
    found: dict[type[Change], list[int]] = {Create: [], Reopen: [], Close: [], Update: []}
    for batch in derived:
        stored = stored_rows(batch.keys())
        for employee, fresh in batch.items():
            for change in reconcile(fresh, stored.get(employee, ()), today):
                if type(change) in found:
                    found[type(change)].append(employee)
    employees = {employee for several in found.values() for employee in several}
    refs = dict(Employee.objects.filter(Among("pk", employees)).values_list("pk", "ref"))
    return Differences(
        missing=tuple(refs[employee] for employee in (*found[Create], *found[Reopen])),
        surplus=tuple(refs[employee] for employee in found[Close]),
        moved=tuple(refs[employee] for employee in found[Update]),
    )


# --- Whose they are ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """What must be known of a follow-up to say whose it is."""

    pk: int
    employee: int
    role: OwnerRole
    named: int | None


def due_rows(day: date, *, told_to: Viewer | None = None, standing_since: datetime | None = None) -> list[Row]:
    """Open rows that ask for attention by the day; perhaps only what a viewer is told of, or what stood before."""
    rows = FollowUp.objects.turned_up(day)
    if told_to is not None:
        rows = rows.told_to(told_to)
    if standing_since is not None:
        rows = rows.filter(created_at__lte=standing_since)
    return [
        Row(pk, employee, OwnerRole(role), named)
        for pk, employee, role, named in rows.values_list("pk", "employee_id", "owner_role", "named_owner_id")
    ]


def owners_of_rows(rows: Collection[Row], viewer: Viewer) -> dict[int, Owners]:
    """Who owes each row at the viewer's moment, whoever the viewer is. At most five queries for any number."""
    if not rows:
        return {}
    places = {
        pk: (user, unit, bool(active))
        for pk, user, unit, active in Employee.objects.filter(pk__in={row.employee for row in rows})
        .with_place(viewer.today)
        .values_list("pk", "user_id", "unit_id", "user__is_active")
    }
    hr = _people_in(CapacityKind.HR, viewer)
    consultants: Mapping[int, frozenset[int]] = {}
    if referred := {row.employee for row in rows if row.role is OwnerRole.CONSULTANT}:
        consultants = consultants_of(referred, _people_in(CapacityKind.CONSULTANT, viewer), viewer.today)
    counting = _named_who_may(rows, viewer)
    return {
        row.pk: owners_of(
            Ownership(
                role=row.role,
                person=places[row.employee][0],
                unit=places[row.employee][1],
                named=row.named if row.pk in counting else None,
                consultants=consultants.get(row.employee, NOBODY),
                has_account=places[row.employee][2],
            ),
            viewer.organisation,
            hr,
        )
        for row in rows
    }


def reachable(people: Iterable[int]) -> frozenset[int]:
    """Those with an active account and an address."""
    return frozenset(
        User.objects.filter(pk__in=set(people), is_active=True).exclude(email="").values_list("pk", flat=True)
    )


def _people_in(kind: CapacityKind, viewer: Viewer) -> frozenset[int]:
    return frozenset(Capacity.objects.filter(kind=kind).held(viewer.today).values_list("user_id", flat=True))


def consultants_of(employees: Collection[int], team: frozenset[int], day: date) -> Mapping[int, frozenset[int]]:
    """Employee -> the consultants who have taken the matter on; of one referred to the team, all of it until then."""
    taken: defaultdict[int, set[int | None]] = defaultdict(set)
    rows = Assignment.objects.filter(employee__in=employees).running(day)
    for employee, consultant in rows.values_list("employee_id", "consultant_id"):
        taken[employee].add(consultant)
    return {
        employee: frozenset(team & people) or (team if None in people else NOBODY) for employee, people in taken.items()
    }


def _named_who_may(rows: Collection[Row], viewer: Viewer) -> frozenset[int]:
    """The rows whose named owner may see the employee today. The access rule is asked, not repeated.

    No query where nobody is named, else three.
    """
    named = {row.named for row in rows if row.named is not None}
    if not named:
        return NOBODY
    capacities: defaultdict[int, set[CapacityKind]] = defaultdict(set)
    for user, kind in Capacity.objects.filter(user__in=named).held(viewer.today).values_list("user_id", "kind"):
        capacities[user].add(CapacityKind(kind))
    allowed = Q(pk__in=[])
    for user in User.objects.filter(pk__in=named):
        eyes = Viewer(
            user=user,
            now=viewer.now,
            organisation=viewer.organisation,
            capacities=frozenset(capacities[user.pk]),
        )
        allowed |= Q(named_owner=user.pk, employee__in=Employee.objects.visible_to(eyes))
    handed_over = FollowUp.objects.filter(pk__in=[row.pk for row in rows if row.named is not None])
    return frozenset(handed_over.filter(allowed).values_list("pk", flat=True))
