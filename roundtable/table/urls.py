"""Addresses of the table: the wall, and a side's own pages. The pulse has its own list."""

from django.urls import URLPattern, path

from roundtable.table import seat_views, views

urlpatterns: list[URLPattern] = [
    path("moeder/<str:ref>/bord/", views.wall, name="meeting_wall"),
    path("moeder/<str:ref>/bord/begynd/", views.begin, name="wall_begin"),
    path("moeder/<str:ref>/bord/fase/", views.choose_phase, name="meeting_phase"),
    path("moeder/<str:ref>/bord/vaelg/<str:seat>/", views.place, name="wall_place"),
    path("moeder/<str:ref>/bord/vis/", views.reveal, name="wall_reveal"),
    path("moeder/<str:ref>/bord/spring-over/", views.skip, name="wall_skip"),
    path("moeder/<str:ref>/bord/enige/", views.agree, name="wall_agree"),
    path("moeder/<str:ref>/bord/uenige/", views.disagree, name="wall_disagree"),
    path("moeder/<str:ref>/bord/ord/", views.write_wording, name="wall_wording"),
    path("moeder/<str:ref>/bord/fokus/", views.write_focus, name="wall_focus"),
    path("moede/<str:token>/trin/", seat_views.place, name="seat_place"),
    path("moede/<str:token>/forbered/", seat_views.prepare, name="seat_prepare"),
]
