"""The doors: to the tokens for HR, and to figures for whoever brings one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from insight.models import ApiToken
from insight.rules.tokens import KEEPER, Scope, State, digest_of, is_token, state_of
from people.calendar import COPENHAGEN
from people.models import Unit
from people.rules import Organisation
from people.viewer import Viewer


def may_keep(viewer: Viewer) -> bool:
    """HR hands tokens out and ends them."""
    return KEEPER in viewer.capacities


def insist_on_keeping(viewer: Viewer) -> Viewer:
    if not may_keep(viewer):
        raise Http404
    return viewer


def open_token(viewer: Viewer, ref: str) -> ApiToken:
    insist_on_keeping(viewer)
    token: ApiToken | None = ApiToken.objects.filter(ref=ref).first()
    if token is None:
        raise Http404
    return token


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that brought a token which runs today. `viewer` has the token's name, and sees nobody; `units` are
    those within the token's reach, by code.
    """

    token: ApiToken
    viewer: Viewer
    units: dict[str, Unit]

    def may(self, scope: Scope) -> bool:
        return scope in self.token.scopes


def reader_by(secret: str, now: datetime) -> Reader | None:
    """None for what is no token, or one that has ended or run out. Two queries."""
    if not is_token(secret):
        return None
    token: ApiToken | None = ApiToken.objects.select_related("unit").filter(digest=digest_of(secret)).first()
    today = now.astimezone(COPENHAGEN).date()
    if token is None:
        return None
    if state_of(ended=token.ended_at is not None, last_day=token.last_day, today=today) is not State.RUNNING:
        return None
    units = list(Unit.objects.all())
    house = Organisation({unit.pk: unit.parent_id for unit in units}, {}, {})
    reach = frozenset(house.parents) if token.unit_id is None else house.below(token.unit_id)
    viewer = Viewer(user=None, now=now, organisation=house, guest=token.name)
    return Reader(token, viewer, {unit.code: unit for unit in units if unit.pk in reach})


def open_unit(reader: Reader, code: str) -> Unit:
    """The unit, or 404 where it lies outside the token's reach."""
    if code not in reader.units:
        raise Http404
    return reader.units[code]
