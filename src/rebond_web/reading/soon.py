"""The page that stands for one still being computed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting


def soon(request: HttpRequest, sitting: Sitting, here: str) -> HttpResponse:
    """Say that a page is being computed; it asks again by itself, without a script."""
    answer = page(request, "site/soon.html", sitting=sitting, here=here)
    answer.headers["Refresh"] = "2"
    answer.headers["Cache-Control"] = "no-store"
    return answer
