"""The part of a challenge's page that is its vote: to come, open, or over."""

from __future__ import annotations

from django.http import HttpRequest

from rebond_web.ballots.access import vote_of
from rebond_web.ballots.box import has_voted, why_not
from rebond_web.ballots.telling import told
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.challenges.sections import Section
from rebond_web.spaces.access import Visit


def vote_section(request: HttpRequest, visit: Visit, challenge: Challenge) -> Section | None:
    """Return the vote of a challenge; where there is none, the way to make one for who runs it."""
    del request
    election = vote_of(visit, challenge)
    if election is None:
        if not visit.runs or challenge.closed is not None:
            return None
        return Section("ballots/section.html", {"election": None}, Phase.CHOOSE)
    part: dict[str, object] = {"election": election}
    if election.closed is not None:
        part |= {"result": election.result, "told": told(election, election.result)}
    elif election.opened is not None:
        part |= {
            "options": election.choices.count(),
            "people": election.voters.count(),
            "voted": has_voted(election, visit.participant),
            "refused": why_not(election, visit.participant) if visit.participant else None,
        }
    return Section("ballots/section.html", part, Phase.CHOOSE)
