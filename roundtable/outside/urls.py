"""Addresses of wishes from outside."""

from django.urls import URLPattern, path

from roundtable.outside import views

urlpatterns: list[URLPattern] = [
    path("moeder/udefra/", views.ask, name="outside_request"),
    path("moeder/udefra/tak/", views.thanks, name="outside_thanks"),
    path("moeder/udefra/<str:ref>/afgoer/", views.settle, name="outside_settle"),
    path("moeder/udefra/<str:ref>/afslut/", views.end, name="outside_end"),
    path("moeder/udefra/<str:token>/", views.confirm, name="outside_confirm"),
]
