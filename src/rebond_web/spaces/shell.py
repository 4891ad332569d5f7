"""A page of a space: the shell around what a view shows, for those who take part."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rebond.languages.typography import HARD_SPACE, day
from rebond.vocabulary import Message
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.spaces.access import Visit


@dataclass(frozen=True)
class Place:
    """A page that the navigation of a space leads to: the name of its address, and its label."""

    name: str
    label: Message


# What a contributor may open at any time; a phone shows four without scrolling.
PLACES = (
    Place("space", Message("Challenges")),
    Place("ideas", Message("Ideas")),
    Place("answers", Message("Answers given")),
)


def space_page(
    request: HttpRequest,
    template: str,
    *,
    visit: Visit,
    here: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a page of a space, in the reader's language and looks.

    ``here`` is the name of the address that the navigation marks.
    """
    answer = page(
        request,
        template,
        status=status,
        visit=visit,
        space=visit.space,
        places=PLACES,
        place=here,
        **context,
    )
    if visit.space.opening != "public":
        answer["X-Robots-Tag"] = "noindex"
    return answer


def short_day(request: HttpRequest) -> Callable[[datetime.date], str]:
    """Return what writes a day in the reader's language, without its year when it is this one."""
    language, year = language_of(request), timezone.localdate().year

    def written(date: datetime.date) -> str:
        said = day(date, language)
        return said.rpartition(HARD_SPACE)[0] if date.year == year else said

    return written
