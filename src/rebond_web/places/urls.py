"""The addresses of places."""

from __future__ import annotations

from django.urls import path, register_converter

from rebond_web.places import views
from rebond_web.places.addresses import NameConverter

register_converter(NameConverter, "name")

urlpatterns = [
    path("w/<slug:slug>/places/", views.places, name="places"),
    path("w/<slug:slug>/places/<name:attribute>/", views.places_of, name="places-of"),
    path("w/<slug:slug>/places/<name:attribute>/<name:value>/", views.place, name="place"),
]
