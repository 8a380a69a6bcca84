"""The link of one participant to one talk: signed, and void once its serial number is raised."""

from typing import Final, NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cases.models import Participant

SIGNER: Final = Signer(salt="cases.invitations.link", sep=".")


class Link(NamedTuple):
    participant: str
    serial: int


def token_of(participant: Participant) -> str:
    return SIGNER.sign(f"{participant.ref}.{participant.link_serial}")


def read_token(token: str) -> Link | None:
    """Whose link it is; None for whatever we have not signed."""
    try:
        ref, _, serial = SIGNER.unsign(token).rpartition(".")
        return Link(ref, int(serial))
    except (BadSignature, ValueError):
        return None


def seat_link(participant: Participant) -> str:
    """The whole address, as it stands in a mail."""
    return f"{settings.BASE_URL}{reverse('seat', args=[token_of(participant)])}"
