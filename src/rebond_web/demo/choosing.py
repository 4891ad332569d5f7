"""What the fictional community chooses under a budget, and what was decided of its ideas."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.answers.actions import Given, advance, decide_idea
from rebond_web.answers.models import Decision, State, Step
from rebond_web.ballots.box import put_in
from rebond_web.ballots.codes import digest_of
from rebond_web.ballots.electing import Offered, open_vote, set_vote, vote_set_up
from rebond_web.ballots.models import Ballot, Choice, Election, Rule, Voter
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import Idea
from rebond_web.spaces.models import Participant
from rebond_web.surveys.codes import new_code
from rebond_web.workspaces.models import Seat

_VOTES = 0.34  # of those who take part, so far
_LIKED = (0.7, 0.55, 0.42, 0.5, 0.62)


def open_budget(
    challenge: Challenge,
    told: Mapping[str, Any],
    ideas: Mapping[str, Idea],
    everybody: Sequence[Participant],
    by: Account,
) -> None:
    """Open the vote of a challenge that has a budget, and have some vote already."""
    if "budget" not in told:
        return
    election = vote_set_up(challenge, by=by)
    offered = [Offered(100 * one["cost"], idea=ideas[one["key"]].pk) for one in told["ideas"]]
    settings = {"rule": Rule.BUDGET, "budget": 100 * told["budget"], "currency": "€"}
    set_vote(election, settings, offered, by=by)
    open_vote(election, by=by)
    _vote(Election.objects.get(pk=election.pk), everybody)


def _vote(election: Election, everybody: Sequence[Participant]) -> None:
    draw = random.Random(f"ballots {election.budget}")
    choices = list(election.choices.select_related("idea").order_by("idea__published"))
    for person in everybody:
        if draw.random() < _VOTES:
            put_in(Voter(election=election, participant=person))
            marks = _marks(draw, choices, election.budget)
            put_in(Ballot(election=election, digest=digest_of(new_code()), marks=marks))


def _marks(draw: random.Random, choices: Sequence[Choice], budget: int) -> list[str]:
    kept: list[Choice] = []
    for choice, liked in draw.sample(list(zip(choices, _LIKED, strict=True)), len(choices)):
        if draw.random() < liked and sum(one.cost for one in kept) + choice.cost <= budget:
            kept.append(choice)
    return sorted(one.key for one in kept)


def decide(idea: Idea, told: Mapping[str, Any], decider: str, *, owner: Seat, by: Account) -> None:
    """Have an idea decided on its day, and brought to where it is."""
    today = timezone.localdate()
    due = today + timedelta(days=told["due"]) if "due" in told else None
    made = decide_idea(
        idea,
        Given(
            kind=told["outcome"],
            reason=told["reason"],
            what=told.get("what", ""),
            owner=str(owner.pk) if due else "",
            due=due.isoformat() if due else "",
            owner_name=told.get("owner", ""),
            signed=decider,
        ),
        by=by,
    )
    _date(made, made.steps.get(), told["day"])
    if "progress" in told:
        done = advance(made, State.DONE, told["progress"], by=by)
        _date(made, done, told["due"])


def _date(made: Decision, step: Step, offset: int) -> None:
    """Have a step be of the day that the story tells; the first one is the decision itself."""
    at = timezone.now() + timedelta(days=offset)
    Step.objects.filter(pk=step.pk).update(at=at)
    if step.state != State.DONE:
        Decision.objects.filter(pk=made.pk).update(at=at)
