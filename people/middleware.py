"""Puts the viewer on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from people import clock
from people.access import viewer_for


class ViewerMiddleware:
    """`request.viewer`: who is looking, built when it is first asked for and only for this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.viewer = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: viewer_for(user if user.is_authenticated else None, clock.now())
        )
        return self.get_response(request)
