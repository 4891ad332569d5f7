"""The addresses of the pages that are read."""

from __future__ import annotations

from django.urls import path

from rebond_web.reading import views

urlpatterns = [
    path("w/<slug:slug>/", views.home, name="home"),
]
