"""Who leads what: the person sitting in a unit whom anybody in the file names as leader. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from people.importing.rows import Code, PersonRow, Remark, Snapshot, Stored, StoredLeadership, Stretch
from people.importing.units import above

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seats:
    """Where the leaders that the file names sit, by number, with the day from which; and who cannot lead."""

    of_number: Mapping[str, tuple[str, date]]
    remarks: tuple[Remark, ...]


@dataclass
class LeadershipsPlan:
    """Changes of imported leaderships. Those named by hand stay as they are."""

    begun: list[tuple[str, str, date]] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    never_begun: list[int] = field(default_factory=list)
    resumed: list[int] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def find_seats(
    snapshot: Snapshot, people: Mapping[str, PersonRow], stretches: Mapping[str, Sequence[Stretch]], *, as_of: date
) -> Seats:
    """The units that the named leaders sit in at `as_of`, or will when they begin."""
    of_number: dict[str, tuple[str, date]] = {}
    remarks: list[Remark] = []
    led = Counter(row.leader for row in people.values() if row.works_on(as_of))
    for number, line in snapshot.named.items():
        rows = stretches.get(number, ())
        seat = next((row for row in rows if row.last_day is None or row.last_day >= as_of), None)
        if seat is not None:
            of_number[number] = seat.place.unit, max(as_of, seat.first_day)
        elif rows:
            reason = _departed(number, rows[-1].last_day, led[number])
            remarks.append(Remark(snapshot.people_file, line, Code.DEPARTED_LEADER, reason))
        else:
            reason = _unknown(number, led[number])
            remarks.append(Remark(snapshot.people_file, line, Code.UNKNOWN_LEADER, reason))
    return Seats(of_number, tuple(remarks))


def plan_leaderships(
    snapshot: Snapshot,
    stored: Stored,
    seats: Seats,
    usernames: Mapping[str, str],
    renamed: Mapping[str, str],
    *,
    in_doubt: frozenset[str],
    sits_in: Mapping[str, frozenset[str]],
    as_of: date,
) -> LeadershipsPlan:
    """Leaderships begin at `as_of` (or with the employment) and end the day before.

    One that the file does not name ends, except where somebody whom the file leaves out sits in the unit or below it
    (`in_doubt`), and the leader still sits there: those lines may be the ones that name the leader.
    """
    plan = LeadershipsPlan()
    wanted: dict[Pair, tuple[date, int]] = {}
    for number, (unit, day) in seats.of_number.items():
        if usernames[number]:
            wanted.setdefault((unit, usernames[number]), (day, snapshot.named[number]))
        else:
            # Left out of the file and without a user name: there is nobody to hold the leadership.
            reason = _unknown(number, 0)
            plan.remarks.append(Remark(snapshot.people_file, snapshot.named[number], Code.UNKNOWN_LEADER, reason))
    held: dict[Pair, list[StoredLeadership]] = {}
    for row in sorted(stored.leaderships, key=lambda row: row.first_day):
        held.setdefault((row.unit, renamed.get(row.username, row.username)), []).append(row)
    for pair, (day, line) in wanted.items():
        _keep_or_begin(plan, pair, held.get(pair, []), day, Remark(snapshot.people_file, line, Code.MISSING, ""))
    for (unit, username), rows in held.items():
        stays = unit in in_doubt and unit in sits_in.get(username, frozenset())
        if (unit, username) not in wanted and not stays:
            _end(plan, rows, as_of)
    return plan


def doubtful_units(parents: Mapping[str, str], units: Sequence[str]) -> frozenset[str]:
    """These units and all above them."""
    return frozenset(code for unit in units for code in above(parents, unit))


def _keep_or_begin(
    plan: LeadershipsPlan, pair: Pair, rows: Sequence[StoredLeadership], day: date, remark: Remark
) -> None:
    unit, username = pair
    in_the_way = [row for row in rows if row.last_day is None or row.last_day >= day]
    latest = next((row for row in reversed(rows) if row.imported), None)
    if latest is not None and latest.ended_by_hand:
        plan.remarks.append(Remark(remark.file, remark.line, Code.ENDED_BY_HAND, _ended_by_hand(unit)))
    elif not in_the_way:
        plan.begun.append((unit, username, day))
    elif any(row.is_deputy for row in in_the_way):
        plan.remarks.append(Remark(remark.file, remark.line, Code.GRANT_IN_THE_WAY, _in_the_way(unit)))
    else:
        plan.resumed.extend(row.pk for row in in_the_way[-1:] if row.imported and row.last_day is not None)


def _end(plan: LeadershipsPlan, rows: Sequence[StoredLeadership], as_of: date) -> None:
    for row in rows:
        if not row.imported:
            continue
        if row.ended_by_hand:
            plan.forgotten.append(row.pk)
        if row.first_day >= as_of:
            plan.never_begun.append(row.pk)
        elif row.last_day is None or row.last_day >= as_of:
            plan.ended.append(row.pk)


def _departed(number: str, last_day: date | None, led: int) -> str:
    left = "" if last_day is None else f" {last_day:%d-%m-%Y}"
    return f"Lederen {number} er fratrådt{left}. {_fall(led)}"


def _unknown(number: str, led: int) -> str:
    return f"Lederen {number} findes ikke. {_fall(led)}"


def _fall(led: int) -> str:
    who = "Medarbejderen hører" if led == 1 else f"De {led} medarbejdere hører"
    return f"{who} til den nærmeste leder opad. Ret lederen i jeres system." if led else "Ingen ansatte har lederen nu."


def _ended_by_hand(unit: str) -> str:
    return (
        f"Ledelsen af afdelingen {unit} er afsluttet i Tilbage, men udtrækket nævner stadig lederen. Den begynder ikke "
        "igen af sig selv. Ret udtrækket, eller udpeg lederen på ny i Tilbage."
    )


def _in_the_way(unit: str) -> str:
    return (
        f"Lederen står som stedfortræder i afdelingen {unit}, så ledelsen kan ikke begynde. Afslut stedfortræderskabet "
        "i Tilbage, og indlæs igen."
    )
