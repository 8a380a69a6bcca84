"""What is answered instead of figures, as RFC 6750 has it: a status, a code for programs, words for who reads them."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from insight.rules.tokens import Scope

REALM: Final = 'Bearer realm="tilbage"'


@dataclass(eq=False)
class Refusal(Exception):
    """`challenge` is the WWW-Authenticate header; `retry_after` are seconds."""

    status: HTTPStatus
    code: str
    words: str
    challenge: str = ""
    retry_after: int | None = None


def no_token() -> Refusal:
    """Nothing was brought, or not as a bearer token: the standard asks for a challenge without an error."""
    words = "Send the header 'Authorization: Bearer <token>'."
    return Refusal(HTTPStatus.UNAUTHORIZED, "no_token", words, REALM)


def invalid_token() -> Refusal:
    words = "The token is unknown, has been ended, or has run out."
    return Refusal(HTTPStatus.UNAUTHORIZED, "invalid_token", words, f'{REALM}, error="invalid_token"')


def token_in_address() -> Refusal:
    words = "A token in an address ends up in logs. Have this one ended, and send the next one in the header."
    return invalid_request(words)


def invalid_request(words: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, "invalid_request", words, f'{REALM}, error="invalid_request"')


def insufficient_scope(scope: Scope) -> Refusal:
    """403, and not the house's 404: what there is stands in the manual, and of no unit is anything told by it."""
    challenge = f'{REALM}, error="insufficient_scope", scope="{scope}"'
    return Refusal(HTTPStatus.FORBIDDEN, "insufficient_scope", f"The token lacks the scope '{scope}'.", challenge)


def not_found() -> Refusal:
    return Refusal(HTTPStatus.NOT_FOUND, "not_found", "There is no such unit within the token's reach.")


def not_counted_yet() -> Refusal:
    words = "The figures have not been counted yet."
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "not_counted_yet", words, retry_after=60)


def too_many(retry_after: int) -> Refusal:
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", "Wait a moment.", retry_after=retry_after)
