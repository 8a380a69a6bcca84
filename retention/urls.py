"""The consultant's toolbox."""

from django.urls import URLPattern, path

from retention.caseload import time_views
from retention.caseload import views as caseload
from retention.consent import views as consent
from retention.fasttrack import views as fasttrack
from retention.ladder import views as ladder
from retention.offers import views as offers
from retention.screening import views as screening

_fast_track: list[URLPattern] = [
    path("fast-track/", fasttrack.fast_tracks, name="fast_track_list"),
    path("fast-track/<str:ref>/", fasttrack.detail, name="fast_track_detail"),
    path("fast-track/<str:ref>/ret/", fasttrack.change, name="fast_track_change"),
    path("fast-track/<str:ref>/informer/", fasttrack.inform, name="fast_track_inform"),
    path("fast-track/<str:ref>/svar/", fasttrack.answer, name="fast_track_answer"),
    path("fast-track/<str:ref>/nemrefusion/", fasttrack.nemrefusion, name="fast_track_print"),
    path("fast-track/<str:ref>/sendt/", fasttrack.sent, name="fast_track_sent"),
    path("fast-track/<str:ref>/udfald/", fasttrack.outcome, name="fast_track_outcome"),
    path("fast-track/<str:ref>/traek-tilbage/", fasttrack.withdraw, name="fast_track_withdraw"),
    path("opfoelgninger/<str:ref>/fast-track/", fasttrack.task, name="fast_track_task"),
    path("medarbejdere/<str:ref>/fast-track/", fasttrack.start, name="fast_track_start"),
    path("medarbejdere/<str:ref>/fast-track/vindue/", fasttrack.missed, name="fast_track_missed"),
    path("min-side/fast-track/<str:ref>/", fasttrack.own_answer, name="own_fast_track_answer"),
    path("min-side/fast-track/<str:ref>/bed-om/", fasttrack.own_wish, name="own_fast_track_wish"),
]
_screening: list[URLPattern] = [
    path("medarbejdere/<str:ref>/screening/", screening.screen, name="screening"),
    path("screening/<str:ref>/", screening.result, name="screening_result"),
    path("opfoelgninger/<str:ref>/screening/", screening.task, name="screening_task"),
]
_consent: list[URLPattern] = [
    path("medarbejdere/<str:ref>/samtykke/", consent.give, name="consent_give"),
    path("medarbejdere/<str:ref>/delt/", consent.share, name="consent_share"),
    path("samtykke/<str:ref>/traek-tilbage/", consent.withdraw, name="consent_withdraw"),
    path("min-side/samtykke/<str:ref>/", consent.own_withdraw, name="own_consent_withdraw"),
]
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
    *_fast_track,
    *_screening,
    *_consent,
]
