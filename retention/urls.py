"""The consultant's toolbox."""

from django.urls import URLPattern, path

from retention.caseload import time_views
from retention.caseload import views as caseload
from retention.ladder import views as ladder
from retention.offers import views as offers

urlpatterns: list[URLPattern] = [
    path("indbakke/", caseload.inbox, name="inbox"),
    path("indbakke/trin/", caseload.board, name="board"),
    path("indbakke/giv/", caseload.give, name="give_referral"),
    path("indbakke/tid/", time_views.consultant_time, name="consultant_time"),
    path("indbakke/tid/<str:ref>/slet/", time_views.time_removed, name="time_removed"),
    path("indbakke/tid/konsulent/<str:ref>/", time_views.consultant_hours, name="consultant_hours"),
    path("medarbejdere/<str:ref>/henvis/", caseload.refer_employee, name="refer"),
    path("medarbejdere/<str:ref>/henvisning/", caseload.referral, name="referral"),
    path("medarbejdere/<str:ref>/henvisning/afslut/", caseload.end, name="end_referral"),
    path("min-side/<str:ref>/konsulent/", caseload.ask_for_consultant, name="ask_for_consultant"),
    path("medarbejdere/<str:ref>/trin/", ladder.place, name="place_on_ladder"),
    path("min-side/<str:ref>/trin/", ladder.place_oneself, name="place_oneself"),
    path("trin/<str:ref>/fortryd/", ladder.withdraw, name="withdraw_placement"),
    path("tilbud/", offers.catalogue, name="offers"),
    path("tilbud/nyt/", offers.add, name="offer_add"),
    path("tilbud/<slug:key>/", offers.detail, name="offer"),
    path("tilbud/<slug:key>/ret/", offers.change, name="offer_change"),
    path("medarbejdere/<str:ref>/tilbud/", offers.start, name="offer_start"),
    path("tilbud-i-brug/<str:ref>/slut/", offers.end, name="offer_end"),
]
