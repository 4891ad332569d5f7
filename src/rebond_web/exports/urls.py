"""The addresses of exports."""

from __future__ import annotations

from django.urls import path

from rebond_web.exports import views

urlpatterns = [
    path("w/<slug:slug>/exports/", views.exports, name="exports"),
    path("w/<slug:slug>/exports/<int:job>/", views.take, name="take-export"),
]
