"""The list of employees."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from absence.employees.queries import Show, employees_of
from absence.reporting.queries import may_report
from people.access import viewer_of
from people.language import page_language
from people.rules import CapacityKind
from people.searching import marked, search_of, sent_search
from people.words import say_number


@require_http_methods(["GET", "HEAD", "POST"])
def employee_list(request: HttpRequest) -> HttpResponse:
    """A search is posted, and remembered; everything else stands in the address."""
    viewer = viewer_of(request)
    if not viewer.handles_matters:
        raise Http404
    if searched := sent_search(request):
        return searched
    search, wanted = search_of(request), request.GET.get("vis", "")
    show = Show(wanted) if wanted in set(Show) else Show.ALL
    listing = employees_of(viewer, page_language(), search=search, show=show, number=request.GET.get("page", ""))
    lang = page_language()
    labels = {
        Show.ALL: _("All %(number)s"),
        Show.AWAY: _("Absent now %(number)s"),
        Show.AT_WORK: _("At work %(number)s"),
    }
    numbers = {each: {"number": say_number(listing.counts[each], lang=lang)} for each in Show}
    pills = [(labels[each] % numbers[each], f"?{_query(search, each)}", each is show) for each in Show]
    context = {
        "listing": listing,
        "page": listing.page,
        "pills": [{"label": label, "url": url, "current": current} for label, url, current in pills],
        "search": search,
        "search_at": f"?{_query('', show)}",
        "query": _query(search, show),
        "may_report": may_report(viewer),
        "title": _("My employees") if CapacityKind.HR not in viewer.capacities else _("Employees"),
    }
    return render(request, "absence/employees/list.html", context)


def _query(search: str, show: Show) -> str:
    return urlencode(marked(search) | ({} if show is Show.ALL else {"vis": show.value}))
