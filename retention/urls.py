"""The consultant's toolbox."""

from django.urls import URLPattern, path

from retention.caseload import time_views
from retention.caseload import views as caseload
from retention.consent import views as consent
from retention.fasttrack import views as fasttrack
from retention.knowledge import views as knowledge
from retention.ladder import views as ladder
from retention.matter import views as matter
from retention.offers import views as offers
from retention.partners import views as partners
from retention.screening import views as screening

urlpatterns: list[URLPattern] = [
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
    path("medarbejdere/<str:ref>/screening/", screening.screen, name="screening"),
    path("screening/<str:ref>/", screening.result, name="screening_result"),
    path("opfoelgninger/<str:ref>/screening/", screening.task, name="screening_task"),
    path("medarbejdere/<str:ref>/samtykke/", consent.give, name="consent_give"),
    path("samtykke/<str:ref>/del/", consent.share, name="consent_share"),
    path("samtykke/<str:ref>/traek-tilbage/", consent.withdraw, name="consent_withdraw"),
    path("min-side/samtykke/<str:ref>/", consent.own_withdraw, name="own_consent_withdraw"),
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
    path("medarbejdere/<str:ref>/trin-og-tilbud/", matter.steps_and_offers, name="steps_and_offers"),
    path(
        "medarbejdere/<str:ref>/fast-track-og-samtykke/", matter.fast_track_and_consent, name="fast_track_and_consent"
    ),
    path("medarbejdere/<str:ref>/trin/", ladder.place, name="place_on_ladder"),
    path("min-side/<str:ref>/trin/", ladder.place_oneself, name="place_oneself"),
    path("trin/<str:ref>/fortryd/", ladder.withdraw, name="withdraw_placement"),
    path("tilbud/", offers.catalogue, name="offers"),
    path("tilbud/nyt/", offers.add, name="offer_add"),
    path("tilbud/<slug:key>/", offers.detail, name="offer"),
    path("tilbud/<slug:key>/ret/", offers.change, name="offer_change"),
    path("medarbejdere/<str:ref>/tilbud/", offers.start, name="offer_start"),
    path("tilbud-i-brug/<str:ref>/slut/", offers.end, name="offer_end"),
    path("tilbud-i-brug/<str:ref>/fortryd/", offers.withdraw, name="offer_use_withdraw"),
    path("kontakter/", partners.partners, name="partners"),
    path("kontakter/<int:code>/", partners.municipality, name="municipality"),
    path("kontakter/hjem/<str:ref>/", partners.home_contact, name="home_contact"),
    path("kontakter/<int:code>/telefontid/", partners.phone_hours, name="phone_hours"),
    path("kontakter/<int:code>/person/", partners.contact_add, name="contact_add"),
    path("kontakter/<int:code>/aftale/", partners.agreement_add, name="agreement_add"),
    path("kontakter/<int:code>/ark/", partners.sheet_add, name="sheet_add"),
    path("kontakter/<int:code>/moede/", partners.meeting_add, name="status_meeting_add"),
    path("kontakter/person/<str:ref>/", partners.contact_change, name="contact_change"),
    path("kontakter/person/<str:ref>/bekraeft/", partners.contact_confirm, name="contact_confirm"),
    path("kontakter/person/<str:ref>/slut/", partners.contact_end, name="contact_end"),
    path("kontakter/aftale/<str:ref>/slut/", partners.agreement_end, name="agreement_end"),
    path("kontakter/aftale/<str:ref>/brug/", partners.agreement_use, name="agreement_use"),
    path("kontakter/ark/<str:ref>/", partners.sheet, name="sheet"),
    path("kontakter/ark/<str:ref>/ret/", partners.sheet_change, name="sheet_change"),
    path("kontakter/ark/<str:ref>/fjern/", partners.sheet_withdraw, name="sheet_withdraw"),
    path("kontakter/moede/<str:ref>/", partners.meeting, name="status_meeting"),
    path("kontakter/moede/<str:ref>/ret/", partners.meeting_change, name="status_meeting_change"),
    path("kontakter/handling/<str:ref>/", partners.action_settle, name="partner_action_settle"),
    path("vejledninger/", knowledge.guides, name="guides"),
    path("vejledninger/<str:key>/", knowledge.guide, name="guide"),
    path("vejledninger/<str:key>/ret/", knowledge.guide_change, name="guide_change"),
]
