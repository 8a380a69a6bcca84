"""Addresses of the register of initiatives."""

from django.urls import URLPattern, path

from insight.initiatives import views

urlpatterns: list[URLPattern] = [
    path("indsatser/", views.initiatives, name="initiatives"),
    path("indsatser/ny/", views.add, name="initiative_add"),
    path("indsatser/<str:ref>/", views.initiative, name="initiative"),
    path("indsatser/<str:ref>/ret/", views.change, name="initiative_change"),
    path("indsatser/<str:ref>/sammenlign/", views.compare, name="initiative_compare"),
    path("indsatser/<str:ref>/vurder/", views.assess, name="initiative_assess"),
    path("indsatser/<str:ref>/afslut/", views.end, name="initiative_end"),
]
