"""The addresses where voices are brought in."""

from __future__ import annotations

from django.urls import path

from rebond_web.listening import quarantine, views, watched

urlpatterns = [
    path("w/<slug:slug>/files/", views.files, name="files"),
    path("w/<slug:slug>/files/<int:job>/", views.file, name="file"),
    path("w/<slug:slug>/files/watched/", watched.watched, name="watched"),
    path("w/<slug:slug>/files/quarantine/", quarantine.waiting_room, name="quarantine"),
    path(
        "w/<slug:slug>/files/quarantine/<str:row>/",
        quarantine.quarantined_row,
        name="quarantined-row",
    ),
]
