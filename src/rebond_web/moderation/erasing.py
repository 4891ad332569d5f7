"""What is told and erased of people in moderation: authors, and those who reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from rebond.vocabulary import Message
from rebond_web.mail.models import Letter
from rebond_web.moderation.models import Appeal, Notice, Ruling
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def gifts_of(participant: Participant) -> Sequence[Gift]:
    """Return what a participant asked for: other looks at decisions."""
    found = Appeal.objects.filter(ruling__author=participant)
    what = Message("Another look asked for")
    return [Gift(what, one.words, one.at) for one in found]


def erase_gifts(participant: Participant) -> int:
    """Leave of decisions about a participant what the public log counts, without a word of theirs.

    Returns how many rows changed.
    """
    appeals = Appeal.objects.filter(ruling__author=participant).update(words="", answer="")
    rulings = Ruling.objects.filter(author=participant)
    return appeals + rulings.update(author=None, said="", words="")


def forget_notices(workspace: Workspace, forgotten: Forgotten) -> int:
    """Empty the notices that a person gave of who they are and what they said; return how many.

    What was decided on them stays counted.
    """
    found = _notices(workspace, forgotten)
    readers = [f"notice:{pk}" for pk in found.values_list("pk", flat=True)]
    Letter.objects.filter(reader__in=readers).delete()
    return found.update(name="", email="", why="", where="")


def held_notices(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return the notices that a person gave, for them."""
    return [
        {
            "on": notice.at.isoformat(),
            "name": notice.name,
            "email": notice.email,
            "ground": notice.ground,
            "why": notice.why,
            "where": notice.where,
            "decided": notice.decided.isoformat() if notice.decided else None,
        }
        for notice in _notices(workspace, person).order_by("pk")
    ]


def _notices(workspace: Workspace, person: Forgotten) -> QuerySet[Notice]:
    named = Q()
    for identifier in person.identifiers:
        named |= Q(email__iexact=identifier)
    if not named:
        return Notice.objects.none()
    return Notice.objects.filter(named, space__tenant__folder=str(workspace.path))
