"""What the meetings amount to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import insist_on_desk
from people.access import viewer_of
from people.rules import CapacityKind
from people.viewer import Viewer
from roundtable.figures.choosing import choice_of
from roundtable.figures.files import Kind, file_of
from roundtable.figures.forms import WindowForm, chosen
from roundtable.figures.page import page_of
from roundtable.rules.windows import Span


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """For consultants the team's and their own, for HR those of each consultant too."""
    viewer = _at_the_desk(request)
    form = WindowForm(request.GET, today=viewer.today)
    span, window = chosen(form)
    context = {
        "form": form,
        "page": page_of(window, span, viewer),
        "choice": choice_of(Span.FREE if form.errors else span, window, viewer),
        "wide": True,
    }
    return render(request, "roundtable/figures/figures.html", context)


@require_safe
def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    viewer = _at_the_desk(request)
    form = WindowForm(request.GET, today=viewer.today)
    if kind not in set(Kind) or not form.is_valid():
        raise Http404
    span, window = chosen(form)
    file = file_of(Kind(kind), window, span, viewer)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.type, headers=headers)


def _at_the_desk(request: HttpRequest) -> Viewer:
    return insist_on_desk(viewer_of(request), CapacityKind.CONSULTANT, CapacityKind.HR)
