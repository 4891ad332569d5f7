"""Statements that say nearly what somebody is about to write."""

from __future__ import annotations

from rebond.cocreate.similar import Idea, IdeaIndex
from rebond_web.challenges.models import Challenge
from rebond_web.statements.access import statements_of
from rebond_web.statements.models import Statement

_NEARLY = 0.5  # share of what is typed that a statement must hold, rare words weighing more
_SHOWN = 3


def nearly_the_same(challenge: Challenge, text: str) -> list[Statement]:
    """Return at most three statements of a challenge that say nearly the same, the nearest first.

    Those that say it to the letter are not among them: writing one of these is refused.
    """
    there = {str(one.pk): one for one in statements_of(challenge)}
    if not there or not text.strip():
        return []
    index = IdeaIndex.of([Idea(number, one.text) for number, one in there.items()])
    found = index.similar(text, limit=_SHOWN, least=_NEARLY)
    same = " ".join(text.split()).casefold()
    return [there[one.id] for one in found if there[one.id].text.casefold() != same]
