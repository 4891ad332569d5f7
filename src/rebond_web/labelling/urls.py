"""The addresses of the sample that people label, and of what it tells."""

from __future__ import annotations

from django.urls import path

from rebond_web.labelling import views

urlpatterns = [
    path("w/<slug:slug>/check/", views.check, name="check"),
    path("w/<slug:slug>/check/draw/", views.draw, name="check-draw"),
    path("w/<slug:slug>/check/settle/", views.settle, name="check-settle"),
    path("w/<slug:slug>/check/results/", views.results, name="check-results"),
]
