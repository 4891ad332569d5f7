"""What is kept of the votes of a challenge: groups, a map, what unites and divides, in JSON.

Nobody can be told from it: no id of a participant, no order of theirs, no group, public or answer
of fewer than five people.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from rebond.cocreate.groups import Groups, Sketch, Votes, bridges, divisive, groups, told
from rebond.errors import BallotError
from rebond.understand.coding.agreement import wilson
from rebond_web.jobs.messages import message_as_json

LEAST = 5  # people of any group, public or answer that is told apart
LEAST_PEOPLE = 15  # who voted enough to be placed, before groups are told
ENOUGH = 7  # votes with which one is placed
_MOST_POINTS = 1_200  # drawn; of more people, as many in the same proportions
_MOST_TOLD = 5  # statements of each kind
_ALIKE = 0.2  # mean difference of agreement under which a group is still the same


def document(votes: Votes, publics: Mapping[str, int], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of votes; ``publics`` tells which public each participant is of.

    ``before`` is what was kept last: groups that are still the same keep their numbers.
    """
    people, enough = len(votes.participants), _enough(votes)
    counted = {"people": people, "votes": len(votes), "enough": enough, "speak": _speak(publics)}
    if not len(votes):
        return counted
    found = groups(votes)
    routing = {
        "statements": list(votes.statements),
        "priorities": found.priorities.round(3).tolist(),
        "cast": np.bincount(votes.statement, minlength=len(votes.statements)).tolist(),
    }
    if enough < LEAST_PEOPLE:
        return counted | {"routing": routing}
    found = _as_before(found.without_small(LEAST), before.get("sketch"))
    sketch = Sketch.of(found)
    return counted | {
        "routing": routing,
        "sketch": sketch.document(),
        "returns": found.returns if found.count > 1 else None,
        "points": _points(found),
        "owned": _owned(found),
        "unites": _unites(found),
        "divides": _divides(found),
        "bridges": _bridges(votes, publics),
        "said": [message_as_json(message) for message in told(found, least=LEAST)],
    }


def permutation(before: Mapping[str, Any] | None, found: Sketch) -> dict[int, int]:
    """Return which group of before each group is, for those that are still the same."""
    if before is None:
        return {}
    earlier = Sketch.of_document(before)
    both = [name for name in found.statements if name in set(earlier.statements)]
    if not both:
        return {}
    old, new = _shares(earlier, both), _shares(found, both)
    apart = np.abs(new[:, None, :] - old[None, :, :]).mean(axis=2)
    few, many = sorted((len(old), len(new)))
    best: tuple[float, dict[int, int]] = (np.inf, {})
    for chosen in itertools.permutations(range(many), few):
        ranks = range(few)
        pairs = dict(zip(chosen, ranks, strict=True) if len(new) > len(old) else enumerate(chosen))
        cost = float(sum(apart[one, other] for one, other in pairs.items()))
        best = min(best, (cost, pairs), key=lambda one: one[0])
    return {one: other for one, other in best[1].items() if apart[one, other] < _ALIKE}


def folded(publics: Mapping[str, int], least: int = LEAST) -> dict[int, tuple[int, ...]]:
    """Return which publics are told together: those of fewer than five with the next smallest.

    Hiding them alone would not hide them: what is left of the whole would be theirs.
    """
    sizes = Counter(publics.values())
    together: list[tuple[int, tuple[int, ...]]] = [(n, (public,)) for public, n in sizes.items()]
    while len(together) > 1 and min(together)[0] < least:
        first, second, *rest = sorted(together)
        together = [(first[0] + second[0], first[1] + second[1]), *rest]
    return {public: tuple(sorted(held)) for _, held in together for public in held}


def _enough(votes: Votes) -> int:
    return int((votes.counts >= min(ENOUGH, max(len(votes.statements), 1))).sum())


def _speak(publics: Mapping[str, int]) -> list[int]:
    """Return the publics of at least five people: of theirs, an author's may be told."""
    return sorted({public for public, held in folded(publics).items() if held == (public,)})


def _as_before(found: Groups, before: Mapping[str, Any] | None) -> Groups:
    """Return the groups, those that are still the same with the numbers of before."""
    from dataclasses import replace

    kept = permutation(before, Sketch.of(found))
    kept = {one: other for one, other in kept.items() if other < found.count}
    left = [rank for rank in range(found.count) if rank not in kept.values()]
    for one in range(found.count):
        if one not in kept:
            kept[one] = left.pop(0)
    order = np.array([kept[one] for one in range(found.count)])
    labels = np.where(found.labels >= 0, order[found.labels], -1)
    return replace(found, labels=labels, sureness=found.sureness[:, np.argsort(order)])


