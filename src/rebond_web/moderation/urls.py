"""The addresses of moderation."""

from __future__ import annotations

from django.urls import path

from rebond_web.moderation import public_views, views

_RUN = "w/<slug:slug>/spaces/<int:space>/moderation/"
_SPACE = "c/<slug:slug>/<slug:space>/"

urlpatterns = [
    path(_RUN, views.moderation, name="moderation"),
    path(f"{_RUN}exclude/<int:participant>/", views.excluding, name="exclude"),
    path(f"{_RUN}again/<int:appeal>/", views.hearing, name="hear-again"),
    path(f"{_RUN}<slug:kind>/<int:number>/", views.moderate, name="moderate"),
    path(f"{_SPACE}told/", public_views.told, name="told"),
    path(f"{_SPACE}moderation/", public_views.log, name="moderation-log"),
    path(f"{_SPACE}report/<slug:kind>/<int:number>/", public_views.report, name="report"),
    path(f"{_SPACE}report/followed/<slug:code>/", public_views.followed, name="report-followed"),
]
