"""What came of challenges: how many of their ideas were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Q

from rebond.vocabulary import Message
from rebond_web.answers.listing import to_answer
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea


def answered_of(challenges: Sequence[Challenge]) -> Mapping[int, Message]:
    """Return how many ideas of each challenge were answered; nothing for one without ideas."""
    counted = (
        to_answer(Idea.objects.filter(challenge__in=challenges))
        .select_related(None)
        .values("challenge")
        .annotate(
            n=Count("pk", distinct=True),
            answered=Count("pk", distinct=True, filter=Q(decisions__isnull=False)),
        )
        .order_by("challenge")
    )
    said = Message("{answered} of {n} ideas were answered")
    return {
        one["challenge"]: Message(said.template, {"answered": one["answered"], "n": one["n"]})
        for one in counted
    }
