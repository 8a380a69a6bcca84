"""Addresses of the process."""

from django.urls import URLPattern, path

from insight.process import views

urlpatterns: list[URLPattern] = [
    path("proces/", views.process, name="process"),
    path("proces/behandling/", views.process_treatment, name="process_treatment"),
    path("proces/arbejdspladser/", views.process_workplaces, name="process_workplaces"),
    path("proces/regler/", views.process_rules, name="process_rules"),
]
