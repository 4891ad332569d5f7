"""When something may be done to an idea, and by whom."""

from __future__ import annotations

from django.http import Http404

from rebond.errors import InputError
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.ideas.models import Coauthor, Idea
from rebond_web.spaces.access import Visit, joined
from rebond_web.spaces.models import Participant


def is_gathering(challenge: Challenge) -> bool:
    """Return whether ideas are proposed, rebounded on and changed today."""
    return challenge.runs(Phase.PROPOSE) or challenge.runs(Phase.REBOUND)


def is_changing(challenge: Challenge) -> bool:
    """Return whether ideas change today: never while people choose among them."""
    return is_gathering(challenge) and not challenge.runs(Phase.CHOOSE)


def is_open(challenge: Challenge) -> bool:
    """Return whether ideas may be supported: the challenge is opened, and nothing closed it."""
    return not (challenge.is_draft or challenge.closed or challenge.space.closed)


def is_author(visit: Visit, idea: Idea) -> bool:
    """Return whether who visits is the one who proposed an idea."""
    return visit.participant is not None and idea.author_id == visit.participant.pk


def is_of(participant: Participant | None, idea: Idea) -> bool:
    """Return whether an idea is theirs: they proposed it, or are credited beside its author."""
    if participant is None:
        return False
    if idea.author_id == participant.pk:
        return True
    return Coauthor.objects.filter(idea=idea, participant=participant).exists()


def gathering(challenge: Challenge) -> None:
    """Refuse what is only done while ideas are proposed and rebounded on.

    Raises
    ------
    InputError
        When neither phase is under way.
    """
    if not is_gathering(challenge):
        raise InputError(
            "Ideas of this challenge are no longer proposed nor changed: what is there can be read."
        )


def changing(challenge: Challenge) -> None:
    """Refuse what would change an idea under the eyes of those who choose.

    Raises
    ------
    InputError
        As `gathering`, and while people choose.
    """
    gathering(challenge)
    if not is_changing(challenge):
        raise InputError(
            "People choose among these ideas, or chose already: they stay as they are."
        )


def author_of(visit: Visit, idea: Idea) -> Participant:
    """Return the author of an idea, for what is theirs alone; Http404 for anybody else."""
    who = joined(visit)
    if idea.author_id != who.pk or idea.state == State.WITHDRAWN:
        raise Http404
    return who
