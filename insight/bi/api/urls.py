"""Addresses for other programs."""

from django.urls import URLPattern, path

from insight.bi.api import views

urlpatterns: list[URLPattern] = [
    path("", views.about, name="api_about"),
    path("enheder/", views.units, name="api_units"),
    path("tal/<str:code>/", views.figures, name="api_figures"),
]
