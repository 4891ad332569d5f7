"""Which votes a visitor sees: the one way to each."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from rebond_web.ballots.closing import close
from rebond_web.ballots.models import Election, Result
from rebond_web.challenges.access import challenge_of
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.access import Visit
from rebond_web.spaces.models import Participant


def election_of(visit: Visit, challenge: int) -> Election:
    """Return the vote of a challenge, closed and counted if its time has come.

    Raises
    ------
    Http404
        When there is none, or it is a draft of those who run the space.
    """
    found = vote_of(visit, challenge_of(visit, challenge))
    if found is None:
        raise Http404
    return found


def vote_of(visit: Visit, challenge: Challenge) -> Election | None:
    """Return the same of a challenge that was found already, None where a visitor sees none."""
    found = Election.objects.filter(challenge=challenge).select_related("result").first()
    if found is None or (found.opened is None and not visit.runs):
        return None
    found.challenge = challenge
    if found.is_due(timezone.localdate()):
        close(found)
        found.refresh_from_db()
        found.challenge = challenge
    return found


def result_of(challenge: Challenge) -> Result | None:
    """Return what the vote of a challenge gave, None until it is closed."""
    return Result.objects.filter(election__challenge=challenge).first()


def voters_of(challenge: Challenge) -> QuerySet[Participant]:
    """Return those on the roll of a challenge's vote: to tell them what became of it, no more."""
    return Participant.objects.filter(voter__election__challenge=challenge).order_by("pk")
