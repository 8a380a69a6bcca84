"""Which number is which person, and what they are called. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from people.importing.rows import Code, PersonRow, Remark, Snapshot, Stored, StoredUser

# A leader whom the extract gives no user name still needs a person to hold the leadership.
NAMELESS = "nummer-"


@dataclass(frozen=True, slots=True)
class UserPlan:
    """A user as it shall be; `pk` is empty for a new one."""

    pk: int | None
    username: str
    first_name: str
    last_name: str
    email: str


@dataclass
class Persons:
    """Who holds which number in the end, by user name; and the users that are new or change."""

    of_number: dict[str, str] = field(default_factory=dict)
    users: list[UserPlan] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def plan_persons(
    snapshot: Snapshot, people: Mapping[str, PersonRow], stored: Stored, leading: frozenset[str], *, as_of: date
) -> Persons:
    """The same user name is the same person, unless a number was linked by hand.

    `people` are the lines that count, `leading` the numbers of leaders. A new user name on a known number renames the
    person; one that belongs to somebody else makes the number theirs, and is reported.
    """
    wanted = {number: _wanted(number, row, stored, leading) for number, row in people.items()}
    persons = Persons(renamed=_renamed(people, stored, wanted))
    for employee in stored.employees.values():
        persons.of_number[employee.number] = persons.renamed.get(employee.username, employee.username)
    for number, username in wanted.items():
        before = persons.of_number.get(number, "")
        after = before if username is None else username
        if before and after != before:
            persons.remarks.append(
                Remark(snapshot.people_file, people[number].line, Code.USERNAME_MOVED, _moved(number))
            )
        user = stored.users.get(after)
        if user is not None and after != before and (user.first_name, user.last_name) != _called(people[number]):
            persons.remarks.append(Remark(snapshot.people_file, people[number].line, Code.SHARED_USERNAME, _reused()))
        persons.of_number[number] = after
    known: dict[str, StoredUser | None] = dict.fromkeys(filter(None, persons.of_number.values()))
    known |= {persons.renamed.get(username, username): user for username, user in stored.users.items()}
    _name(persons, snapshot, people, known, as_of)
    return persons


def _wanted(number: str, row: PersonRow, stored: Stored, leading: frozenset[str]) -> str | None:
    """The user name that the line asks for; None where the number stays with whoever has it."""
    employee = stored.employees.get(number)
    if employee is not None and employee.username and (employee.linked_by_hand or not row.username):
        return None
    return row.username or (f"{NAMELESS}{number}" if number in leading else "")


def _renamed(people: Mapping[str, PersonRow], stored: Stored, wanted: Mapping[str, str | None]) -> dict[str, str]:
    """Stored user name -> new one, where all lines of that person agree on a name that nobody has had."""
    names: dict[str, set[str]] = defaultdict(set)
    for number in people:
        employee, username = stored.employees.get(number), wanted[number]
        if employee is not None and employee.username and username is not None:
            names[employee.username].add(username)
    renamed: dict[str, str] = {}
    for before, after in names.items():
        (username,) = after if len(after) == 1 else (before,)
        if username not in stored.users and username not in renamed.values():
            renamed[before] = username
    return renamed


def _name(
    persons: Persons,
    snapshot: Snapshot,
    people: Mapping[str, PersonRow],
    known: Mapping[str, StoredUser | None],
    as_of: date,
) -> None:
    """Names and addresses follow the line of an employment that runs; of several, the first."""
    rows: dict[str, PersonRow] = {}
    for number, row in people.items():
        username = persons.of_number.get(number, "")
        if not username:
            continue
        first = rows.get(username)
        if first is None or (row.works_on(as_of), -row.line) > (first.works_on(as_of), -first.line):
            rows[username] = row
        if first is not None and first.username == row.username and _called(first) != _called(row):
            persons.remarks.append(Remark(snapshot.people_file, row.line, Code.SHARED_USERNAME, _shared(first)))
    emails = _emails(persons, snapshot, rows, known)
    for username, row in rows.items():
        before = known[username]
        after = UserPlan(
            pk=None if before is None else before.pk,
            username=username,
            first_name=row.first_name,
            last_name=row.last_name,
            email=emails[username],
        )
        if before is None or UserPlan(*_fields(before)) != after:
            persons.users.append(after)


def _emails(
    persons: Persons, snapshot: Snapshot, rows: Mapping[str, PersonRow], known: Mapping[str, StoredUser | None]
) -> dict[str, str]:
    """Each address to one person: whoever has it keeps it, else the first line that gives it."""
    stored = {username: "" if user is None else user.email.lower() for username, user in known.items()}
    wanted = {username: row.email or stored[username] for username, row in rows.items()}
    holders = {email: username for username, email in stored.items() if email and wanted.get(username, email) == email}
    for username, email in wanted.items():
        if email and holders.setdefault(email, username) != username:
            line = rows[username].line
            persons.remarks.append(Remark(snapshot.people_file, line, Code.EMAIL_TAKEN, _taken()))
            mine = stored[username]
            wanted[username] = mine if mine and holders.setdefault(mine, username) == username else ""
    return wanted


def _called(row: PersonRow) -> tuple[str, str]:
    return row.first_name, row.last_name


def _fields(user: StoredUser) -> tuple[int, str, str, str, str]:
    return user.pk, user.username, user.first_name, user.last_name, user.email


def _moved(number: str) -> str:
    return (
        f"Medarbejdernummer {number} har fået et brugernavn, som en anden har haft. Nummeret hører nu til den "
        "person. Se efter, at det er rigtigt."
    )


def _shared(first: PersonRow) -> str:
    return (
        f"Brugernavnet står også i linje {first.line} med et andet navn. Samme brugernavn regnes for samme person. "
        "Se efter, at det er rigtigt."
    )


def _reused() -> str:
    return (
        "Brugernavnet har hidtil hørt til et andet navn. Samme brugernavn regnes for samme person, også når det er "
        "genbrugt. Se efter, at det er rigtigt, og giv ellers personen et nyt brugernavn."
    )


def _taken() -> str:
    return "Mailadressen bruges af en anden person, så denne står uden. Giv hver sin adresse i jeres system."
