"""Addresses of cases."""

from django.urls import URLPattern, path

from cases.day import views as day
from cases.followups import views as followups
from cases.invitations import views as invitations
from cases.matter import views as matter
from cases.minutes import views as minutes
from cases.mypage import views as mypage
from cases.operations import views as operations
from cases.outbox import views as outbox
from cases.overview import views as overview

urlpatterns: list[URLPattern] = [
    path("", day.home, name="home"),
    path("overblik/", overview.overview, name="hr_overview"),
    path("overblik/giv-videre/", overview.hand_over, name="hand_over"),
    path("beskeder/", outbox.notices, name="notices"),
    path("beskeder/send-igen/", outbox.resend, name="resend_notices"),
    path("drift/", operations.operations, name="operations"),
    path("opfoelgninger/<str:ref>/gjort/", followups.confirm, name="confirm_follow_up"),
    path("opfoelgninger/<str:ref>/udsaet/", followups.postpone, name="postpone_follow_up"),
    path("opfoelgninger/<str:ref>/fortryd/", followups.undo, name="undo_follow_up"),
    path("min-side/", mypage.my_page, name="my_page"),
    path("min-side/opgaver/<str:ref>/gjort/", mypage.task_done, name="own_task_done"),
    path("medarbejdere/<str:ref>/", matter.employee_detail, name="employee_detail"),
    path("medarbejdere/<str:ref>/sag/", matter.open_new_case, name="open_case"),
    path("sager/<str:ref>/", matter.case_detail, name="case_detail"),
    path("sager/<str:ref>/luk/", matter.close_case, name="close_case"),
    path("medarbejdere/<str:ref>/kontakt/", followups.contact, name="note_contact"),
    # The reference of the talk; the token is one participant's link to it.
    path("moeder/<str:ref>/min-plads/", invitations.own_seat, name="own_seat"),
    path("moede/<str:token>/", invitations.seat, name="seat"),
    path("moede/<str:token>/kode/", invitations.code, name="seat_code"),
    path("moede/<str:token>/svar/", invitations.answer, name="seat_answer"),
    path("moede/<str:token>/tider/", invitations.times, name="seat_times"),
    path("moede/<str:token>/bisidder/", invitations.companion, name="seat_companion"),
    path("moede/<str:token>/uden-bisidder/", invitations.no_companion, name="seat_no_companion"),
    path("moede/<str:token>/kalender/", invitations.calendar, name="seat_calendar"),
    # The reference of one version; at a place that of the participant's own copy, and on one's own page, too.
    path("referat/<str:ref>/", minutes.minutes, name="minutes"),
    path("referat/<str:ref>/pdf/", minutes.paper, name="minutes_pdf"),
    path("referat/<str:ref>/ret/", minutes.amend, name="minutes_amend"),
    path("referat/<str:ref>/traek-tilbage/", minutes.recall, name="minutes_recall"),
    path("moede/<str:token>/referat/<str:ref>/", minutes.seat_minutes, name="seat_minutes"),
    path("moede/<str:token>/referat/<str:ref>/kommentar/", minutes.seat_comment, name="seat_comment"),
    path("min-side/referat/<str:ref>/", minutes.own_minutes, name="own_minutes"),
]
