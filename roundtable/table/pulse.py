"""The pulse of a meeting: a short token by which a screen asks whether something has changed, and nothing else.

It names a meeting by its number, perhaps with one side of it, and is signed: it opens nothing and tells of nobody.
"""

from typing import Final

from django.core.signing import BadSignature, Signer

_SIGNER: Final = Signer(salt="roundtable.pulse")
WALL: Final = "w"
SEAT: Final = "s"


def token_for(meeting: int, screen: str = WALL) -> str:
    return _SIGNER.sign(f"{meeting}{screen}")


def read_token(token: str) -> tuple[int, str] | None:
    """The meeting and which kind of screen asks; None for what was never given out."""
    try:
        said = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return int(said[:-1]), said[-1]
