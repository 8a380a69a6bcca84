"""The address that every screen of a meeting asks again and again."""

from django.urls import URLPattern, path

from roundtable.table import views

urlpatterns: list[URLPattern] = [
    path("puls/<str:token>/", views.pulse, name="pulse"),
]
