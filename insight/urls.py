"""What it all amounts to: each part has its own addresses, all below `tal/`."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("insight.initiatives.urls")),
    path("", include("insight.targets.urls")),
    path("", include("insight.packs.urls")),
    path("", include("insight.process.urls")),
    path("", include("insight.simulation.urls")),
    path("", include("insight.bi.urls")),
    path("", include("insight.dashboard.urls")),
]
