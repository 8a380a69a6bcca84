"""What is chosen on a list of people: read from an address or from what was remembered, and written to either."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from cases.followups.kinds import kinds
from cases.overview.rules import Due, Filters, Standing, Tab
from people.forms import number_in

LONGEST: Final = 80
# Stands in every address that says what is chosen, so that "nothing" can be said too.
MARK: Final = "set"


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen on one list, and under which name the session remembers it. The first tab is the usual one."""

    remembered: str
    tabs: type[StrEnum]
    is_standing: Callable[[str], bool]

    @property
    def usual_tab(self) -> str:
        return next(iter(self.tabs)).value

    def told_or_remembered(self, told: QueryDict, session: SessionBase, units: Collection[int]) -> Filters:
        """The address says all but the search; one that says nothing means what was chosen last."""
        last = self._read(session.get(self.remembered, {}), units)
        if "clear" in told:
            filters = Filters(tab=last.tab)
        elif MARK in told:
            filters = self._read({name: told.getlist(name) for name in told} | {"text": [last.text]}, units)
        else:
            filters = last
        self._remember(filters, session)
        return filters

    def with_search(self, text: str, session: SessionBase, units: Collection[int]) -> None:
        """A search is remembered beside the filters; it stands in no address, since it may be somebody's name."""
        kept = self._write(self._read(session.get(self.remembered, {}), units))
        self._remember(self._read(kept | {"text": [" ".join(text.split())[:LONGEST]]}, units), session)

    def address(self, filters: Filters) -> str:
        """The query of an address that chooses the same, all but the search."""
        chosen = [(name, value) for name, values in self._write(filters).items() if name != "text" for value in values]
        return urlencode([(MARK, "1"), *chosen])

    def _remember(self, filters: Filters, session: SessionBase) -> None:
        written = self._write(filters)
        if session.get(self.remembered) != written:
            session[self.remembered] = written

    def _read(self, values: Mapping[str, Iterable[str]], units: Collection[int]) -> Filters:
        """What is not known here is left out."""

        def of(name: str) -> list[str]:
            return list(values.get(name, ()))

        unit = next((number for value in of("unit") if (number := number_in(value)) in units), None)
        return Filters(
            tab=next((self.tabs(value) for value in of("tab") if value in list(self.tabs)), self.usual_tab),
            due=frozenset(Due(value) for value in of("due") if value in list(Due)),
            kinds=frozenset(value for value in of("task") if value in kinds()),
            standings=frozenset(value for value in of("owner") if self.is_standing(value)),
            unit=unit,
            text=next(iter(of("text")), ""),
        )

    def _write(self, filters: Filters) -> dict[str, list[str]]:
        written = {
            "tab": [str(filters.tab)] if filters.tab != self.usual_tab else [],
            "due": [due.value for due in Due if due in filters.due],
            "task": sorted(filters.kinds),
            "owner": sorted(filters.standings),
            "unit": [str(filters.unit)] if filters.unit is not None else [],
            "text": [filters.text] if filters.text else [],
        }
        return {name: values for name, values in written.items() if values}


HR_OVERVIEW: Final = Choices("hr_overview", Tab, frozenset(map(str, Standing)).__contains__)
