"""How a subject, or a whole text, is judged: from what the encoder says of it, and from words.

Two witnesses that err on different texts: the encoder understands, the linear model of words
(`rebond.understand.polarity`) knows lexicons. Logarithms of their probabilities are added.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Shares = tuple[float, ...]  # probabilities of negative, neutral, positive
# Weights beside that of the place itself, and the heat: docs/methods/opinions.md says on what they
# were chosen, which is never a set kept for evaluation.
_CLAUSE, _WORDS, _HEAT = 0.2, 0.85, 1.5
_NATURE = 2.0  # logarithm of the odds that an expression which judges by itself adds to its side
_LEAST = 1e-6


def likeliest(shares: Shares) -> tuple[int, float]:
    """Return the likeliest polarity, and its probability."""
    side = max(range(3), key=lambda label: shares[label])
    return side - 1, shares[side]


def judged(place: Shares | None, clause: Shares, words: Shares, nature: int) -> tuple[int, float]:
    """Return the polarity of a subject, and its probability.

    Parameters
    ----------
    place : what the encoder says of the words that name it; None when nothing does.
    clause : what it says of the clause.
    words : what the linear model says of the words near it.
    nature : the side of an expression that judges by itself, 0 without one.
    """
    logs = [
        math.log(max(own, _LEAST)) + _CLAUSE * math.log(max(whole, _LEAST))
        for own, whole in zip(place or clause, clause, strict=True)
    ]
    logs = [
        (value + _WORDS * math.log(max(share, _LEAST))) / _HEAT
        for value, share in zip(logs, words, strict=True)
    ]
    if nature:
        logs[nature + 1] += _NATURE
    return likeliest(_shares(logs))


def judged_whole(whole: Shares, sentences: Sequence[Shares]) -> Shares:
    """Return how a text as a whole judges: probabilities of negative, neutral, positive.

    Parameters
    ----------
    whole : what the encoder says of the text read at once.
    sentences : what it says of each of its sentences, one at least.

    Notes
    -----
    The geometric mean of the first and of the mean of the others, brought to a sum of 1. Read at
    once, a text tells where it ends up; sentence by sentence, what most of it says.
    """
    apart = tuple(sum(column) / len(sentences) for column in zip(*sentences, strict=True))
    return pooled([whole, apart], (0.5, 0.5))


def pooled(witnesses: Sequence[Shares], weights: Sequence[float]) -> Shares:
    """Return the weighted geometric mean of what witnesses say, brought to a sum of 1.

    ``weights`` are one a witness, and add up to 1.
    """
    logs = [
        sum(w * math.log(max(share, _LEAST)) for w, share in zip(weights, shares, strict=True))
        for shares in zip(*witnesses, strict=True)
    ]
    return _shares(logs)


def _shares(logs: Sequence[float]) -> Shares:
    top = max(logs)
    powers = [math.exp(value - top) for value in logs]
    total = sum(powers)
    return tuple(power / total for power in powers)
