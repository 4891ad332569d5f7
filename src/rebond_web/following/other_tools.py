"""Posts of Fider and proposals of Decidim, as their exports hold them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from rebond_web.following.posts import Post, count, said

_TAG = re.compile(r"<[^<>]{0,500}>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_BLANK = re.compile(r"\n{3,}")


def of_fider(row: Mapping[str, Any]) -> Post | None:
    """Return a post of Fider (app/pkg/csv/csv.go); None for a duplicate or one deleted."""
    if said(row.get("status")).lower() in ("duplicate", "deleted"):
        return None
    title = said(row["title"])
    votes = row.get("votes_count", row.get("total_votes", ""))
    return Post(
        # Numbers start at 1 in each Fider: the moment tells one from another.
        f"{said(row['number'])} {said(row.get('created_at'))}".strip(),
        title,
        said(row["description"]) or title,
        published=said(row.get("created_at")),
        supports=count(said(votes)),
    )


def of_decidim(row: Mapping[str, Any]) -> Post | None:
    """Return a proposal of Decidim (ProposalSerializer); None for one withdrawn."""
    withdrawn = said(row.get("withdrawn")).lower() == "true"
    if withdrawn or said(row.get("state")).lower() == "withdrawn":
        return None
    language, title = _spoken(row["title"])
    votes = row.get("votes", row.get("supports", ""))
    return Post(
        said(row.get("url")) or said(row["id"]),
        _without_tags(title),
        _without_tags(_spoken(row["body"])[1] or title),
        language=language,
        published=said(row.get("published_at")),
        supports=count(said(votes)),
    )


def _spoken(told: object) -> tuple[str, str]:
    """Return the language and the words of a text in several: French first, then English."""
    if not isinstance(told, Mapping):
        return "", said(told)
    for language in ("fr", "en", *told):
        words = said(told.get(language))
        if words:
            return language, words
    return "", ""


def _without_tags(text: str) -> str:
    """Return the words of HTML; what is not HTML stays as it is."""
    if "<" not in text:
        return html.unescape(text)
    plain = _TAG.sub("", _BREAK.sub("\n", text))
    return _BLANK.sub("\n\n", html.unescape(plain)).strip()
