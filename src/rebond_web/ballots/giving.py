"""What a participant gave to votes: that they voted, never what; the words of their ideas."""

from __future__ import annotations

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.ballots.box import mark_of
from rebond_web.ballots.models import Choice, Voter
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant

GIVEN = (Voter, Choice)
_OPTION = Message("The words of your idea, as an option of a vote")


def gifts(participant: Participant) -> list[Gift]:
    """Return the votes in which somebody is on the roll, without a day: it is not known.

    The options that were drawn from their ideas are told with them.
    """
    roll = Voter.objects.filter(participant=participant).select_related("election__challenge")
    ours = Choice.objects.filter(author=participant).order_by("election", "key")
    voted = [_voted(participant, one.election.challenge) for one in roll.order_by("election")]
    return [*voted, *(Gift(_OPTION, one.title) for one in ours)]


def _voted(participant: Participant, challenge: Challenge) -> Gift:
    space = participant.space
    there = {"slug": space.tenant.slug, "space": space.slug, "challenge": challenge.pk}
    said = Message(
        "A ballot on “{question}”: that you voted is known, what you chose cannot be found",
        {"question": challenge.question},
    )
    return Gift(said, address=reverse("vote", kwargs=there))


def erase(participant: Participant) -> int:
    """Take somebody off the rolls, which keep their number, and their words out of options.

    Their ballots are not found: they count on, and lead to nobody. Until a vote closes, a keyed
    digest keeps them from coming back to vote again.
    """
    changed = Choice.objects.filter(author=participant).update(title="", author=None)
    for voter in Voter.objects.filter(participant=participant).select_related("election"):
        if voter.election.closed is None:
            voter.mark = mark_of(voter.election, participant)
        voter.participant = None
        voter.save(update_fields=["participant", "mark"])
        changed += 1
    return changed
