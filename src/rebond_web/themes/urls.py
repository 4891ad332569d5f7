"""The addresses of the pages of themes."""

from __future__ import annotations

from django.urls import path

from rebond_web.themes import views

urlpatterns = [
    path("w/<slug:slug>/themes/", views.themes, name="themes"),
    path("w/<slug:slug>/themes/<str:theme>/", views.theme, name="theme"),
]
