"""How the work of following up goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insight.access import insist_on_figures
from insight.process.frame import crumbs_of, frame_of, pills_of, places_of
from insight.process.page import around, table_of, unit_asked, when_asked
from insight.process.treatment import treatment_page
from insight.process.unheard import unheard_page
from insight.process.workplaces import workplaces_page
from people.access import viewer_of


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """A unit, `enhed`, with all below it, in a quarter or in all four: `periode`."""
    viewer = insist_on_figures(viewer_of(request))
    unit = unit_asked(viewer, request.GET.get("enhed", ""))
    when = when_asked(viewer.today, request.GET.get("periode", ""))
    context = frame_of(viewer, "process")
    if unit is None:
        return render(request, "insight/process/choice.html", context | {"places": places_of(viewer, when)})
    codes = around(unit, viewer)
    context |= {
        "table": table_of(unit, codes, when, viewer),
        "pills": pills_of(codes.get(unit, ""), when),
        "crumbs": crumbs_of(unit, codes, when, viewer),
    }
    return render(request, "insight/process/process.html", context)


@require_safe
def process_treatment(request: HttpRequest) -> HttpResponse:
    """Whether the same threshold, `graense`, leads to the same for all groups of people."""
    viewer = insist_on_figures(viewer_of(request))
    context = {"page": treatment_page(viewer, request.GET.get("graense", ""))}
    return render(request, "insight/process/treatment.html", frame_of(viewer, "process_treatment") | context)


@require_safe
def process_workplaces(request: HttpRequest) -> HttpResponse:
    """Where unusually many are away."""
    viewer = insist_on_figures(viewer_of(request))
    context = {"page": workplaces_page(viewer)}
    return render(request, "insight/process/workplaces.html", frame_of(viewer, "process_workplaces") | context)


@require_safe
def process_rules(request: HttpRequest) -> HttpResponse:
    """Which rules are heard."""
    viewer = insist_on_figures(viewer_of(request))
    context = {"page": unheard_page(viewer)}
    return render(request, "insight/process/rules.html", frame_of(viewer, "process_rules") | context)
