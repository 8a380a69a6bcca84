"""Middleware that knows no domain."""

from collections.abc import Callable
from typing import ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django_structlog.middlewares import RequestMiddleware

from config.logs import without_tokens
from config.views import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]


NUL: Final = "%00"


class RequestLogMiddleware(RequestMiddleware):
    """Logs requests without their query, where names are searched for, and without the tokens of links."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {without_tokens(request.path)}"


class NulMiddleware:
    """The database takes no NUL byte: no page has one in its address, and a query is read without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            return bad_request(request)
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace(NUL, "")
        return self.get_response(request)


class LanguageMiddleware:
    """Danish, unless the user has switched: a browser's own language says nothing about a Danish workplace."""

    codes: ClassVar[frozenset[str]] = frozenset(code for code, _ in settings.LANGUAGES)

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in self.codes else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "da")
            return response


class NoStoreMiddleware:
    """Pages of a logged-in user are kept neither by the browser nor on the way: ward computers are shared."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response
