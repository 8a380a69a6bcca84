"""Policies tried out: for HR."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import insist_on_desk
from insight.simulation.files import file_of
from insight.simulation.forms import SimulationForm
from insight.simulation.page import page_of
from insight.simulation.queries import offered
from insight.tabs import tabs_of
from people.access import viewer_of
from people.rules import CapacityKind
from people.viewer import Viewer
from roundtable.figures.files import Kind


@require_safe
def simulation(request: HttpRequest) -> HttpResponse:
    """What one policy or two would have given, beside what is given today."""
    viewer = _hr(request)
    form = SimulationForm(request.GET, offered=offered(viewer.today))
    page = page_of(form.asked(), form.offered, viewer) if form.is_valid() else None
    context = {
        "form": form,
        "page": page,
        "query": form.query() if page else "",
        "tabs": tabs_of(viewer, "simulation"),
        "wide": True,
    }
    return render(request, "insight/simulation/simulation.html", context)


@require_safe
def simulation_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    viewer = _hr(request)
    form = SimulationForm(request.GET, offered=offered(viewer.today))
    page = page_of(form.asked(), form.offered, viewer) if kind in set(Kind) and form.is_valid() else None
    if page is None or not page.lines:
        raise Http404
    file = file_of(Kind(kind), form.asked(), page, viewer)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.type, headers=headers)


def _hr(request: HttpRequest) -> Viewer:
    return insist_on_desk(viewer_of(request), CapacityKind.HR)
