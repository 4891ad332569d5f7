"""The addresses of the codebook, where it is edited."""

from __future__ import annotations

from django.urls import path

from rebond_web.codebook import edits, views

urlpatterns = [
    path("w/<slug:slug>/codebook/", views.codebook, name="codebook"),
    path("w/<slug:slug>/codebook/themes/<str:theme>/", views.theme, name="codebook-theme"),
    path("w/<slug:slug>/codebook/candidates/", views.candidates, name="candidates"),
    path("w/<slug:slug>/codebook/taught/", views.taught, name="codebook-taught"),
    path("w/<slug:slug>/codebook/history/", views.history, name="codebook-history"),
    path("w/<slug:slug>/codebook/edits/", edits.ask, name="edits"),
    path("w/<slug:slug>/codebook/edits/<int:edit>/", edits.edit, name="edit"),
]
