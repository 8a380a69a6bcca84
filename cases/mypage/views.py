"""One's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.mypage.access import open_own
from cases.panels import my_panels
from people.access import viewer_of
from people.language import page_language
from people.words import say_date, say_weekday


@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    lang = page_language()
    own = open_own(viewer)
    context = {
        "over": f"{say_weekday(viewer.today, lang)} {say_date(viewer.today, viewer.today, lang)}",
        "first_name": viewer.user.first_name.split(" ")[0] if viewer.user else "",
        "employments": [(employee, my_panels(viewer, employee)) for employee in own],
    }
    return render(request, "cases/mypage/page.html", context)
