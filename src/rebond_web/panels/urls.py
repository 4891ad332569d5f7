"""The addresses of test panels."""

from __future__ import annotations

from django.urls import path

from rebond_web.panels import manage_views, views

_PANEL = "c/<slug:slug>/<slug:space>/panels/<int:panel>/"
_RUN = "w/<slug:slug>/spaces/<int:space>/panels/"

urlpatterns = [
    path(_PANEL, views.panel, name="panel"),
    path(f"{_PANEL}apply/", views.apply, name="apply-to-panel"),
    path(f"{_PANEL}leave/", views.leave, name="leave-panel"),
    path(f"{_PANEL}steps/<int:step>/", views.speak, name="speak-of-step"),
    # for those who run the space
    path(f"{_RUN}new/", manage_views.new, name="new-panel"),
    path(f"{_RUN}<int:panel>/", manage_views.panel, name="manage-panel"),
    path(f"{_RUN}<int:panel>/call/", manage_views.call, name="call-to-panel"),
    path(f"{_RUN}<int:panel>/state/", manage_views.move, name="move-panel"),
    path(
        f"{_RUN}<int:panel>/applications/<int:application>/",
        manage_views.decide,
        name="decide-application",
    ),
]
