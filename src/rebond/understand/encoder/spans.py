"""Targets told by the labels of pieces: where they are, how they are judged, how surely."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rebond.understand.encoder.windows import Span

OUTSIDE, BEGIN, INSIDE = range(3)
Floats = NDArray[np.float32]


class Target(NamedTuple):
    """What is judged: code points of the sentence (end exclusive), -1, 0 or 1, and how surely."""

    start: int
    end: int
    polarity: int
    confidence: float


class Found(NamedTuple):
    """A target of a window: its pieces (end exclusive), its code points, what is said of it."""

    first: int
    last: int
    target: Target


def targets_of(
    text: str,
    offsets: Sequence[Span],
    bounds: Floats,
    sides: Floats,
    first: int,
    end: int,
    slope: float = 1.0,
    shift: float = 0.0,
) -> list[Found]:
    """Return the targets among the pieces ``first`` to ``end`` of a window, in order.

    Two that share a word overlap.

    Parameters
    ----------
    text : what ``offsets`` count in.
    bounds : pieces × 3, probabilities of being outside, at the beginning of or inside a target.
    sides : pieces × 3, probabilities of a negative, neutral or positive judgement.
    slope, shift : calibration of the confidence, as in `Settings`.

    Notes
    -----
    A target is a piece that begins one, or is inside one, and those that are inside after it. It
    holds whole words. Its polarity is the likeliest in the mean of its pieces.
    """
    told = bounds.argmax(axis=1).tolist()
    found: list[Found] = []
    place = first
    while place < end:
        if told[place] == OUTSIDE:
            place += 1
            continue
        last = place + 1
        while last < end and told[last] == INSIDE:
            last += 1
        target = _target(text, offsets, bounds, sides, place, last, slope, shift)
        if target is not None:
            found.append(Found(place, last, target))
        place = last
    return found


def _target(
    text: str,
    offsets: Sequence[Span],
    bounds: Floats,
    sides: Floats,
    first: int,
    last: int,
    slope: float,
    shift: float,
) -> Target | None:
    start, end = _whole_words(text, offsets[first][0], offsets[last - 1][1])
    if start >= end:
        return None
    shares = sides[first:last].mean(axis=0).tolist()
    side = max(range(3), key=lambda label: (shares[label], label))
    there = 1.0 - float(bounds[first:last, OUTSIDE].mean())
    return Target(start, end, side - 1, calibrated(there * shares[side], slope, shift))


def calibrated(raw: float, slope: float, shift: float) -> float:
    """Return the probability that a target of this raw probability is right."""
    bounded = min(max(raw, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(slope * math.log(bounded / (1 - bounded)) + shift)))


def _whole_words(text: str, start: int, end: int) -> Span:
    """Return the span without blanks or marks at its ends, and with whole words."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start == end:
        return start, end
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
