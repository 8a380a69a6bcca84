"""Where a page goes when it is done: back to where it was opened from."""

from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# The pages that others are opened from.
OPENED_FROM: Final = frozenset(
    {
        "home",
        "employee_detail",
        "employee_list",
        "case_detail",
        "hr_overview",
        "inbox",
        "board",
        "fast_track_detail",
        "steps_and_offers",
        "fast_track_and_consent",
    }
)


def back_to(request: HttpRequest) -> str:
    """What the form says, else the page that the browser says it came from, else the front page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and _is_inside(request, wanted):
        return wanted
    referer = request.headers.get("Referer", "")
    if _is_inside(request, referer) and _name(urlsplit(referer).path) in OPENED_FROM:
        return urlsplit(referer)._replace(scheme="", netloc="").geturl()
    return reverse("home")


def _is_inside(request: HttpRequest, address: str) -> bool:
    """On this site, and printable: what is not cannot stand in a header."""
    return address.isprintable() and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def _name(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
