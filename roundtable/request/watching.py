"""Who is told when a clock has run far: a page of the consultants and HR."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import insist_on_desk
from people.access import viewer_of
from people.forms import posted
from people.models import User
from people.rules import CapacityKind, RuleViolation
from roundtable.request.flows import name_watchers
from roundtable.request.forms import Refusing
from roundtable.request.queries import Desks, desks_of
from roundtable.rules.clock import Level
from roundtable.rules.watching import WATCHED

ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """One consultant's, or (without a name) that of all who have none of their own; a choice for each level's words."""

    name: str
    fields: tuple[tuple[str, BoundField], ...]


class WatchForm(Refusing):
    """A choice for each level, of all and of each consultant. Nobody chosen: whoever comes next is told."""

    def __init__(self, *args: Any, desks: Desks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = desks
        for consultant in (None, *desks.consultants):
            for level in WATCHED:
                self.fields[_name(level, consultant)] = self._field(level, consultant)

    def _field(self, level: Level, consultant: User | None) -> forms.ChoiceField:
        nobody = _("As for all") if consultant else _whole(level)
        takers = [user for user in self.desks.takers[level] if user != consultant]
        return forms.ChoiceField(
            label=_label(level, consultant),
            choices=[("", nobody), *((user.ref, str(user)) for user in takers)],
            initial=self.desks.named.get((level, consultant.pk if consultant else None), ""),
            required=False,
        )

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                str(consultant or ""),
                tuple((_label(level, None), self[_name(level, consultant)]) for level in WATCHED),
            )
            for consultant in (None, *self.desks.consultants)
        ]

    def changed(self) -> Mapping[tuple[Level, User | None], User | None]:
        """Only what was changed, so that two who change different ones do not undo each other."""
        users = {user.ref: user for users in self.desks.takers.values() for user in users}
        return {
            (level, consultant): users.get(self.cleaned_data[_name(level, consultant)])
            for consultant in (None, *self.desks.consultants)
            for level in WATCHED
            if _name(level, consultant) in self.changed_data
        }


@require_http_methods(["GET", "HEAD", "POST"])
def watchers(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_desk(viewer_of(request), CapacityKind.CONSULTANT, CapacityKind.HR)
    form = WatchForm(posted(request), desks=desks_of(viewer))
    if form.is_valid():
        try:
            name_watchers(named=form.changed(), by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("Noted. It counts from now on."))
            return redirect("clock_watch")
    return render(request, "roundtable/request/watchers.html", {"form": form, "levels": _levels()})


def _name(level: Level, consultant: User | None) -> str:
    return f"{level}_{consultant.ref if consultant else ALL}"


def _levels() -> Sequence[str]:
    return [_label(level, None) for level in WATCHED]


def _label(level: Level, consultant: User | None) -> str:
    helps = _("At three quarters: asked to help")
    label = helps if level is Level.COLLEAGUE else _("When the time is up: told")
    return f"{consultant}: {label}" if consultant else label


def _whole(level: Level) -> str:
    return _("The whole team") if level is Level.COLLEAGUE else _("HR")
