"""The addresses of following and exchanging."""

from __future__ import annotations

from django.urls import path

from rebond_web.following import manage_views, views

_SPACE = "c/<slug:slug>/<slug:space>/"
_RUN = "w/<slug:slug>/spaces/<int:space>/"

urlpatterns = [
    path(f"{_SPACE}follow/", views.follow, name="follow"),
    path(f"{_SPACE}feed/", views.space_feed, name="space-feed"),
    path(f"{_SPACE}<int:challenge>/feed/", views.challenge_feed, name="challenge-feed"),
    path(f"{_SPACE}ideas/<int:idea>/feed/", views.idea_feed, name="idea-feed"),
    path(f"{_SPACE}<int:challenge>/qr/", views.challenge_qr, name="challenge-qr"),
    path(f"{_SPACE}in/", views.inside, name="space-in"),
    path(f"{_RUN}exchange/", manage_views.exchange, name="exchange"),
    path(f"{_RUN}exchange/sites/", manage_views.sites, name="exchange-sites"),
    path(
        f"{_RUN}exchange/<int:challenge>/<slug:form>/", manage_views.taken_out, name="exchange-file"
    ),
    path(f"{_RUN}webhooks/", manage_views.webhooks, name="webhooks-sent"),
    path(f"{_RUN}webhooks/<int:outgoing>/", manage_views.webhook, name="webhook-sent"),
]
