"""Pieces of pages kept as they were drawn, for all who would see exactly the same.

A piece is drawn with what `Readers` tells of whom it is for, which is part of what it is kept
under: the templates of pieces are given no seat and no account. What depends on the person or on
the moment (the token of forms, what waits for somebody) is filled in at each request.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from markupsafe import Markup

from rebond_web.pages.preferences import language_of
from rebond_web.reading.kept import kept
from rebond_web.workspaces.access import Sitting


@dataclass(frozen=True)
class Readers:
    """All that a piece may know of who reads it; templates of pieces call it ``sitting``."""

    slug: str
    language: str
    brings_in: bool
    owns: bool


def drawn(
    request: HttpRequest,
    sitting: Sitting,
    template: str,
    what: str,
    content: Callable[[], Mapping[str, Any]],
    **holes: str,
) -> Markup:
    """Return a piece of a page, drawn once for those who see the same rows with the same rights.

    Parameters
    ----------
    template : str
        What draws it, given ``content``, the readers as ``sitting`` and the holes.
    what : str
        All that the content depends on beside the data, the reader's rows, rights and language.
    content : callable
        Computes what the template shows; called only when no such piece is kept.
    **holes : str
        By name, what stands in the piece for this request only; what is no markup is escaped.
        ``csrf_token`` is always one.
    """
    readers = Readers(sitting.slug, language_of(request), sitting.brings_in, sitting.owns)
    filled = {"csrf_token": get_token(request), **holes}

    def draw() -> list[str]:
        # Nobody can have written these marks in a voice: they are drawn at random each time.
        marks = {name: secrets.token_hex(16) for name in filled}
        body = render_to_string(template, {**content(), "sitting": readers, **marks})
        names = {mark: name for name, mark in marks.items()}
        cut = re.split(f"({'|'.join(names)})", body)
        return [names.get(part, part) if place % 2 else part for place, part in enumerate(cut)]

    parts = kept(sitting.perimeter, f"drawn {template} {readers} {what}", draw)
    return Markup("").join(
        filled[part] if place % 2 else Markup(part) for place, part in enumerate(parts)
    )
