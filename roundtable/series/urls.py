"""Addresses of series."""

from django.urls import URLPattern, path

from roundtable.series import views

urlpatterns: list[URLPattern] = [
    path("serier/", views.series_list, name="series_list"),
    path("serier/ny/", views.series_add, name="series_add"),
    path("serier/<str:ref>/", views.series_detail, name="series"),
    path("serier/<str:ref>/forbered/", views.series_prepare, name="series_prepare"),
    path("serier/<str:ref>/hvem/", views.series_people, name="series_people"),
    path("serier/<str:ref>/inviter/", views.series_invite, name="series_invite"),
    path("serier/<str:ref>/afslut/", views.series_end, name="series_end"),
]
