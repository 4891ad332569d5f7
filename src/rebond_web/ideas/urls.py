"""The addresses of ideas."""

from __future__ import annotations

from django.urls import path

from rebond_web.ideas import (
    edit_views,
    merge_views,
    propose_views,
    rebound_views,
    views,
    voice_views,
)

_SPACE = "c/<slug:slug>/<slug:space>/"
_IDEA = _SPACE + "ideas/<int:idea>/"

urlpatterns = [
    path(_SPACE + "<int:challenge>/propose/", propose_views.propose_idea, name="propose"),
    path(_SPACE + "ideas/", views.ideas, name="ideas"),
    path(_IDEA, views.idea, name="idea"),
    path(_IDEA + "support/", views.support_idea, name="idea-support"),
    path(_IDEA + "rebound/", rebound_views.rebound_on, name="idea-rebound"),
    path(_IDEA + "rebounds/<int:rebound>/", rebound_views.rebound, name="rebound"),
    path(_IDEA + "edit/", edit_views.edit, name="idea-edit"),
    path(_IDEA + "withdraw/", edit_views.withdraw_idea, name="idea-withdraw"),
    path(_IDEA + "versions/", edit_views.versions, name="idea-versions"),
    path(_IDEA + "pictures/<int:picture>/", edit_views.picture, name="idea-picture"),
    path(_IDEA + "document/", edit_views.document, name="idea-document"),
    path(_IDEA + "merge/", merge_views.merging, name="idea-merge"),
    path(_IDEA + "move/", merge_views.move, name="idea-move"),
    path(_IDEA + "voices/", voice_views.voices_behind, name="idea-voices"),
]
