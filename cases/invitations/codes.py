"""Codes that let somebody in: how they are made, and what is kept of them."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from cases.invitations.rules import CODE_DIGITS
from cases.models import AccessCode


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hash_of(row: AccessCode, digits: str) -> str:
    """Of this row's code only, and with the installation's secret: six digits alone would be found by counting."""
    return salted_hmac("cases.invitations.code", f"{row.ref}:{digits}", algorithm="sha256").hexdigest()


def is_right(row: AccessCode, digits: str) -> bool:
    return bool(row.code_hash) and constant_time_compare(row.code_hash, hash_of(row, digits))
