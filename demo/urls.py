"""Addresses that exist in the demo only."""

from django.urls import URLPattern, path

from demo import views

urlpatterns: list[URLPattern] = [
    path("demo/", views.entrance, name="demo_entrance"),
    path("demo/ind/<str:user_name>/", views.enter, name="demo_enter"),
    path("demo/mails/", views.mails, name="demo_mails"),
    path("stil/", views.style, name="style"),
]
