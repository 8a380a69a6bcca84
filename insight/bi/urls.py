"""Addresses of the page on which HR hands out tokens."""

from django.urls import URLPattern, path

from insight.bi import views

urlpatterns: list[URLPattern] = [
    path("adgang/", views.api_tokens, name="api_tokens"),
    path("adgang/<str:ref>/slut/", views.api_token_end, name="api_token_end"),
]
