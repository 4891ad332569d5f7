"""The addresses of spaces."""

from __future__ import annotations

from django.urls import path

from rebond_web.spaces import entering, form_views, manage_views, views

_SPACE = "c/<slug:slug>/<slug:space>/"
_RUN = "w/<slug:slug>/spaces/<int:space>/"

urlpatterns = [
    path("come-back/", entering.come_back, name="come-back"),
    path("c/<slug:slug>/", views.community, name="community"),
    path("c/<slug:slug>/by/<slug:token>/", views.by_link, name="space-link"),
    path(_SPACE, views.space, name="space"),
    path(f"{_SPACE}join/", views.join_space, name="join"),
    path(f"{_SPACE}me/", views.me, name="space-me"),
    path(f"{_SPACE}sign-in/", entering.ask_link, name="space-sign-in"),
    path(f"{_SPACE}enter/<slug:token>/", entering.enter, name="space-enter"),
    # for those who run them
    path("w/<slug:slug>/spaces/", manage_views.spaces, name="spaces"),
    path("w/<slug:slug>/spaces/new/", form_views.new, name="new-space"),
    path(_RUN, manage_views.space, name="manage-space"),
    path(f"{_RUN}change/", form_views.change, name="change-space"),
    path(f"{_RUN}closed/", manage_views.close, name="close-space"),
    path(f"{_RUN}link/", manage_views.link, name="change-space-link"),
    path(f"{_RUN}invite/", manage_views.invite, name="invite-to-space"),
    path(f"{_RUN}invite/<int:invited>/", manage_views.take_back, name="take-invitation-back"),
    path(f"{_RUN}qr/", manage_views.qr, name="space-qr"),
]
