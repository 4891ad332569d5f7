"""The addresses of questions and their answers."""

from __future__ import annotations

from django.urls import path

from rebond_web.asking import views

urlpatterns = [
    path("w/<slug:slug>/ask/", views.ask, name="ask"),
    path("w/<slug:slug>/ask/figures/", views.figures, name="ask-figures"),
]
