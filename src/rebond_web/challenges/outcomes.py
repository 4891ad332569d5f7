"""What came of challenges, in sentences, by the applications that know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rebond.vocabulary import Message
from rebond_web.challenges.models import Challenge

# Sentences by the number of a challenge; one of which nothing is known is left out.
Outcome = Callable[[Sequence[Challenge]], Mapping[int, Message]]
_outcomes: dict[str, Outcome] = {}


def register_outcome(name: str, outcome: Outcome) -> None:
    """Have the page of a space say what came of its challenges; ``outcome`` is called once."""
    _outcomes[name] = outcome


def outcomes_of(challenges: Sequence[Challenge]) -> dict[int, list[Message]]:
    """Return what came of each challenge, none for one of which nothing is known."""
    said: dict[int, list[Message]] = {one.pk: [] for one in challenges}
    for outcome in _outcomes.values() if challenges else ():
        for number, sentence in outcome(challenges).items():
            said[number].append(sentence)
    return said
