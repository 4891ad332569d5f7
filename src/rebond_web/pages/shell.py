"""A page: the shell around what a view shows, in the reader's language and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from markupsafe import Markup

from rebond.languages.speaker import Speaker
from rebond_web.pages.navigation import entries_of
from rebond_web.pages.preferences import THEMES, language_of, theme_of

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def page(
    request: HttpRequest,
    template: str,
    *,
    sitting: Sitting | None = None,
    here: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a page: what `piece` draws, as an answer."""
    return HttpResponse(piece(request, template, sitting, here, **context), status=status)


def piece(
    request: HttpRequest,
    template: str,
    sitting: Sitting | None,
    here: str = "",
    **context: Any,
) -> Markup:
    """Return what a template draws, in the reader's language and looks.

    ``here`` is the name of the address that the navigation marks; ``context`` what the template
    reads, which may bring its own ``t``, ``tn`` and other words of the report.
    """
    language, theme = language_of(request), theme_of(request)
    speaker = Speaker(language)
    shared = {
        "lang": language,
        "t": speaker.t,
        "tn": speaker.tn,
        "theme": theme,
        "next_theme": THEMES[(THEMES.index(theme) + 1) % len(THEMES)],
        "back": request.get_full_path(),
        "sitting": sitting,
        "navigation": entries_of(sitting) if sitting else ((), ()),
        "here": here,
        "csrf_token": get_token(request),
        "signed_in": getattr(request, "user", None) is not None and request.user.is_authenticated,
    }
    return Markup(loader.render_to_string(template, {**shared, **context}))
