"""The addresses of the API, of its pages, and of webhooks."""

from __future__ import annotations

from django.urls import URLPattern, path

from rebond_web.api import hook_pages, pages, routes
from rebond_web.api.problems import only_problems


def _drawn() -> list[URLPattern]:
    """Return the routes of the API as addresses of the site, named "api-…"."""
    drawn = []
    for pattern in routes.api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            route = routes.PREFIX + str(pattern.pattern)
            drawn.append(path(route, only_problems(pattern.callback), name=f"api-{pattern.name}"))
    return drawn


urlpatterns = [
    path("api/v1/", pages.reference, name="api-reference"),
    path("api/v1/openapi.json", routes.openapi, name="api-openapi"),
    *_drawn(),
    path("api/<path:rest>", routes.nowhere, name="api-nowhere"),
    path("w/<slug:slug>/api/", pages.tokens, name="tokens"),
    path("w/<slug:slug>/api/<int:bearer>/revoke/", pages.revoke, name="revoke-token"),
    path("w/<slug:slug>/api/hooks/", hook_pages.hooks, name="hooks"),
    path("w/<slug:slug>/api/hooks/<int:hook>/", hook_pages.hook, name="hook"),
    path("hooks/<str:token>/", hook_pages.received, name="hook-receives"),
]
