"""Addresses of asking for a meeting, answering, and what stops it."""

from django.urls import URLPattern, path

from roundtable.request import views, watching

urlpatterns: list[URLPattern] = [
    path("medarbejdere/<str:ref>/rundbord/", views.ask, name="meeting_request"),
    path("moeder/hvem-faar-besked/", watching.watchers, name="clock_watch"),
    path("moeder/<str:ref>/svar/", views.answer, name="meeting_answer"),
    path("moeder/<str:ref>/pause/", views.pause, name="meeting_pause"),
    path("moeder/<str:ref>/fortsaet/", views.resume, name="meeting_resume"),
    path("moeder/<str:ref>/aflys/", views.cancel, name="meeting_cancel"),
    path("moeder/<str:ref>/ikke-holdt/", views.unheld, name="meeting_unheld"),
    path("min-side/<str:ref>/rundbord/", views.own_ask, name="own_meeting_request"),
    path("min-side/rundbord/<str:ref>/svar/", views.own_answer, name="own_meeting_answer"),
]
