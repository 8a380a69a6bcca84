"""In which capacity somebody asks for a meeting, runs it, or reads of it. Pure."""

from typing import Final

from people.rules import ActingAs
from roundtable.rules.meetings import RequesterKind

# Whoever handles the matter may ask for one, and so may the employee.
REQUESTERS: Final = {
    ActingAs.LEADER: RequesterKind.LEADER,
    ActingAs.DEPUTY: RequesterKind.LEADER,
    ActingAs.HR: RequesterKind.HR,
    ActingAs.CONSULTANT: RequesterKind.CONSULTANT,
    ActingAs.SELF: RequesterKind.EMPLOYEE,
}
# Who plans, pauses, calls off, and leads it at the table.
MAY_RUN: Final = frozenset({ActingAs.CONSULTANT, ActingAs.HR})
MAY_READ: Final = MAY_RUN | {ActingAs.LEADER, ActingAs.DEPUTY}
