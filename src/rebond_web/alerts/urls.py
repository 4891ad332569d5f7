"""The addresses of alerts."""

from __future__ import annotations

from django.urls import path

from rebond_web.alerts import views

urlpatterns = [
    path("w/<slug:slug>/alerts/", views.alerts, name="alerts"),
    path("w/<slug:slug>/alerts/new/", views.new, name="alert-new"),
    path("w/<slug:slug>/alerts/budget/", views.budget, name="alert-budget"),
    path("w/<slug:slug>/alerts/rules/<int:rule>/", views.rule, name="alert-rule"),
    path("w/<slug:slug>/alerts/<int:alert>/", views.seen, name="alert-seen"),
]
