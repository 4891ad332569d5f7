"""The parts that statements bring to the page of a challenge, and arguments to that of an idea."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest

from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.challenges.sections import Section
from rebond_web.ideas.models import Idea
from rebond_web.ideas.rules import is_open
from rebond_web.spaces.access import Visit
from rebond_web.statements.access import arguments_of, statements_of
from rebond_web.statements.models import LONGEST_ARGUMENT, Side, Thanks
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


def arguments_section(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return the arguments for and against an idea that others see, the most useful first."""
    del request
    if idea.state != State.PUBLISHED:
        return None
    found = list(arguments_of(visit, idea).annotate(useful=Count("thanks")))
    found.sort(key=lambda one: (-one.useful, one.pk))
    who, challenge = visit.participant, idea.challenge
    thanked = Thanks.objects.filter(argument__idea=idea, participant=who) if who else None
    opened = is_open(challenge)
    if not found and not opened:
        return None
    part = {
        "address": {"slug": visit.slug, "space": visit.space.slug, "idea": idea.pk},
        "idea": idea,
        "sides": [(side, [one for one in found if one.side == side]) for side in Side],
        "total": len(found),
        "open": opened and (who is None or visit.writes),
        "thanked": set(thanked.values_list("argument", flat=True)) if thanked is not None else (),
        "longest": LONGEST_ARGUMENT,
        "sorts": challenge.runs(Phase.SORT),
        "states": State,
    }
    return Section("statements/arguments.html", part)
