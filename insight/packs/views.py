"""Lists and packs: what there is, each as a page, and each as a file."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insight.access import insist_on_figures
from insight.packs import access, lists, meetings, quarters
from insight.packs.overview import overview_of
from insight.tabs import tabs_of
from people.access import viewer_of
from roundtable.rules.windows import quarter_word

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """What there is, of the month `maaned`, and of the last quarters."""
    viewer = insist_on_figures(viewer_of(request))
    context = {"page": overview_of(viewer, request.GET.get("maaned", "")), "tabs": tabs_of(viewer, "packs")}
    return render(request, "insight/packs/packs.html", context)


@require_safe
def long_list(request: HttpRequest, ref: str) -> HttpResponse:
    """Who has been away for long, of those of whom the viewer reads."""
    viewer = viewer_of(request)
    pack = access.open_list(viewer, ref)
    page = lists.list_page(pack, viewer, request.GET.get("page", "1"))
    context = {"page": page, "ref": ref, "about": lists.about(), "tabs": tabs_of(viewer, "packs"), "wide": True}
    return render(request, "insight/packs/list.html", context)


@require_safe
def long_list_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    viewer = viewer_of(request)
    pack = access.open_list(viewer, ref)
    return _file(kind, f"fravaersliste-{pack.first_day:%Y-%m}", lambda: lists.file_of(kind, pack, viewer))


@require_safe
def quarter_pack(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """A unit's figures of a quarter, as they were made up."""
    viewer = viewer_of(request)
    way, pack = access.open_quarter(viewer, code, quarter)
    context = {
        "page": quarters.quarter_page(way[0], pack),
        "above": quarters.above_of(way, pack, viewer),
        "how": quarters.how_counted(),
        "tabs": tabs_of(viewer, "packs"),
        "wide": True,
    }
    return render(request, "insight/packs/quarter.html", context)


@require_safe
def quarter_pack_file(request: HttpRequest, code: str, quarter: str, kind: str) -> HttpResponse:
    viewer = viewer_of(request)
    way, pack = access.open_quarter(viewer, code, quarter)
    name = f"kvartalstal-{quarter_word(pack.first_day)}"
    return _file(kind, name, lambda: quarters.file_of(kind, way[0], pack, viewer))


@require_safe
def meeting_pack(request: HttpRequest, ref: str) -> HttpResponse:
    """What a director and HR meet about."""
    viewer = viewer_of(request)
    page = meetings.meeting_page(access.open_meeting(viewer, ref), viewer)
    context = {"page": page, "how": meetings.how_counted(), "tabs": tabs_of(viewer, "packs"), "wide": True}
    return render(request, "insight/packs/meeting.html", context)


@require_safe
def meeting_pack_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    viewer = viewer_of(request)
    pack = access.open_meeting(viewer, ref)
    return _file(kind, f"moede-om-fravaer-{pack.first_day:%Y-%m}", lambda: meetings.file_of(kind, pack, viewer))


def _file(kind: str, name: str, make: Callable[[], bytes]) -> HttpResponse:
    if kind not in TYPES:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(make(), content_type=TYPES[kind], headers=headers)
