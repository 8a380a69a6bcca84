"""Addresses of the figures."""

from django.urls import URLPattern, path

from roundtable.figures import views

urlpatterns: list[URLPattern] = [
    path("moeder/tal/", views.figures, name="meeting_figures"),
    path("moeder/tal/<str:kind>/", views.figures_file, name="meeting_figures_file"),
]
