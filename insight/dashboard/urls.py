"""Addresses of the figures."""

from django.urls import URLPattern, path

from insight.dashboard import views

urlpatterns: list[URLPattern] = [
    path("", views.figures, name="figures"),
    path("enhed/<str:code>/", views.unit_figures, name="unit_figures"),
    path("enhed/<str:code>/<str:kind>/", views.unit_figures_file, name="unit_figures_file"),
]
