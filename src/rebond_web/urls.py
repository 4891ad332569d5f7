"""The addresses of the site: each application draws its own."""

from __future__ import annotations

from django.urls import path

from rebond_web.accounts.urls import urlpatterns as accounts
from rebond_web.alerts.urls import urlpatterns as alerts
from rebond_web.answers.urls import urlpatterns as answers
from rebond_web.api.urls import urlpatterns as api
from rebond_web.asking.urls import urlpatterns as asking
from rebond_web.audit.urls import urlpatterns as audit
from rebond_web.ballots.urls import urlpatterns as ballots
from rebond_web.cases.urls import urlpatterns as cases
from rebond_web.challenges.urls import urlpatterns as challenges
from rebond_web.codebook.urls import urlpatterns as codebook
from rebond_web.exports.urls import urlpatterns as exports
from rebond_web.following.urls import urlpatterns as following
from rebond_web.ideas.urls import urlpatterns as ideas
from rebond_web.insights.urls import urlpatterns as insights
from rebond_web.labelling.urls import urlpatterns as labelling
from rebond_web.listening.urls import urlpatterns as listening
from rebond_web.mail.urls import urlpatterns as mail
from rebond_web.moderation.urls import urlpatterns as moderation
from rebond_web.pages import preferences
from rebond_web.panels.urls import urlpatterns as panels
from rebond_web.places.urls import urlpatterns as places
from rebond_web.privacy.urls import urlpatterns as privacy
from rebond_web.ratings.urls import urlpatterns as ratings
from rebond_web.reading.urls import urlpatterns as reading
from rebond_web.spaces.urls import urlpatterns as spaces
from rebond_web.statements.urls import urlpatterns as statements
from rebond_web.surveys.urls import urlpatterns as surveys
from rebond_web.themes.urls import urlpatterns as themes
from rebond_web.voices.urls import urlpatterns as voices
from rebond_web.wall.urls import urlpatterns as wall
from rebond_web.workspaces.urls import urlpatterns as workspaces

urlpatterns = [
    # Addresses are tried in their order, and votes come by thousands.
    *statements,
    path("preferences/", preferences.choose, name="preferences"),
    *accounts,
    *workspaces,
    *audit,
    *listening,
    *labelling,
    *reading,
    *voices,
    *themes,
    *codebook,
    *surveys,
    *ratings,
    *cases,
    *alerts,
    *wall,
    *mail,
    *insights,
    *asking,
    *places,
    *api,
    *privacy,
    *exports,
    *spaces,
    *challenges,
    *panels,
    *ideas,
    *moderation,
    *following,
    *ballots,
    *answers,
]
handler400 = "rebond_web.pages.errors.bad_request"
handler404 = "rebond_web.pages.errors.not_found"
handler500 = "rebond_web.pages.errors.broken"
