"""What a participant gave to votes: that they voted, never what; the words of their ideas."""

from __future__ import annotations

from rebond.vocabulary import Message
from rebond_web.ballots.models import Choice, Voter
from rebond_web.spaces.given import Gift
from rebond_web.spaces.models import Participant

GIVEN = (Voter, Choice)
_VOTED = Message("A ballot: that you voted is known, what you chose cannot be found")
_OPTION = Message("The words of your idea, as an option of a vote")


def gifts(participant: Participant) -> list[Gift]:
    """Return the votes in which somebody is on the roll, without a day: it is not known.

    The options that were drawn from their ideas are told with them.
    """
    roll = Voter.objects.filter(participant=participant).select_related("election__challenge")
    ours = Choice.objects.filter(author=participant).order_by("election", "key")
    voted = [Gift(_VOTED, one.election.challenge.question) for one in roll.order_by("election")]
    return [*voted, *(Gift(_OPTION, one.title) for one in ours)]


def erase(participant: Participant) -> int:
    """Take somebody off the rolls, which keep their number, and their words out of options.

    Their ballots are not found: they count on, and lead to nobody.
    """
    ours = Choice.objects.filter(author=participant)
    return ours.update(title="", author=None) + Voter.objects.filter(
        participant=participant
    ).update(participant=None)
