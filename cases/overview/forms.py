"""What is chosen on the overview: read from an address or from what was remembered, and written to either."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.followups.kinds import kinds
from cases.overview.queries import Taker
from cases.overview.rules import Due, Filters, Standing, Tab

REMEMBERED: Final = "hr_overview"
LONGEST: Final = 80
# Stands in every address that says what is chosen, so that "nothing" can be said too.
MARK: Final = "set"


def told_or_remembered(told: QueryDict, session: SessionBase, units: Collection[int]) -> Filters:
    """The address says all but the search; one that says nothing means what was chosen last. Both are remembered."""
    last = _read(session.get(REMEMBERED, {}), units)
    if "clear" in told:
        filters = Filters(tab=last.tab)
    elif MARK in told:
        filters = _read({name: told.getlist(name) for name in told} | {"text": [last.text]}, units)
    else:
        filters = last
    remember(filters, session)
    return filters


def with_search(text: str, session: SessionBase, units: Collection[int]) -> None:
    """A search is remembered beside the filters; it stands in no address, since it may be somebody's name."""
    kept = _write(_read(session.get(REMEMBERED, {}), units)) | {"text": [" ".join(text.split())[:LONGEST]]}
    remember(_read(kept, units), session)


def remember(filters: Filters, session: SessionBase) -> None:
    written = _write(filters)
    if session.get(REMEMBERED) != written:
        session[REMEMBERED] = written


def address(filters: Filters) -> str:
    """The query of an address that chooses the same, all but the search."""
    chosen = [(name, value) for name, values in _write(filters).items() if name != "text" for value in values]
    return urlencode([(MARK, "1"), *chosen])


def _read(values: Mapping[str, Iterable[str]], units: Collection[int]) -> Filters:
    """What is not known here is left out."""

    def of(name: str) -> list[str]:
        return list(values.get(name, ()))

    unit = next((int(value) for value in of("unit") if value.isdecimal() and int(value) in units), None)
    return Filters(
        tab=next((Tab(value) for value in of("tab") if value in list(Tab)), Tab.ALL),
        due=frozenset(Due(value) for value in of("due") if value in list(Due)),
        kinds=frozenset(value for value in of("task") if value in kinds()),
        standings=frozenset(Standing(value) for value in of("owner") if value in list(Standing)),
        unit=unit,
        text=next(iter(of("text")), ""),
    )


def _write(filters: Filters) -> dict[str, list[str]]:
    written = {
        "tab": [filters.tab.value] if filters.tab is not Tab.ALL else [],
        "due": [due.value for due in Due if due in filters.due],
        "task": sorted(filters.kinds),
        "owner": [standing.value for standing in Standing if standing in filters.standings],
        "unit": [str(filters.unit)] if filters.unit is not None else [],
        "text": [filters.text] if filters.text else [],
    }
    return {name: values for name, values in written.items() if values}


class HandOverForm(forms.Form):
    """To whom. The choices are those who may take all of it."""

    to = forms.TypedChoiceField(
        label=_("Who takes it over?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who takes it over."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, takers: Iterable[Taker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(taker.user.pk, taker.words) for taker in takers]  # type: ignore[attr-defined]
