"""The ideas of a space, as its list is asked: narrowed, sorted, by pages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.ideas.access import ideas_of
from rebond_web.ideas.models import Idea, Support
from rebond_web.ideas.nearby import found
from rebond_web.ideas.supporting import Counted, counted
from rebond_web.spaces.access import Visit

PAGE = 20
_MOST_FOUND = 200
_PRIME = 1_000_003
SORTS = {
    "drawn": Message("Drawn at random"),
    "recent": Message("The latest first"),
    "supported": Message("The most supported first"),
}
STATES = {"answered": Message("With an answer"), "waiting": Message("Without an answer yet")}


@dataclass(frozen=True)
class Asked:
    """What a list is asked: words, a challenge, answered or not, an order, a page."""

    words: str = ""
    challenge: int = 0
    state: str = ""
    sort: str = "drawn"
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Return what an address asks; what it does not understand is as if it were not there."""
        number, page = given.get("challenge", ""), given.get("page", "")
        sort, state = given.get("sort", ""), given.get("state", "")
        return cls(
            " ".join(given.get("q", "").replace("\0", "").split())[:200],
            int(number) if number.isdecimal() and len(number) < 10 else 0,
            state if state in STATES else "",
            sort if sort in SORTS else "drawn",
            int(page) if page.isdecimal() and 0 < len(page) < 5 else 1,
        )

    def but(self, **changed: str | int) -> str:
        """Return the address of the same list with something changed, on its first page."""
        one = replace(self, **{"page": 1, **changed})  # type: ignore[arg-type]
        said = {
            "q": one.words,
            "challenge": str(one.challenge or ""),
            "state": one.state,
            "sort": one.sort if one.sort != "drawn" else "",
            "page": str(one.page) if one.page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True)
class Listed:
    """A page of ideas, with what is counted of each; ``total`` counts those of every page."""

    ideas: list[Idea]
    counts: dict[int, Counted]
    total: int
    pages: int
    page: int


def listed(visit: Visit, asked: Asked) -> Listed:
    """Return a page of the ideas of a space; those that became a part of another are with it."""
    ideas = ideas_of(visit).filter(merged_into=None)
    if asked.challenge:
        ideas = ideas.filter(challenge=asked.challenge)
    if asked.state:
        ideas = ideas.filter(decisions__isnull=asked.state == "waiting").distinct()
    if asked.words:
        return _found(visit, ideas, asked)
    total = ideas.count()
    page, pages = _page(asked.page, total)
    rows = list(sorted_by(ideas, asked.sort, visit)[(page - 1) * PAGE : page * PAGE])
    return Listed(rows, counted(rows), total, pages, page)


def sorted_by(ideas: QuerySet[Idea], sort: str, visit: Visit) -> QuerySet[Idea]:
    """Return ideas in an order: "recent", "supported", or "drawn".

    Drawn, each comes first as often as any other: the order is drawn anew each day for each
    visitor, and holds from page to page.
    """
    if sort == "recent":
        return ideas.order_by("-published", "-pk")
    if sort == "supported":
        given = Support.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
        counts = given.annotate(n=Count("pk")).values("n")
        ideas = ideas.annotate(given=Coalesce(Subquery(counts), 0))
        return ideas.order_by("-given", "-published", "-pk")
    who = visit.participant.pk if visit.participant else 0
    said = hashlib.sha256(f"{timezone.localdate()}|{visit.space.pk}|{who}".encode()).digest()
    square, times, plus = (int.from_bytes(said[at : at + 4]) % _PRIME for at in (0, 4, 8))
    place = F("pk") % _PRIME
    # Of the second degree: with the first alone, neighbours would follow each other in every draw.
    drawn = (place * place % _PRIME * square + place * times + plus) % _PRIME
    return ideas.annotate(drawn=drawn).order_by("drawn", "pk")


def _found(visit: Visit, ideas: QuerySet[Idea], asked: Asked) -> Listed:
    nearest = found(visit.space.pk, asked.words, limit=_MOST_FOUND)
    allowed = set(ideas.filter(pk__in=[one.pk for one in nearest]).values_list("pk", flat=True))
    rows = [one for one in nearest if one.pk in allowed]
    page, pages = _page(asked.page, len(rows))
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return Listed(shown, counted(shown), len(rows), pages, page)


def _page(wanted: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(wanted, pages), pages
