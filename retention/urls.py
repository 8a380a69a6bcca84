"""The consultant's toolbox."""

from django.urls import URLPattern, path

from retention.caseload import time_views
from retention.caseload import views as caseload

urlpatterns: list[URLPattern] = [
    path("indbakke/", caseload.inbox, name="inbox"),
    path("indbakke/giv/", caseload.give, name="give_referral"),
    path("indbakke/tid/", time_views.consultant_time, name="consultant_time"),
    path("indbakke/tid/<str:ref>/slet/", time_views.time_removed, name="time_removed"),
    path("indbakke/tid/konsulent/<str:ref>/", time_views.consultant_hours, name="consultant_hours"),
    path("medarbejdere/<str:ref>/henvis/", caseload.refer_employee, name="refer"),
    path("medarbejdere/<str:ref>/henvisning/", caseload.referral, name="referral"),
    path("medarbejdere/<str:ref>/henvisning/afslut/", caseload.end, name="end_referral"),
    path("min-side/<str:ref>/konsulent/", caseload.ask_for_consultant, name="ask_for_consultant"),
]
