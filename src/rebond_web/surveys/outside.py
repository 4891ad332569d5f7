"""The pages of those who answer: no account, no cookie, no script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

from rebond.languages import LANGUAGES
from rebond.languages.speaker import Speaker
from rebond_web.pages.preferences import language_of


def outside_page(
    request: HttpRequest,
    template: str,
    *,
    languages: tuple[str, ...] = LANGUAGES,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a page for somebody who is not of the workspace, in the first language that fits.

    That of the address (``?lang=``), else the one that the browser asks for, among ``languages``.
    """
    language = language_asked(request, languages)
    speaker = Speaker(language)
    others = [one for one in languages if one != language]
    shown = {"lang": language, "other_languages": others, "t": speaker.t, "tn": speaker.tn}
    answer = HttpResponse(loader.render_to_string(template, {**shown, **context}), status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def language_asked(request: HttpRequest, languages: tuple[str, ...]) -> str:
    """Return the language of a page that is written in ``languages``."""
    for asked in (request.GET.get("lang", ""), language_of(request)):
        if asked in languages:
            return asked
    return languages[0]
