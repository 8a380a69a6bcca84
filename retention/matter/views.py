"""What stands in a line on an employee's page, in full: pages of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.matter.access import open_employee_to_write
from people.access import open_employee, viewer_of
from retention.consent.panels import consents_of_employee
from retention.fasttrack.panels import fast_track_of_employee
from retention.ladder.panels import ladder_of_employee
from retention.offers.panels import offers_of_employee

PAGE = "retention/matter/page.html"


@require_safe
def steps_and_offers(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee(viewer, ref, purpose="steps_and_offers")
    panels = [make(viewer, viewer.today, employee) for make in (ladder_of_employee, offers_of_employee)]
    return render(request, PAGE, {"title": _("Steps and offers"), "person": employee, "panels": panels})


@require_safe
def fast_track_and_consent(request: HttpRequest, ref: str) -> HttpResponse:
    viewer = viewer_of(request)
    employee = open_employee_to_write(viewer, ref, purpose="fast_track_and_consent")
    panels = [make(viewer, viewer.today, employee) for make in (fast_track_of_employee, consents_of_employee)]
    context = {"title": _("Fast track and consent"), "person": employee, "panels": [each for each in panels if each]}
    return render(request, PAGE, context)
