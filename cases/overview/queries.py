"""The reads of HR's overview. Their number does not hang on how many follow-ups there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import flows as audit
from audit.rules import Event
from cases.day.cards import Say, act_of
from cases.day.queries import person_of
from cases.followups.kinds import kind_of
from cases.followups.queries import consultants_of, postpone_limits, stored_of
from cases.models import FollowUp
from cases.overview.owners import Desk, Officer, Raw, Stand
from cases.overview.rules import Due, Entry, Filters, Picture, Standing, Tab, below, picture_of, totals_of
from cases.overview.words import DUE, STANDINGS
from people.calendar import DEFAULT_CALENDAR
from people.language import page_language
from people.models import Capacity, User
from people.querysets import DanishOrder
from people.rules import CapacityKind, OwnerRole
from people.viewer import Viewer
from people.words import Chip, danish_key, deadline_chip, say_date, say_day, say_short_date

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
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is, in words; `under` says how it came there, or what is wrong with it."""

    name: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list. `chosen` are the follow-ups that a tick stands for, in one field."""

    ref: str
    name: str
    unit: str
    act: str
    under: str
    chip: Chip | None
    day: str
    owner: Owner
    chosen: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter and how many people it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    legend: str
    options: tuple[Option, ...]


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
        [entry for entry in entries if _is_called(raws[entry.pk], filters.text)] if filters.text else entries,
        filters,
        today=viewer.today,
        viewer=viewer.actor_id,
        inside=inside,
        areas=areas,
    )
    page = Paginator(found.nearest, PAGE).get_page(number)
    lines = _lines(list(page), found, raws, desk, viewer)
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
        groups=_groups(found, filters),
        units=tuple(_unit_options(found, filters, areas, viewer)),
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
    employments = "employee__employments"
    running = Q(**{f"{employments}__last_day__isnull": True}) | Q(**{f"{employments}__last_day__gte": viewer.today})
    rows = (
        FollowUp.objects.open()
        .visible_to(viewer)
        .annotate(
            here=FilteredRelation(
                employments, condition=Q(**{f"{employments}__first_day__lte": viewer.today}) & running
            )
        )
        .order_by(
            F("due_on").asc(nulls_last=True),
            DanishOrder("employee__first_name"),
            DanishOrder("employee__last_name"),
            "pk",
        )
    )
    return {row[0]: Raw._make(row) for row in rows.values_list(*RAW)}


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


# --- The list --------------------------------------------------------------------------------------------


def _lines(
    shown: Sequence[Entry],
    found: Picture,
    raws: Mapping[int, Raw],
    desk: Desk,
    viewer: Viewer,
) -> list[Line]:
    people = {entry.employee for entry in shown}
    together: defaultdict[int, list[int]] = defaultdict(list)
    for entry in found.let_through:
        if entry.employee in people:
            together[entry.employee].append(entry.pk)
    rows = FollowUp.objects.select_related("employee", "wording").in_bulk(
        [pk for pks in together.values() for pk in pks]
    )
    say = Say(viewer.today, page_language(), DEFAULT_CALENDAR, postpone_limits())
    return [_line(entry, [rows[pk] for pk in together[entry.employee]], raws[entry.pk], desk, say) for entry in shown]


def _line(entry: Entry, rows: Sequence[FollowUp], raw: Raw, desk: Desk, say: Say) -> Line:
    follow_up = next(row for row in rows if row.pk == entry.pk)
    person, stored = person_of(follow_up.employee), stored_of(follow_up)
    act = act_of(stored, follow_up.ref, person, say)
    chip = None
    if entry.due_on is not None:
        chip = deadline_chip(entry.due_on, say.today, say.lang, late_by_correction=stored.late_by_correction)
    return Line(
        ref=person.ref,
        name=person.name,
        unit=desk.organisation.unit_names[entry.unit] if entry.unit is not None else _("Not employed today"),
        act=act.act,
        under=_under(follow_up, act.law, len(rows) - 1, say),
        chip=chip,
        day="" if entry.due_on in (None, say.today) else say_short_date(entry.due_on, say.today, say.lang),
        owner=_owner(desk.stand(raw), desk),
        chosen=".".join(row.ref for row in rows),
    )


def _under(follow_up: FollowUp, law: str, others: int, say: Say) -> str:
    words = []
    if follow_up.remind_on is not None and follow_up.remind_on > say.today:
        words.append(_("Postponed to %(day)s") % {"day": say_day(follow_up.remind_on, say.today, say.lang)})
    elif law:
        words.append(law)
    elif follow_up.spell_from is not None:
        words.append(_("Absent from %(day)s") % {"day": say_date(follow_up.spell_from, say.today, say.lang)})
    if others:
        words.append(ngettext("and %(number)s task more", "and %(number)s tasks more", others) % {"number": others})
    return ", ".join(words)


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
        case Standing.LEADER | Standing.CONSULTANT:
            deputies = _names(stand.owners.stand_in, desk)
            return Owner(names, _("deputy: %(names)s") % {"names": deputies} if deputies else "")


def _names(people: Iterable[int], desk: Desk) -> str:
    return ", ".join(sorted(desk.officers[person].name for person in people if person in desk.officers))


# --- The filters -----------------------------------------------------------------------------------------


def _groups(found: Picture, filters: Filters) -> tuple[Group, ...]:
    tasks = sorted((str(kind_of(k).name), k) for k in {*found.kinds, *filters.kinds})
    standings = [s for s in Standing if s is not Standing.CONSULTANT or found.standings[s] or s in filters.standings]
    return (
        Group("due", _("Deadline"), tuple(Option(d, str(DUE[d]), found.due[d], d in filters.due) for d in Due)),
        Group("task", _("Task"), tuple(Option(k, name, found.kinds[k], k in filters.kinds) for name, k in tasks)),
        Group(
            "owner",
            _("Responsible"),
            tuple(Option(s, str(STANDINGS[s]), found.standings[s], s in filters.standings) for s in standings),
        ),
    )


def _unit_options(found: Picture, filters: Filters, areas: Mapping[int, int], viewer: Viewer) -> Iterable[Option]:
    """The whole, the way down to the unit chosen, and the units directly below it where somebody has a task."""
    names = viewer.organisation.unit_names
    yield Option("", _("The whole municipality"), found.everywhere, filters.unit is None)
    for unit in _chain(filters.unit, viewer):
        yield Option(str(unit), names[unit], len(found.nearest) if unit == filters.unit else 0, unit == filters.unit)
    for unit in sorted({*areas.values()} & found.units.keys(), key=lambda unit: danish_key(names[unit])):
        yield Option(str(unit), names[unit], found.units[unit], False)


def _chain(unit: int | None, viewer: Viewer) -> list[int]:
    """From below the top down to the unit itself."""
    if unit is None:
        return []
    way = list(viewer.organisation.upwards(unit))
    return way[::-1] if len(way) == 1 else way[-2::-1]
