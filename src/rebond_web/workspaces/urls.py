"""The addresses of the people of a workspace."""

from __future__ import annotations

from django.urls import path

from rebond_web.workspaces import views

urlpatterns = [
    path("w/<slug:slug>/people/", views.people, name="people"),
    path("w/<slug:slug>/people/<int:seat>/away/", views.take_away, name="take-away"),
]
