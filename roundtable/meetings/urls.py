"""Addresses of meetings."""

from django.urls import URLPattern, path

from roundtable.meetings import views

urlpatterns: list[URLPattern] = [
    path("opfoelgninger/<str:ref>/moede/", views.task, name="meeting_task"),
    path("moeder/", views.meetings, name="meetings"),
    path("moeder/<str:ref>/planlaeg/", views.plan, name="meeting_plan"),
    path("moeder/<str:ref>/nyt-link/", views.new_link, name="meeting_new_link"),
    path("moeder/<str:ref>/", views.meeting, name="meeting"),
]
