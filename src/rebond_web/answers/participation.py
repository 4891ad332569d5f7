"""How many people took part in challenges: proposed, rebounded, supported or sorted."""

from __future__ import annotations

from collections.abc import Collection

from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Idea, Rebound, Support
from rebond_web.statements.models import Vote


def people_of(challenges: Collection[int]) -> dict[int, int]:
    """Return how many participants each challenge had, by its number; none for one without."""
    ideas = Idea.objects.filter(challenge__in=challenges, state=State.PUBLISHED)
    rebounds = Rebound.objects.filter(challenge__in=challenges, state=State.PUBLISHED)
    supports = Support.objects.filter(idea__challenge__in=challenges)
    votes = Vote.objects.filter(statement__challenge__in=challenges)
    pairs: set[tuple[int, int]] = set()
    for rows in (
        ideas.exclude(author=None).values_list("challenge", "author"),
        rebounds.exclude(author=None).values_list("challenge", "author"),
        supports.values_list("idea__challenge", "participant"),
        votes.values_list("statement__challenge", "participant"),
    ):
        pairs |= set(rows.distinct())
    found: dict[int, int] = {}
    for challenge, _ in pairs:
        found[challenge] = found.get(challenge, 0) + 1
    return found
