"""The reads of HR's overview. Their number does not hang on how many follow-ups there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from audit import flows as audit
from audit.rules import Event
from cases.followups.queries import consultants_of
from cases.models import FollowUp
from cases.overview.lines import Group, Line, Option, Owner, due_group, lines_of, task_group, unit_options
from cases.overview.owners import Desk, Officer, Raw, Stand
from cases.overview.rules import Due, Entry, Filters, Picture, Standing, Tab, below, picture_of, totals_of, under_tab
from cases.overview.words import STANDINGS
from people.models import Capacity, User
from people.querysets import DanishOrder
from people.rules import CapacityKind, OwnerRole
from people.viewer import Viewer
from people.words import danish_key

PAGE = 50
RAW = (
    "pk",
    "employee_id",
    "kind",
    "owner_role",
    "named_owner_id",
    "due_on",
    "here__unit_id",
    "employee__user_id",
    "employee__first_name",
    "employee__last_name",
    "employee__number",
    "employee__user__is_active",
)


@dataclass(frozen=True, slots=True)
class Overview:
    """The page, all but what other apps put on it."""

    lines: tuple[Line, ...]
    page: Page[Entry]
    tabs: Mapping[Tab, int]
    groups: tuple[Group, ...]
    units: tuple[Option, ...]
    late: int
    """People whose nearest task is overdue, and whose is today's, whatever is chosen."""
    today: int
    without_account: int
    """Leaders who cannot log in, and the people whose nearest task stands with them alone."""
    stuck: int


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody to whom follow-ups may be given, and what they are besides."""

    user: User
    words: str


def overview_of(viewer: Viewer, filters: Filters, number: str) -> Overview:
    """One page of the municipality's open follow-ups; records whom it shows. Four queries, or five where consultants
    owe something.
    """
    raws = open_rows(viewer)
    desk = desk_of(viewer, raws.values())
    entries = [_entry(raw, desk) for raw in raws.values()]
    totals = totals_of(entries, today=viewer.today, viewer=viewer.actor_id)
    inside, areas = below(filters.unit, viewer.organisation.parents)
    found = picture_of(
        under_tab(filters.tab, called(entries, raws, filters.text), viewer.actor_id),
        filters,
        today=viewer.today,
        inside=inside,
        areas=areas,
    )
    page = Paginator(found.nearest, PAGE).get_page(number)
    shown = list(page)
    lines = lines_of(shown, behind(shown, found), viewer, lambda entry: _owner(desk.stand(raws[entry.pk]), desk))
    audit.record(
        Event.LISTED,
        by=viewer,
        capacity=viewer.standing,
        subjects=[line.ref for line in lines],
        purpose="overview",
        at=viewer.now,
    )
    return Overview(
        lines=tuple(lines),
        page=page,
        tabs=totals.tabs,
        groups=(due_group(found, filters), task_group(found, filters), _owner_group(found, filters)),
        units=tuple(unit_options(found, filters, areas, viewer)),
        late=totals.due[Due.LATE],
        today=totals.due[Due.TODAY],
        without_account=len(_without_account(desk)),
        stuck=totals.stuck,
    )


def desk_of(viewer: Viewer, raws: Collection[Raw]) -> Desk:
    """Everybody who may owe one of these, whoever looks. One query, and one more where consultants are among them."""
    organisation = viewer.organisation
    people = {raw.named for raw in raws if raw.named is not None}
    people.update(*organisation.leaders.values(), *organisation.deputies.values())
    held = Capacity.objects.held(viewer.today)
    rows = (
        User.objects.filter(Q(pk__in=people) | Q(pk__in=held.exclude(kind=CapacityKind.ADMINISTRATOR).values("user")))
        .annotate(held=ArraySubquery(held.filter(user=OuterRef("pk")).values("kind")))
        .values_list("pk", "first_name", "last_name", "is_active", "email", "held")
    )
    officers = {
        pk: Officer(pk, f"{first} {last}".strip(), active and bool(email), frozenset(map(CapacityKind, kinds)))
        for pk, first, last, active, email, kinds in rows
    }
    return Desk(viewer.now, organisation, officers, _referred(viewer, raws, officers))


def takers_of(viewer: Viewer, follow_ups: Collection[FollowUp]) -> list[Taker]:
    """Who may be given all of these, the viewer left out: those in HR, then those who lead or deputise for them."""
    chosen = {follow_up.pk for follow_up in follow_ups}
    raws = [raw for raw in open_rows(viewer).values() if raw.pk in chosen]
    desk = desk_of(viewer, raws)
    users = User.objects.in_bulk([officer.user for officer in desk.takers(raws) if officer.user != viewer.actor_id])
    hr, leads = _("HR"), _("leader or deputy")
    takers = [Taker(user, f"{user}, {hr if pk in desk.hr else leads}") for pk, user in users.items()]
    return sorted(takers, key=lambda taker: (taker.user.pk not in desk.hr, danish_key(str(taker.user))))


# --- Reading ---------------------------------------------------------------------------------------------


def open_rows(viewer: Viewer) -> dict[int, Raw]:
    """All open follow-ups that the viewer handles, nearest first, by name on the same day."""
    rows = FollowUp.objects.open().visible_to(viewer)
    nearest_first = rows.order_by(
        F("due_on").asc(nulls_last=True),
        DanishOrder("employee__first_name"),
        DanishOrder("employee__last_name"),
        "pk",
    )
    return rows_as_read(nearest_first, viewer.today)


def rows_as_read(rows: "QuerySet[FollowUp]", day: date) -> dict[int, Raw]:
    """Follow-ups with what says whose they are that day, in their order. One query."""
    employments = "employee__employments"
    running = Q(**{f"{employments}__last_day__isnull": True}) | Q(**{f"{employments}__last_day__gte": day})
    begun = Q(**{f"{employments}__first_day__lte": day})
    with_place = rows.annotate(here=FilteredRelation(employments, condition=begun & running))
    return {row[0]: Raw._make(row) for row in with_place.values_list(*RAW)}


def behind(shown: Sequence[Entry], found: Picture) -> dict[int, list[FollowUp]]:
    """The follow-ups of those who are shown, as far as the filters let them through, by employee. One query."""
    people = {entry.employee for entry in shown}
    entries = [entry for entry in found.let_through if entry.employee in people]
    rows = FollowUp.objects.select_related("employee", "wording").in_bulk([entry.pk for entry in entries])
    together: defaultdict[int, list[FollowUp]] = defaultdict(list)
    for entry in entries:
        together[entry.employee].append(rows[entry.pk])
    return together


def called(entries: list[Entry], raws: Mapping[int, Raw], text: str) -> list[Entry]:
    """Those whose name has every word of the search, or whose number begins with it."""
    return [entry for entry in entries if _is_called(raws[entry.pk], text)] if text else entries


def _is_called(raw: Raw, text: str) -> bool:
    """Every word is in the name, or the number begins with it."""
    name = f"{raw.first_name} {raw.last_name}".casefold()
    return all(word in name or raw.number.startswith(word) for word in text.casefold().split())


def _referred(viewer: Viewer, raws: Collection[Raw], officers: Mapping[int, Officer]) -> Mapping[int, frozenset[int]]:
    """The consultants of those employees about whom a consultant may owe something."""
    team = frozenset(pk for pk, officer in officers.items() if CapacityKind.CONSULTANT in officer.capacities)
    owed = {raw.employee for raw in raws if raw.role == OwnerRole.CONSULTANT or raw.named in team}
    return consultants_of(owed, team, viewer.today) if owed else {}


def _entry(raw: Raw, desk: Desk) -> Entry:
    return Entry(raw.pk, raw.employee, raw.kind, raw.due_on, desk.stand(raw).standing, raw.named, raw.unit)


def _without_account(desk: Desk) -> frozenset[int]:
    leaders = frozenset().union(*desk.organisation.leaders.values())
    return frozenset(leader for leader in leaders if not desk.reachable([leader]))


# --- Whose it is ---------------------------------------------------------------------------------------------


def _owner(stand: Stand, desk: Desk) -> Owner:
    names = _names(stand.owners.owe, desk)
    match stand.standing:
        case Standing.GIVEN:
            return Owner(names, _("handed over"))
        case Standing.HR:
            return Owner(_("HR"))
        case Standing.NO_LEADER:
            return Owner(_("HR"), _("no leader"))
        case Standing.NO_ACCOUNT:
            return Owner(names, _("without an account"))
        case Standing.EMPLOYEE:
            return Owner(_("The employee"))
        case Standing.LEADER | Standing.CONSULTANT:
            deputies = _names(stand.owners.stand_in, desk)
            return Owner(names, _("deputy: %(names)s") % {"names": deputies} if deputies else "")


def _names(people: Iterable[int], desk: Desk) -> str:
    return ", ".join(sorted(desk.officers[person].name for person in people if person in desk.officers))


def _owner_group(found: Picture, filters: Filters) -> Group:
    seldom = {Standing.CONSULTANT, Standing.EMPLOYEE}
    standings = [s for s in Standing if s not in seldom or found.standings[s] or s in filters.standings]
    options = (Option(s, str(STANDINGS[s]), found.standings[s], s in filters.standings) for s in standings)
    return Group("owner", _("Responsible"), tuple(options))
