"""The addresses of challenges."""

from __future__ import annotations

from django.urls import path

from rebond_web.challenges import manage_views, views

_RUN = "w/<slug:slug>/spaces/<int:space>/challenges/"

urlpatterns = [
    path("c/<slug:slug>/<slug:space>/<int:challenge>/", views.challenge, name="challenge"),
    # for those who run the space
    path(f"{_RUN}new/", manage_views.new, name="new-challenge"),
    path(f"{_RUN}<int:challenge>/", manage_views.challenge, name="manage-challenge"),
    path(f"{_RUN}<int:challenge>/state/", manage_views.move, name="move-challenge"),
    path(f"{_RUN}<int:challenge>/evidence/", manage_views.drop, name="drop-verbatim"),
    path(
        "w/<slug:slug>/insights/<slug:insight>/challenge/",
        manage_views.from_insight,
        name="challenge-from-insight",
    ),
]
