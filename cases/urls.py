"""Addresses of cases."""

from django.urls import URLPattern, path

from cases.day import views as day
from cases.followups import views as followups
from cases.matter import views as matter
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
    path("medarbejdere/<str:ref>/", matter.employee_detail, name="employee_detail"),
    path("medarbejdere/<str:ref>/sag/", matter.open_new_case, name="open_case"),
    path("sager/<str:ref>/", matter.case_detail, name="case_detail"),
    path("sager/<str:ref>/luk/", matter.close_case, name="close_case"),
    path("medarbejdere/<str:ref>/kontakt/", followups.contact, name="note_contact"),
]
