"""Pages of one's own account that differ from allauth's."""

from allauth.account.views import password_change as change_known_password
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect


def password_change(request: HttpRequest) -> HttpResponseBase:
    """Whoever has no password yet gets a link by mail to choose one."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        return redirect("account_reset_password")
    return change_known_password(request)
