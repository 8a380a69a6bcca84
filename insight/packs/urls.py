"""Addresses of lists and packs."""

from django.urls import URLPattern, path

from insight.packs import views

urlpatterns: list[URLPattern] = [
    path("pakker/", views.packs, name="packs"),
    path("lister/<str:ref>/", views.long_list, name="long_list"),
    path("lister/<str:ref>/<str:kind>/", views.long_list_file, name="long_list_file"),
    path("kvartal/<str:code>/<str:quarter>/", views.quarter_pack, name="quarter_pack"),
    path("kvartal/<str:code>/<str:quarter>/<str:kind>/", views.quarter_pack_file, name="quarter_pack_file"),
    path("ledermoede/<str:ref>/", views.meeting_pack, name="meeting_pack"),
    path("ledermoede/<str:ref>/<str:kind>/", views.meeting_pack_file, name="meeting_pack_file"),
]
