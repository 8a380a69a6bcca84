"""Addresses of closing a meeting."""

from django.urls import URLPattern, path

from roundtable.closing import views

urlpatterns: list[URLPattern] = [
    path("moeder/<str:ref>/bord/deltagere/", views.prepare, name="wall_attendance"),
    path("moeder/<str:ref>/bord/luk/", views.close, name="wall_close"),
]
