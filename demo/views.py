"""Pages of the demo only."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from demo import queries
from demo import style as examples
from demo.entrance import doors
from demo.mails import received
from people import clock


@require_safe
@login_not_required
def entrance(request: HttpRequest) -> HttpResponse:
    """Whom one may be in the demo."""
    return render(request, "demo/entrance.html", {"doors": doors(clock.today()), "next": request.GET.get("next", "")})


@require_POST
@login_not_required
def enter(request: HttpRequest, user_name: str) -> HttpResponse:
    """Logs in as one of the cast, without a password; only those with a door."""
    if user_name not in {door.user_name for door in doors(clock.today())}:
        raise Http404
    user = queries.cast_member(user_name)
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    aim = request.POST.get("next", "")
    safe = aim.startswith("/") and url_has_allowed_host_and_scheme(
        aim, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(aim if safe else "home")


@require_safe
@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """Every component and its states, on one page, to look at and to test."""
    return render(request, "demo/style.html", examples.page())


@require_safe
@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    """What the demo's mail server has received; `?mail=` opens one of them."""
    shown = received(settings.MAIL_FOLDER)
    opened = next((mail for mail in shown if mail.key == request.GET.get("mail")), None)
    return render(request, "demo/mails.html", {"mails": shown, "opened": opened})
