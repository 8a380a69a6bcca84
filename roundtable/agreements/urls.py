"""Addresses of agreements."""

from django.urls import URLPattern, path

from roundtable.agreements import views

urlpatterns: list[URLPattern] = [
    path("moeder/<str:ref>/bord/aftaler/", views.write, name="wall_agreements"),
    path("moeder/<str:ref>/bord/aftaler/<str:action>/fjern/", views.remove, name="wall_agreement_remove"),
    path("moeder/<str:ref>/bord/aftaler/<str:action>/gjort/", views.keep, name="wall_agreement_keep"),
    path("moede/<str:token>/aftale/<str:ref>/", views.keep_own, name="seat_action"),
]
