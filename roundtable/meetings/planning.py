"""What the planning screen shows beside its form: who is reached how, what to think of, and what each will read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.invitations.queries.times import TimeRow
from cases.invitations.rules import PARTIES, Role
from cases.invitations.words import say_role, say_when
from people.calendar import COPENHAGEN, Calendar
from people.language import page_language
from people.viewer import Viewer
from people.words import say_date
from roundtable.meetings.invitees import standard_text
from roundtable.meetings.planning_forms import InviteeForm, PlanForm


@dataclass(frozen=True, slots=True)
class Letter:
    """What one of them will read, and how it reaches them. `unreached`: there is no address."""

    name: str
    role: str
    channel: str
    unreached: bool
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """When and where, as far as it is known yet, and each one's letter."""

    when: tuple[str, ...]
    where: str
    letters: tuple[Letter, ...]


def preview_of(form: PlanForm, invitees: Iterable[InviteeForm], viewer: Viewer) -> Preview:
    """Of what has been typed so far, valid or not."""
    said = said_in(form)
    times: Sequence[tuple[datetime, datetime]] = said.get("times") or []
    when = tuple(capfirst(say_when(starts_at, ends_at, viewer.today)) for starts_at, ends_at in times)
    letters = (_letter(each) for each in invitees if is_to_come(each))
    return Preview(when, said.get("place") or "", tuple(letters))


def is_to_come(form: InviteeForm) -> bool:
    said = said_in(form)
    return bool(said.get("comes") if form.person else said.get("name"))


def said_in(form: forms.Form) -> dict[str, Any]:
    """What was typed and could be read; before anything is typed, what the form begins with."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def _letter(form: InviteeForm) -> Letter:
    person, said = form.person, said_in(form)
    role = person.role if person else said.get("role") or Role.OTHER
    reached = bool(said.get("email")) or (person is not None and person.has_own_address)
    account = person is not None and person.user is not None and person.user.is_active
    if not reached:
        channel = _("No e-mail address. Tell them yourself, or write an address.")
    elif account:
        channel = _("Gets an e-mail with a link, and logs in as usual.")
    else:
        channel = _("Gets an e-mail with a link of their own, and a code when it is opened.")
    name = person.name if person else said.get("name", "")
    text = said.get("note") or ("" if person else standard_text(role))
    return Letter(name, say_role(role), channel, not reached, text)


def warnings_of(
    form: PlanForm, invitees: Sequence[InviteeForm], times: Sequence[TimeRow], calendar: Calendar, viewer: Viewer
) -> list[str]:
    """What to think of before it is sent; nothing of it blocks."""
    lang, found = page_language(), []
    for starts_at, _ends_at in form.cleaned_data["times"]:
        day = starts_at.astimezone(COPENHAGEN).date()
        if not calendar.is_working_day(day):
            found.append(_("%(day)s is no working day.") % {"day": capfirst(say_date(day, viewer.today, lang))})
        cannot = [name for row in times if row.starts_at == starts_at for name in row.cannot]
        if cannot:
            found.append(_("%(names)s cannot come at that time.") % {"names": ", ".join(cannot)})
    roles = {_role(each) for each in invitees if is_to_come(each)}
    missing = sorted(PARTIES - roles - ({Role.CONSULTANT} if Role.HR in roles else set()))
    return found + [_("Nobody comes as %(role)s.") % {"role": say_role(role).lower()} for role in missing]


def _role(form: InviteeForm) -> Role:
    return form.person.role if form.person else form.cleaned_data["role"]
