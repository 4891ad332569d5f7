"""The address of the wall."""

from __future__ import annotations

from django.urls import path

from rebond_web.wall import views

urlpatterns = [path("w/<slug:slug>/wall/", views.wall, name="wall")]
