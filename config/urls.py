"""Every address of the application. Each has its row in tests/access."""

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    # First, since it is asked for far more often than all others.
    path("", include("roundtable.table.pulse_urls")),
    path("healthz", views.healthz, name="healthz"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("privatliv/", views.privacy, name="privacy"),
    path("hjaelp/", views.help_page, name="help"),
    path("sprog/", require_POST(login_not_required(set_language)), name="set_language"),
    path("", include("people.urls")),
    path("", include("cases.urls")),
    path("", include("absence.urls")),
    path("", include("retention.urls")),
    path("", include("roundtable.urls")),
    path("tal/", include("insight.urls")),
    path("api/v1/", include("insight.bi.api.urls")),
]
if apps.is_installed("demo"):
    urlpatterns.append(path("", include("demo.urls")))

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
# Asked for by allauth, where attempts are limited.
handler429 = views.too_many_attempts
