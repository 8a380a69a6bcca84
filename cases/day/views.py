"""The front page: a leader's day. Others are sent to where their own work begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.panels import home_panels
from people.access import viewer_of
from people.language import page_language
from people.rules import CapacityKind
from people.viewer import Viewer
from people.words import say_full_date

# Where the work of those begins who lead nobody.
STARTS = {
    CapacityKind.HR: "hr_overview",
    CapacityKind.ADMINISTRATOR: "leaders",
    CapacityKind.CONSULTANT: "inbox",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not viewer.leads:
        return redirect(start_of(viewer))
    lang = page_language()
    panels = home_panels(viewer)
    over = say_full_date(viewer.today, viewer.today, lang)
    lead = next((panel.lead for panel in panels if panel.lead), "")
    return render(request, "cases/home.html", {"panels": panels, "over": over, "lead": lead})


def start_of(viewer: Viewer) -> str:
    """The name of the page that is the front page of somebody who leads nobody."""
    return next((name for kind, name in STARTS.items() if kind in viewer.capacities), "my_page")
