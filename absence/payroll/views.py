"""Reports that payroll has not confirmed: HR's list."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from absence.payroll.queries import unconfirmed_reports
from cases.access import insist_on_desk
from people.access import viewer_of
from people.rules import CapacityKind


@require_safe
def unconfirmed(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_desk(viewer_of(request), CapacityKind.HR)
    reports, page = unconfirmed_reports(viewer, request.GET.get("page", "1"))
    context = {"reports": reports, "page": page, "days": settings.PAYROLL_CONFIRM_DAYS}
    return render(request, "absence/payroll/unconfirmed.html", context)
