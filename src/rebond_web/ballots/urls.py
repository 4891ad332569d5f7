"""The addresses of votes."""

from __future__ import annotations

from django.urls import path

from rebond_web.ballots import own, setting, views

_OF_A_CHALLENGE = "c/<slug:slug>/<slug:space>/<int:challenge>/vote/"
urlpatterns = [
    path(_OF_A_CHALLENGE, views.vote, name="vote"),
    path(f"{_OF_A_CHALLENGE}result/", views.result, name="vote-result"),
    path(f"{_OF_A_CHALLENGE}ballots/", views.ballots, name="vote-ballots"),
    path("ballot/", own.own_ballot, name="own-ballot"),
    path(
        "w/<slug:slug>/spaces/<slug:space>/<int:challenge>/vote/", setting.setting, name="vote-set"
    ),
]
