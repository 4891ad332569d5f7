"""The parts of the pages of challenges that statements bring."""

from __future__ import annotations

from django.http import HttpRequest

from rebond_web.challenges.models import Challenge, Phase
from rebond_web.challenges.sections import Section
from rebond_web.spaces.access import Visit
from rebond_web.statements.access import statements_of
from rebond_web.statements.sorting import sorted_part

_MOST_TOLD = 2  # statements of each kind: the page of statements tells the others


def sorting_section(request: HttpRequest, visit: Visit, challenge: Challenge) -> Section | None:
    """Return the card to vote with and the map; None before anybody sorts, without statements."""
    del request
    if challenge.is_draft and not visit.runs:
        return None
    if not challenge.runs(Phase.SORT) and not statements_of(challenge).exists():
        return None
    part = sorted_part(visit, challenge) | {"most_told": _MOST_TOLD}
    return Section("statements/section.html", part, phase=Phase.SORT)
