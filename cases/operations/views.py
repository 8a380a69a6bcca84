"""The page of operations: HR's and the administrators'."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from cases.access import insist_on_desk
from cases.operations.queries import operations_of
from cases.panels import operations_panels
from people.access import viewer_of
from people.rules import CapacityKind


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    viewer = insist_on_desk(viewer_of(request), CapacityKind.HR, CapacityKind.ADMINISTRATOR)
    answers = import_string(settings.BROKER_ANSWERS)()
    context = {"operations": operations_of(viewer, broker_answers=answers), "panels": operations_panels(viewer)}
    return render(request, "cases/operations/operations.html", context)
