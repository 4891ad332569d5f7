"""The addresses of the door."""

from __future__ import annotations

from django.urls import path

from rebond_web.accounts import views

urlpatterns = [
    path("", views.door, name="door"),
    path("enter/<str:token>/", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
]
