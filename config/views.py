"""Pages that belong to nobody: promises to the public, and what goes wrong."""

import sys
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from redis.exceptions import ConnectionError as CacheConnectionError

from cases.invitations.access import NoSeat
from cases.notices.queries import heartbeats
from config.celery import broker_answers
from people.access import Refused, viewer_of

AWAY: Final = (OperationalError, InterfaceError, CacheConnectionError)
RETRY_AFTER: Final = "30"


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """For whoever watches the machine. Without the database there is nothing; without the broker mail waits."""
    try:
        last = {beat.job: beat.beat_at.isoformat() for beat in heartbeats()}
    except (OperationalError, InterfaceError):
        return JsonResponse({"database": "away"}, status=503)
    return JsonResponse({"database": "ok", "broker": "ok" if broker_answers() else "away", "last_run": last})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How things are done here, for whoever is logged in."""
    return render(
        request,
        "pages/help.html",
        {
            "leads": viewer_of(request).leads,
            "undo_minutes": settings.UNDO_MINUTES,
            "postpone_days": settings.POSTPONE_MAX_DAYS,
            "postpone_times": settings.POSTPONE_MAX_TIMES,
        },
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose security token is missing or old: what was typed still stands in the browser's history."""
    return render(request, "errors/form_expired.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain("errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The plain page, except for those who may know why they are refused."""
    explanation = exception.explanation if isinstance(exception, Refused) else None
    template = "errors/no_seat.html" if isinstance(exception, NoSeat) else "errors/404.html"
    return render(request, template, {"explanation": explanation}, status=404)


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Ours, or the database or cache that does not answer; the page asks neither."""
    if isinstance(sys.exc_info()[1], AWAY):
        response = _plain("errors/503.html", 503)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    return _plain("errors/500.html", 500)


def _plain(template: str, status: int) -> HttpResponse:
    """A page without the frame of whoever is logged in, since that may be just what fails."""
    context = {"municipality": settings.MUNICIPALITY_NAME, "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE}
    return HttpResponse(loader.render_to_string(template, context), status=status)
