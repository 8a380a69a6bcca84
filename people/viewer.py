"""Who is looking: built once per request, never kept longer, so that a grant counts from the next one."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from people.calendar import COPENHAGEN
from people.models import User
from people.rules import HR_OR_CONSULTANT, NOBODY, ActingAs, CapacityKind, Led, Organisation, manages_grants


@dataclass(frozen=True)
class Viewer:
    """A user at a moment, with whom they lead and what they are granted today.

    `user` is None for the system itself, for anonymous visitors and for guests; none of them sees anybody. A guest,
    who takes part in one talk by its link, is called `guest`.
    """

    user: User | None
    now: datetime
    organisation: Organisation = field(repr=False)
    capacities: frozenset[CapacityKind] = frozenset()
    guest: str = ""
    # Without a leadership nobody is led, which is then known without reading the tree.
    holds_leadership: bool = True

    @cached_property
    def led(self) -> Led:
        """Whom the viewer leads or deputises for today."""
        if self.user is None or not self.holds_leadership:
            return Led()
        return self.organisation.led_by(self.user.pk)

    @property
    def today(self) -> date:
        """The Copenhagen date of `now`."""
        return self.now.astimezone(COPENHAGEN).date()

    @property
    def actor_id(self) -> int | None:
        return None if self.user is None else self.user.pk

    @property
    def actor_name(self) -> str:
        return self.guest or "Tilbage" if self.user is None else str(self.user)

    @property
    def is_system(self) -> bool:
        return self.user is None and not self.guest

    @property
    def roots(self) -> frozenset[int]:
        """The units that the viewer leads or deputises for; those below are not in it."""
        if self.user is None or not self.holds_leadership:
            return NOBODY
        return self.organisation.roots_of(self.user.pk)

    @property
    def leads(self) -> bool:
        return bool(self.led.units or self.led.besides)

    def is_leader_of(self, unit: int) -> bool:
        """Whether the viewer leads the unit themselves today: who deputises does not."""
        if self.user is None or not self.holds_leadership:
            return False
        return self.user.pk in self.organisation.leaders.get(unit, NOBODY)

    @property
    def is_hr_or_consultant(self) -> bool:
        return not HR_OR_CONSULTANT.isdisjoint(self.capacities)

    @property
    def handles_matters(self) -> bool:
        """Whether employees' matters are the viewer's work: as a leader, or as HR or a consultant."""
        return self.leads or self.is_hr_or_consultant

    @property
    def manages_grants(self) -> bool:
        return manages_grants(self.capacities, is_system=False)

    def acting_towards(
        self, *, employee: int, person: int | None, unit: int | None, assigned: bool = False, outside: bool = False
    ) -> ActingAs:
        """The capacity in which the viewer meets this employee: as leader before consultant before HR.

        `assigned` says that the employee is referred to the viewer or the viewer's team, `outside` that they work for
        another employer, which is no matter of HR's. NONE is no right at all.
        """
        if self.user is None:
            return ActingAs.GUEST if self.guest else ActingAs.SYSTEM
        if person == self.user.pk:
            return ActingAs.SELF
        led = self.led
        if unit is not None and ((unit in led.units and employee not in led.without) or employee in led.besides):
            leaders = self.organisation.leaders_of(unit, person)
            return ActingAs.LEADER if self.user.pk in leaders else ActingAs.DEPUTY
        if assigned and CapacityKind.CONSULTANT in self.capacities:
            return ActingAs.CONSULTANT
        return ActingAs.HR if CapacityKind.HR in self.capacities and not outside else ActingAs.NONE

    @property
    def standing(self) -> ActingAs:
        """The capacity for what concerns nobody in particular."""
        if self.user is None:
            return ActingAs.GUEST if self.guest else ActingAs.SYSTEM
        for kind in (CapacityKind.HR, CapacityKind.CONSULTANT, CapacityKind.ADMINISTRATOR):
            if kind in self.capacities:
                return ActingAs(kind)
        return ActingAs.LEADER if self.leads else ActingAs.NONE
