"""Who took part in an idea, as ideas, statements and votes know it.

What was given to an idea that became a part of another is given to the whole: who gave it is told
what is decided of that one.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from rebond.vocabulary import Message
from rebond_web.ballots.models import Voter
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Coauthor, Idea, Rebound, Support
from rebond_web.statements.models import Argument, Vote

PROPOSED = Message("You proposed it.")
WROTE = Message("It is credited to you too.")
REBOUNDED = Message("You rebounded on it.")
TAKEN = Message("You rebounded on it, and its author took it in.")
ARGUED = Message("You argued about it.")
SUPPORTED = Message("You supported it.")
SUPPORTED_PART = Message("You supported an idea that became a part of it.")
VOTED = Message("You voted in its challenge.")
SORTED = Message("You sorted sentences drawn from its challenge.")


def authors(idea: Idea) -> dict[int, Message]:
    """Return who wrote an idea, and those whose ideas became a part of it."""
    merged = Idea.objects.filter(merged_into=idea, author__isnull=False)
    found = dict.fromkeys(merged.values_list("author", flat=True), WROTE)
    credited = Coauthor.objects.filter(_whole(idea)).values_list("participant", flat=True)
    found |= dict.fromkeys(credited, WROTE)
    return found | ({idea.author_id: PROPOSED} if idea.author_id else {})


def rebounders(idea: Idea) -> Mapping[int, Message]:
    """Return who rebounded on an idea; whose rebound was taken in is told so."""
    rebounds = Rebound.objects.filter(_whole(idea), state=State.PUBLISHED, author__isnull=False)
    found: dict[int, Message] = {}
    for author, taken in rebounds.values_list("author", "taken"):
        found[author] = TAKEN if taken or found.get(author) == TAKEN else REBOUNDED
    return found


def arguers(idea: Idea) -> Mapping[int, Message]:
    """Return who gave a reason for or against an idea."""
    said = Argument.objects.filter(_whole(idea), state=State.PUBLISHED, author__isnull=False)
    return dict.fromkeys(said.values_list("author", flat=True), ARGUED)


def supporters(idea: Idea) -> Mapping[int, Message]:
    """Return who supports an idea, or one that became a part of it."""
    part = Support.objects.filter(idea__merged_into=idea)
    own = Support.objects.filter(idea=idea)
    found = dict.fromkeys(part.values_list("participant", flat=True), SUPPORTED_PART)
    return found | dict.fromkeys(own.values_list("participant", flat=True), SUPPORTED)


def sorters(idea: Idea) -> Mapping[int, Message]:
    """Return who voted on statements of the challenge of an idea; never what they voted."""
    votes = Vote.objects.filter(
        statement__challenge=idea.challenge_id, statement__state=State.PUBLISHED
    )
    return dict.fromkeys(votes.values_list("participant", flat=True).distinct(), SORTED)


def voters(idea: Idea) -> Mapping[int, Message]:
    """Return who voted in the challenge of an idea, by the roll alone; nothing knows for what."""
    roll = Voter.objects.filter(election__challenge=idea.challenge_id, participant__isnull=False)
    return dict.fromkeys(roll.values_list("participant", flat=True), VOTED)


def _whole(idea: Idea) -> Q:
    """Keep what was given to an idea, or to one that became a part of it."""
    return Q(idea=idea) | Q(idea__merged_into=idea)