def _shares(sketch: Sketch, statements: list[str]) -> np.ndarray:
    rank = {name: place for place, name in enumerate(sketch.statements)}
    where = [rank[name] for name in statements]
    shares: np.ndarray = ((sketch.agree + 1) / (sketch.seen + 2))[:, where]
    return shares


def _points(found: Groups) -> list[list[float]]:
    """Return where people stand and their group, in an order that tells nothing of them."""
    placed = np.flatnonzero(found.labels >= 0)
    step = max(1, -(-len(placed) // _MOST_POINTS))
    rows = np.column_stack([found.projection.places, found.labels])[placed].round(2).tolist()
    return sorted(rows)[::step]


def _owned(found: Groups) -> list[list[tuple[str, int]]]:
    """Return the statements that are each group's own, and their sides."""
    told_of = _told_apart(found)
    return [
        [(one.statement, one.side) for one in owned if one.statement in told_of]
        for owned in found.representative
    ]


def _told_apart(found: Groups) -> set[str]:
    """Return the statements on which at least five people of each group voted."""
    seen = found.counts.seen.min(axis=0)
    return {found.votes.statements[place] for place in np.flatnonzero(seen >= LEAST)}


def _cells(found: Groups, statement: str) -> list[tuple[int, int]]:
    """Return, of each group, how many agree with a statement and how many voted on it."""
    place = found.votes.statements.index(statement)
    agree, seen = found.counts.agree[:, place], found.counts.seen[:, place]
    return [(int(a), int(s)) for a, s in zip(agree, seen, strict=True)]


def _unites(found: Groups) -> list[dict[str, Any]]:
    """Return what every group agrees on: above one half at 90 %, the highest consensus first."""
    from rebond.cocreate.groups.profiles import SURE, share_z

    scores = share_z(found.counts.agree, found.counts.seen)
    sure = np.asarray(scores.min(axis=0) > SURE)
    told_of = _told_apart(found)
    order = np.argsort(-found.consensus, kind="stable")
    held = [found.votes.statements[place] for place in order if sure[place]]
    kept = [one for one in held if one in told_of][:_MOST_TOLD]
    return [{"statement": one, "cells": _cells(found, one)} for one in kept]


def _divides(found: Groups) -> list[dict[str, Any]]:
    """Return what groups disagree about: intervals apart at 95 %, the widest gap first."""
    told_of = _told_apart(found)
    kept = []
    for statement in divisive(found):
        if statement not in told_of:
            continue
        cells = _cells(found, statement)
        spans = [wilson(agree, seen) or (0.0, 1.0) for agree, seen in cells]
        if max(low for low, _ in spans) > min(high for _, high in spans):
            kept.append({"statement": statement, "cells": cells})
        if len(kept) == _MOST_TOLD:
            break
    return kept


def _bridges(votes: Votes, publics: Mapping[str, int]) -> dict[str, Any]:
    """Return what all declared publics agree on, those told together as one."""
    voters = {one: publics[one] for one in votes.participants if one in publics}
    sides = folded(voters)
    named = {side: f"{rank}" for rank, side in enumerate(sorted(set(sides.values())))}
    camp = {one: named[sides[public]] for one, public in voters.items()}
    try:
        held = bridges(votes, camp, least=LEAST)[:_MOST_TOLD] if len(named) > 1 else []
    except BallotError:
        held = []
    person = [camp.get(one, "") for one in votes.participants]
    return {
        "publics": [list(side) for side in sorted(named)],
        "told": [
            {"statement": one.statement, "cells": _of_publics(votes, person, named, one.statement)}
            for one in held
        ],
    }


def _of_publics(
    votes: Votes, person: list[str], named: Mapping[tuple[int, ...], str], statement: str
) -> list[tuple[int, int]]:
    rows = np.flatnonzero(votes.statement == votes.statements.index(statement))
    said = [(person[votes.person[row]], int(votes.value[row])) for row in rows]
    return [
        (
            sum(camp == rank and value == 1 for camp, value in said),
            sum(camp == rank for camp, _ in said),
        )
        for _, rank in sorted(named.items())
    ]
