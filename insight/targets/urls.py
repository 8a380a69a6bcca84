"""Addresses of targets, plans and spans."""

from django.urls import URLPattern, path

from insight.targets import views

urlpatterns: list[URLPattern] = [
    path("maal/", views.targets, name="targets"),
    path("maal/saet/<int:year>/", views.targets_set, name="targets_set"),
    path("maal/opgave/<str:ref>/", views.plan_action_change, name="plan_action_change"),
    path("maal/opgave/<str:ref>/faerdig/", views.plan_action_settle, name="plan_action_settle"),
    path("maal/opgave/<str:ref>/fjern/", views.plan_action_drop, name="plan_action_drop"),
    path("maal/<int:year>/<str:code>/", views.action_plan, name="action_plan"),
    path("ledere/", views.leader_spans, name="leader_spans"),
]
