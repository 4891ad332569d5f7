"""Whom a decision is told to: everybody who took part in an idea, and how they did.

Each application that knows people who took part registers them, from its ``AppConfig.ready``::

    register_contributors("ideas", people_of)

``people_of(idea)`` returns, by the number of a participant, how they took part: a sentence said to
them alone ("You proposed it."). Of a ballot, who voted is told so; nothing knows what they voted.
Voices behind an idea that are linked to it are registered by `register_origins`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rebond.vocabulary import Message
from rebond_web.answers.models import Decision, Return, Step
from rebond_web.ideas.models import Idea
from rebond_web.jobs.messages import message_as_json
from rebond_web.spaces.models import Opening

Contributors = Callable[[Idea], Mapping[int, Message]]
Origins = Callable[[Idea], Collection[str]]
_contributors: dict[str, Contributors] = {}
_origins: dict[str, Origins] = {}
_AT_ONCE = 500  # rows written together


def register_contributors(name: str, people: Contributors) -> None:
    """Have those that ``people`` returns for an idea told what is decided of it."""
    _contributors[name] = people


def register_origins(name: str, responses: Origins) -> None:
    """Have those who gave the responses whose ids ``responses`` returns told too."""
    _origins[name] = responses


def contributors_of(idea: Idea) -> dict[int, list[Message]]:
    """Return how each participant took part in an idea, by their number, in their order."""
    found: dict[int, list[Message]] = {}
    for people in _contributors.values():
        for participant, how in people(idea).items():
            found.setdefault(participant, []).append(how)
    return dict(sorted(found.items()))


def origins_of(idea: Idea) -> set[str]:
    """Return the ids of the responses that an idea is linked to."""
    return {response for known in _origins.values() for response in known(idea)}


def may_be_told_outside(decision: Decision) -> bool:
    """Whether what is written of a decision may be read by voices, who are in no space.

    What is said in a space that is not open to all stays in it.
    """
    return decision.idea is None or decision.idea.challenge.space.opening == Opening.PUBLIC


def tell(step: Step) -> int:
    """Have a step told to everybody who took part in what it is about; return to how many."""
    idea = step.decision.idea
    if idea is None:
        return 0
    returns = [
        Return(step=step, participant_id=participant, how=[message_as_json(one) for one in how])
        for participant, how in contributors_of(idea).items()
    ]
    Return.objects.bulk_create(returns, batch_size=_AT_ONCE)
    return len(returns)
