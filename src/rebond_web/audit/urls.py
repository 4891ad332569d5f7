"""The address of the log."""

from __future__ import annotations

from django.urls import path

from rebond_web.audit import views

urlpatterns = [path("w/<slug:slug>/changes/", views.changes, name="changes")]
