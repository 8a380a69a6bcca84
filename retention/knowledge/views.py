"""Guides: reading, printing and keeping them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import viewer_of
from people.forms import posted
from people.rules import RuleViolation
from retention.knowledge import access, flows
from retention.knowledge.forms import GuideForm
from retention.knowledge.queries import guide_page
from retention.knowledge.queries import guides as all_guides
from retention.rules.knowledge import GuideKey
from retention.toolbox import tabs_of


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"guides": all_guides(viewer), "tabs": tabs_of(viewer, "guides")}
    return render(request, "retention/knowledge/list.html", context)


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    viewer = viewer_of(request)
    page = guide_page(access.open_guide(viewer, key), viewer)
    return render(request, "retention/knowledge/guide.html", {"guide": page, "keeps": access.may_write(viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def guide_change(request: HttpRequest, key: str) -> HttpResponse:
    viewer = viewer_of(request)
    latest = access.open_guide(viewer, key, to_write=True)
    fields = ("number", "title", "summary", "steps", "text", "source", "owner", "checked_on")
    form = GuideForm(posted(request), today=viewer.today, initial={name: getattr(latest, name) for name in fields})
    if form.is_valid():
        try:
            flows.save_guide(key=GuideKey(key), by=viewer, **form.cleaned_data)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            messages.success(request, _("The guide has been saved."))
            return redirect("guide", key)
    return render(request, "retention/knowledge/change.html", {"form": form, "page": guide_page(latest, viewer)})
