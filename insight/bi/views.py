"""Where HR hands out tokens to other programs, and ends them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from insight.bi.access import insist_on_keeping, open_token
from insight.bi.flows import Made, end_token, make_token
from insight.bi.forms import TokenForm
from insight.bi.queries import tokens_of
from insight.choices import unit_choices
from insight.tabs import tabs_of
from people.access import viewer_of
from people.forms import posted
from people.rules import RuleViolation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_tokens(request: HttpRequest) -> HttpResponse:
    """A new token stands in the answer to its form and nowhere else: neither session nor database has it."""
    viewer = insist_on_keeping(viewer_of(request))
    units = unit_choices(viewer.organisation)
    form = TokenForm(posted(request), units=units, today=viewer.today)
    made: Made | None = None
    if form.is_valid():
        try:
            made = make_token(**form.cleaned_data, by=viewer)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            form = TokenForm(units=units, today=viewer.today)
    context = {
        "form": form,
        "made": made,
        "lines": tokens_of(viewer),
        "address": f"{settings.BASE_URL}{reverse('api_about')}",
        "tabs": tabs_of(viewer, "api_tokens"),
    }
    return render(request, "insight/bi/tokens.html", context)


@require_POST
def api_token_end(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    token = open_token(viewer, ref)
    end_token(token=token, by=viewer)
    messages.success(request, _("The access “%(name)s” has been ended.") % {"name": token.name})
    return redirect("api_tokens")
