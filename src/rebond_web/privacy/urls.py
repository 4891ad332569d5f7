"""The addresses of privacy."""

from __future__ import annotations

from django.urls import path

from rebond_web.privacy import views

urlpatterns = [
    path("w/<slug:slug>/privacy/", views.privacy, name="privacy"),
    path("w/<slug:slug>/privacy/person/", views.person, name="privacy-person"),
    path("w/<slug:slug>/privacy/keep/", views.keep, name="privacy-keep"),
    path("w/<slug:slug>/privacy/of/<str:voice>/", views.of_voice, name="privacy-of"),
    path("w/<slug:slug>/privacy/erasure/<int:job>/", views.done, name="erasure"),
]
