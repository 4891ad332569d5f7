"""The addresses of insights."""

from __future__ import annotations

from django.urls import path

from rebond_web.insights import sharing_views, views

_INSIGHT = "w/<slug:slug>/insights/<slug:insight>/"

urlpatterns = [
    path(_INSIGHT, views.insight, name="insight"),
    path(f"{_INSIGHT}state/", views.decide, name="decide"),
    path(f"{_INSIGHT}comments/", views.comment, name="comment"),
    path(f"{_INSIGHT}comments/<int:comment>/", views.uncomment, name="uncomment"),
    path(f"{_INSIGHT}decision/", views.decision, name="insight-decision"),
    path(f"{_INSIGHT}image/", sharing_views.image, name="insight-image"),
    path(f"{_INSIGHT}document/", sharing_views.document, name="insight-document"),
    path(f"{_INSIGHT}figures/", sharing_views.figures, name="insight-figures"),
    path("w/<slug:slug>/methods/<slug:method>/", views.method, name="method"),
]
