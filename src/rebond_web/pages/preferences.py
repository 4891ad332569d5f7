"""The language and the looks that a reader chose, kept in cookies: no script is needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from rebond.languages import LANGUAGES

THEMES = ("", "light", "dark")
_YEAR = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """Return the language chosen, else the first one that the browser asks for and we speak."""
    chosen = request.COOKIES.get("language", "")
    if chosen in LANGUAGES:
        return chosen
    for asked in request.headers.get("Accept-Language", "").split(","):
        code = asked.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def theme_of(request: HttpRequest) -> str:
    """Return "light" or "dark" as chosen, "" where the system decides."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what is chosen and come back to the page."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language in LANGUAGES:
        keep_language(request, answer, language)
    if theme in THEMES:
        _keep(request, answer, "theme", theme)
    return answer


def keep_language(request: HttpRequest, answer: HttpResponse, language: str) -> None:
    """Have the browser keep a language."""
    _keep(request, answer, "language", language)


def _keep(request: HttpRequest, answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
