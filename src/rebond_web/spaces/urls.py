"""The addresses of spaces."""

from __future__ import annotations

from django.urls import path

from rebond_web.spaces import views

urlpatterns = [
    path("c/<slug:slug>/<slug:space>/", views.space, name="space"),
    path("c/<slug:slug>/<slug:space>/join/", views.join_space, name="join"),
    path("c/<slug:slug>/by/<slug:token>/", views.by_link, name="space-link"),
]
