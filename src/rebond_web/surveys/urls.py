"""The addresses of surveys, receipts and the note."""

from __future__ import annotations

from django.urls import path

from rebond_web.surveys import note, posters, public, views

urlpatterns = [
    # open to everybody
    path("s/<slug:token>/", public.answer, name="answer"),
    path("s/<slug:token>/in/", public.embedded, name="embedded"),
    path("r/<slug:code>/", public.receipt, name="receipt"),
    # of a workspace
    path("w/<slug:slug>/surveys/", views.surveys, name="surveys"),
    path("w/<slug:slug>/surveys/new/<slug:kind>/", views.new, name="new-survey"),
    path("w/<slug:slug>/surveys/<int:survey>/", views.survey, name="survey"),
    path("w/<slug:slug>/surveys/<int:survey>/closed/", views.close, name="close-survey"),
    path("w/<slug:slug>/surveys/<int:survey>/links/", views.links, name="survey-links"),
    path("w/<slug:slug>/surveys/<int:survey>/posters/", posters.posters, name="posters"),
    path("w/<slug:slug>/surveys/<int:survey>/<slug:token>/", posters.link, name="survey-link"),
    path("w/<slug:slug>/surveys/<int:survey>/<slug:token>/qr/", posters.qr, name="survey-qr"),
    path(
        "w/<slug:slug>/surveys/<int:survey>/<slug:token>/closed/",
        views.close_link,
        name="close-survey-link",
    ),
    path("w/<slug:slug>/note/", note.note, name="note"),
]
