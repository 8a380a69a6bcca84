"""Sickness absence in figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from insight.access import insist_on_figures, open_way
from insight.dashboard.files import TYPES, file_of
from insight.dashboard.page import page_of
from insight.dashboard.queries import crumbs_of, figures_of, topmost_units
from insight.rules.measures import Length
from insight.tabs import tabs_of
from people.access import viewer_of


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The topmost unit that the viewer sees; where there are several, a choice."""
    viewer = insist_on_figures(viewer_of(request))
    units = topmost_units(viewer)
    if len(units) == 1:
        return redirect("unit_figures", units[0].code)
    return render(request, "insight/dashboard/choice.html", {"units": units, "tabs": tabs_of(viewer, "figures")})


@require_safe
def unit_figures(request: HttpRequest, code: str) -> HttpResponse:
    """One unit with all below it."""
    viewer = viewer_of(request)
    way = open_way(viewer, code)
    found = figures_of(way)
    context = {
        "unit": way[0],
        "page": None if found is None else page_of(found, _length(request)),
        "crumbs": crumbs_of(way, viewer),
        "tabs": tabs_of(viewer, "figures"),
        "wide": True,
    }
    return render(request, "insight/dashboard/unit.html", context)


@require_safe
def unit_figures_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a file."""
    viewer = viewer_of(request)
    found = figures_of(open_way(viewer, code))
    if kind not in TYPES or found is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="sygefravaer-{found.first:%Y-%m}-{found.last:%Y-%m}.{kind}"'
    }
    return HttpResponse(file_of(kind, found, viewer), content_type=TYPES[kind], headers=headers)


def _length(request: HttpRequest) -> Length | None:
    """What is not known means all."""
    asked = request.GET.get("laengde", "")
    return Length(asked) if asked in set(Length) else None
