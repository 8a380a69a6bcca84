"""The round table: each part has its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("roundtable.request.urls")),
    path("", include("roundtable.outside.urls")),
    path("", include("roundtable.series.urls")),
    path("", include("roundtable.figures.urls")),
    path("", include("roundtable.table.urls")),
    path("", include("roundtable.plans.urls")),
    path("", include("roundtable.agreements.urls")),
    path("", include("roundtable.closing.urls")),
    # Last: what follows `moeder/` there is a meeting's reference.
    path("", include("roundtable.meetings.urls")),
]
