"""Who took part in an idea, as ideas, statements and votes know it."""

from __future__ import annotations

from collections.abc import Mapping

from rebond.vocabulary import Message
from rebond_web.ballots.models import Voter
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Coauthor, Idea, Rebound, Support
from rebond_web.statements.models import Vote

PROPOSED = Message("You proposed it.")
WROTE = Message("It is credited to you too.")
REBOUNDED = Message("You rebounded on it.")
TAKEN = Message("You rebounded on it, and its author took it in.")
SUPPORTED = Message("You supported it.")
VOTED = Message("You voted in its challenge.")
SORTED = Message("You sorted sentences drawn from its challenge.")


def authors(idea: Idea) -> dict[int, Message]:
    """Return who wrote an idea, and those whose ideas became a part of it."""
    merged = Idea.objects.filter(merged_into=idea, author__isnull=False)
    found = dict.fromkeys(merged.values_list("author", flat=True), WROTE)
    credited = Coauthor.objects.filter(idea=idea).values_list("participant", flat=True)
    found |= dict.fromkeys(credited, WROTE)
    return found | ({idea.author_id: PROPOSED} if idea.author_id else {})


def rebounders(idea: Idea) -> Mapping[int, Message]:
    """Return who rebounded on an idea; whose rebound was taken in is told so."""
    rebounds = Rebound.objects.filter(idea=idea, state=State.PUBLISHED, author__isnull=False)
    found: dict[int, Message] = {}
    for author, taken in rebounds.values_list("author", "taken"):
        found[author] = TAKEN if taken or found.get(author) == TAKEN else REBOUNDED
    return found


def supporters(idea: Idea) -> Mapping[int, Message]:
    """Return who supports an idea, or one that became a part of it."""
    ours = Support.objects.filter(idea=idea) | Support.objects.filter(idea__merged_into=idea)
    return dict.fromkeys(ours.values_list("participant", flat=True), SUPPORTED)


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
