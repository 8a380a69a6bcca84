"""From a request to a reader, or to the answer of a refusal. No log-in, no session: a token in the header alone."""

import hashlib
import json
import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

from insight.bi.access import Reader, reader_by
from insight.bi.api import refusals
from insight.bi.api.limits import seconds_to_wait
from insight.rules.tokens import BEGINS, Scope

BEARER: Final = "bearer"
MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
# The standard's own name for a token in an address.
TOKEN_NAMES: Final = frozenset({"access_token", "token"})


def enter(request: HttpRequest, now: datetime, scope: Scope | None, known: Collection[str]) -> Reader:
    """`known` are the parameters that the address takes: one that is misspelt must not pass for none."""
    asked = request.GET
    if TOKEN_NAMES & asked.keys() or any(BEGINS in value for name in asked for value in asked.getlist(name)):
        raise refusals.token_in_address()
    reader = _reader(request, now)
    _insist_within("reads", str(reader.token.pk), now)
    if scope is not None and not reader.may(scope):
        raise refusals.insufficient_scope(scope)
    unknown = asked.keys() - set(known)
    if unknown or any(len(asked.getlist(name)) > 1 for name in asked):
        raise refusals.invalid_request(f"Known parameters, each at most once: {', '.join(known) or 'none'}.")
    return reader


def _reader(request: HttpRequest, now: datetime) -> Reader:
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    is_bearer = scheme.lower() == BEARER
    reader = reader_by(secret.strip(" "), now) if is_bearer else None
    if reader is None:
        _insist_within("refused", get_adapter().get_client_ip(request), now)
        raise refusals.invalid_token() if is_bearer else refusals.no_token()
    return reader


def _insist_within(what: str, whose: str, now: datetime) -> None:
    wait = seconds_to_wait(what, whose, now)
    if wait is not None:
        raise refusals.too_many(wait)


def month_of(request: HttpRequest, name: str) -> date | None:
    """The first day of a month that is asked for as YYYY-MM; None where none is."""
    asked = request.GET.get(name, "")
    found = MONTH.fullmatch(asked)
    if found and found[1] != "0000":
        return date(int(found[1]), int(found[2]), 1)
    if asked:
        raise refusals.invalid_request(f"'{name}' is a month as YYYY-MM.")
    return None


def answered(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """With a tag that stays the same while the figures do, whenever they were counted: 304 for who has them."""
    same = {name: value for name, value in data.items() if name != "as_of"}
    digest = hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()
    response: HttpResponse = _sealed(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))
    response.headers["ETag"] = etag = f'W/"{digest[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def refused(refusal: refusals.Refusal) -> HttpResponse:
    response = _sealed(JsonResponse({"error": refusal.code, "message": refusal.words}, status=refusal.status))
    if refusal.challenge:
        response.headers["WWW-Authenticate"] = refusal.challenge
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _sealed(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
