"""The addresses where voices are brought in."""

from __future__ import annotations

from django.urls import path

from rebond_web.listening import views

urlpatterns = [
    path("w/<slug:slug>/files/", views.files, name="files"),
    path("w/<slug:slug>/files/<int:job>/", views.file, name="file"),
]
