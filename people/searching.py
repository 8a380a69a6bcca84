"""Searching for people. What is typed is posted and remembered, since a name stands in no address.

The address says only that there is a search: then the one that was sent last from that page counts.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FIELD: Final = "q"
MARK: Final = "soeg"
LONGEST: Final = 100


def sent_search(request: HttpRequest) -> HttpResponse | None:
    """Once a search was sent: remembers it, and leads to the address it was sent to, marked."""
    if request.method != "POST" or FIELD not in request.POST:
        return None
    text = " ".join(request.POST[FIELD].replace("\0", "").split())[:LONGEST]
    request.session[_key(request)] = text
    query = request.GET.copy()
    query.pop(MARK, None)
    query.update(marked(text))
    return redirect("?".join(filter(None, (request.path, query.urlencode()))))


def search_of(request: HttpRequest) -> str:
    """What is searched for on this page; empty for nothing."""
    return str(request.session.get(_key(request), "")) if MARK in request.GET else ""


def marked(search: str) -> dict[str, str]:
    """What an address says that holds to the search."""
    return {MARK: "1"} if search else {}


def _key(request: HttpRequest) -> str:
    return f"search {request.path}"
