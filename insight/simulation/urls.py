"""Addresses of the policies tried out."""

from django.urls import URLPattern, path

from insight.simulation import views

urlpatterns: list[URLPattern] = [
    path("regler/", views.simulation, name="simulation"),
    path("regler/<str:kind>/", views.simulation_file, name="simulation_file"),
]
