"""The messages that were sent, and those that were not."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.access import insist_on_desk
from cases.notices.flows import resend_notices
from cases.outbox.access import open_failed
from cases.outbox.forms import address, chosen_day, chosen_state
from cases.outbox.queries import notices_of, outbox_of, say_alarm
from cases.words import refusal
from people.access import viewer_of
from people.rules import CapacityKind, RuleViolation

DESKS: Final = (CapacityKind.HR, CapacityKind.ADMINISTRATOR)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_desk(viewer_of(request), *DESKS)
    state, day = chosen_state(request.GET), chosen_day(request.GET)
    context = {
        "notices": notices_of(viewer, state=state, day=day, number=request.GET.get("page", "1")),
        "alarm": say_alarm(outbox_of(viewer), viewer),
        "query": address(state, day),
        "state": state or "",
        "day": day,
        "wide": True,
    }
    return render(request, "cases/outbox/outbox.html", context)


@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Those that are named, or all that have failed."""
    viewer = insist_on_desk(viewer_of(request), *DESKS)
    try:
        number = resend_notices(notices=open_failed(viewer, request.POST.getlist("notice")), by=viewer)
    except RuleViolation as violation:
        messages.warning(request, refusal(violation.code))
    else:
        words = ngettext(
            "%(number)s message is sent again within a minute, on a working day between 7 and 18.",
            "%(number)s messages are sent again within a minute, on a working day between 7 and 18.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect("notices")
