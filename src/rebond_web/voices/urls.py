"""The addresses of the pages of voices."""

from __future__ import annotations

from django.urls import path

from rebond_web.voices import one, saved, views

urlpatterns = [
    path("w/<slug:slug>/voices/", views.voices, name="voices"),
    path("w/<slug:slug>/voices/by/", views.by, name="voices-by"),
    path("w/<slug:slug>/voices/views/", saved.keep, name="views"),
    path("w/<slug:slug>/voices/views/<int:view>/", saved.view, name="view"),
    path("w/<slug:slug>/voices/<str:voice>/", one.voice, name="voice"),
    path("w/<slug:slug>/people-said/<str:person>/", views.thread, name="thread"),
]
