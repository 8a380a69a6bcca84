"""Addresses of plans."""

from django.urls import URLPattern, path

from roundtable.plans import views

urlpatterns: list[URLPattern] = [
    path("moeder/<str:ref>/bord/plan/", views.write, name="wall_plan"),
    path("moeder/<str:ref>/bord/ingen-plan/", views.no_plan, name="wall_no_plan"),
    path("moeder/<str:ref>/bord/proevet/", views.tried, name="wall_tried"),
    path("moeder/<str:ref>/bord/tilbud/<str:key>/", views.choose_offer, name="wall_offer"),
    path("planer/<str:ref>/", views.plan, name="plan"),
    path("planer/<str:ref>/ret/", views.amend, name="plan_amend"),
    path("planer/<str:ref>/slut/", views.end, name="plan_end"),
]
