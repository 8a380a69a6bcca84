"""Handing out tokens, ending them, and noting what is read by them."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from audit import flows as audit
from audit.rules import Event as Read
from cases.guard import check_text
from insight.bi.access import may_keep
from insight.models import ApiToken
from insight.rules.tokens import MOST_RUNNING, RANDOM_BYTES, Event, check_token, digest_of, mark_of, written
from people.rules import RuleViolation, insist
from people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. `secret` is what the program sends: it is told once, and kept nowhere."""

    token: ApiToken
    secret: str = field(repr=False)


@transaction.atomic
def make_token(*, name: str, scopes: Collection[str], unit: int | None, last_day: date, by: Viewer) -> Made:
    """For one program. `unit` is the key of the unit that it reaches, with all below it; None is every unit.

    `RuleViolation` with `not_yours`, `no_such_unit`, the codes of `check_token`, the guard's, `too_many`, or
    `name_taken` where another that has not been ended has the name. Records `api_token_made`, with the token's mark.
    """
    insist(may_keep(by), "not_yours")
    insist(unit is None or unit in by.organisation.parents, "no_such_unit")
    check_token(name=name, scopes=scopes, last_day=last_day, today=by.today, most_days=settings.API_TOKEN_MAX_DAYS)
    check_text(name)
    insist(ApiToken.objects.filter(ended_at=None).count() < MOST_RUNNING, "too_many")
    secret = written(secrets.token_urlsafe(RANDOM_BYTES))
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                name=name.strip(),
                digest=digest_of(secret),
                mark=mark_of(secret),
                scopes=sorted(set(scopes)),
                unit_id=unit,
                last_day=last_day,
                made_at=by.now,
                made_by=by.user,
            )
    except IntegrityError:
        raise RuleViolation("name_taken") from None
    audit.record(Event.MADE, by=by, capacity=by.standing, purpose=token.mark, at=by.now)
    return Made(token, secret)


@transaction.atomic
def end_token(*, token: ApiToken, by: Viewer) -> None:
    """It opens nothing from the next request on. `RuleViolation("not_yours")`. Records `api_token_ended`, with the
    token's mark, if it had not been ended.
    """
    insist(may_keep(by), "not_yours")
    if ApiToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=by.now, ended_by=by.user):
        audit.record(Event.ENDED, by=by, capacity=by.standing, purpose=token.mark, at=by.now)


@transaction.atomic
def note_reading(*, token: ApiToken, what: str, by: Viewer) -> None:
    """A program has read. Records `exported`, by the token's name, with what was read and the token's mark."""
    if token.last_used_on != by.today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=by.today)
    audit.record(Read.EXPORTED, by=by, capacity=by.standing, purpose=f"{what} {token.mark}", at=by.now)
