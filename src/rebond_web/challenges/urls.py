"""The addresses of challenges."""

from __future__ import annotations

from django.urls import path

from rebond_web.challenges import views

urlpatterns = [
    path("c/<slug:slug>/<slug:space>/<int:challenge>/", views.challenge, name="challenge"),
]
