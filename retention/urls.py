"""The consultant's toolbox."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
