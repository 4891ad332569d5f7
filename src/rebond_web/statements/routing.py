"""Which statement comes next for somebody: by the priority of Polis, and those few voted on.

The same person with as many votes is shown the same one: reloading a page changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

# Of a statement that nobody voted on: [(1 − 1/2) · 1 · 1/2 · (1 + 8)]².
_NEW = 5.0625
_FEW_ONE_IN = 3  # shows out of which one goes to a statement that few voted on


def next_statement(
    shown: Sequence[int], said: Collection[int], routing: Mapping[str, Any], person: int
) -> int | None:
    """Return the statement to show next, None when one has voted on all of them.

    ``shown`` are the statements of the challenge, ``said`` those that the person voted on,
    ``routing`` what was counted last: statements, priorities, votes cast on each.
    """
    left = [one for one in shown if one not in set(said)]
    if not left:
        return None
    draw = _draw(person, len(said), left[0])
    known = {int(name): rank for rank, name in enumerate(routing.get("statements", ()))}
    if len(said) % _FEW_ONE_IN == _FEW_ONE_IN - 1:
        cast = {one: routing["cast"][known[one]] if one in known else 0 for one in left}
        fewest = [one for one in left if cast[one] == min(cast.values())]
        return fewest[int(draw * len(fewest))]
    weights = [routing["priorities"][known[one]] if one in known else _NEW for one in left]
    return _drawn(left, weights, draw * sum(weights))


def _drawn(left: Sequence[int], weights: Sequence[float], mark: float) -> int:
    for one, weight in zip(left, weights, strict=True):
        mark -= weight
        if mark < 0:
            return one
    return left[-1]


def _draw(person: int, votes: int, first: int) -> float:
    """Return a number from 0 to 1, the same for the same person, votes and statements."""
    said = hashlib.sha256(f"{person}|{votes}|{first}".encode()).digest()
    return int.from_bytes(said[:6], "big") / (1 << 48)
