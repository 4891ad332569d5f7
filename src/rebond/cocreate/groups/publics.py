"""Where someone sits among the groups, and what bridges declared publics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from rebond.cocreate.groups.grouping import Groups
from rebond.cocreate.groups.profiles import consensus, counted, share_z
from rebond.cocreate.groups.sketch import Place, Sketch
from rebond.cocreate.groups.votes import Votes
from rebond.errors import BallotError


@dataclass(frozen=True)
class Bridge:
    """A statement that publics agree on: ``score`` is Π (A + 1)/(S + 2), ``shares`` (A + 1)/(S + 2)
    of each public, ``seen`` how many of each voted."""

    statement: str
    score: float
    shares: Mapping[str, float]
    seen: Mapping[str, int]


def where(found: Groups, participant: str) -> Place:
    """Return where a participant sits among the groups.

    Raises
    ------
    BallotError
        Nobody of that id voted.
    """
    votes = found.votes
    if participant not in votes.participants:
        raise BallotError(
            "“{participant}” has not voted: there is no place to show.", participant=participant
        )
    person = votes.participants.index(participant)
    group, mine = int(found.labels[person]), votes.person == person
    names = (votes.statements[place] for place in votes.statement[mine])
    said = dict(zip(names, votes.value[mine].tolist(), strict=True))
    seat = Sketch.of(found).seat(said, max(group, 0))
    if group < 0:
        return replace(seat, group=-1, sure=0.0, like_the_group=(), unlike_the_group=())
    return replace(seat, sure=float(found.sureness[person, group]))


def bridges(votes: Votes, publics: Mapping[str, str], *, least: int = 5) -> list[Bridge]:
    """Return the statements that every declared public agrees on, the firmest first.

    Parameters
    ----------
    votes : Votes
    publics : mapping
        The public of each participant: "customer", "employee", "partner"…; others are left out.
    least : int
        A statement counts where at least so many of each public voted on it (5 by default: smaller
        groups would tell what one person thinks).

    Returns
    -------
    list of Bridge
        Those where each public's share of agreement is above one half at 90 %.

    Raises
    ------
    BallotError
        Fewer than two publics voted.
    """
    names = sorted({publics[one] for one in votes.participants if one in publics})
    if len(names) < 2:
        raise BallotError("A bridge joins at least two publics; here only {n} voted.", n=len(names))
    ranks = {name: rank for rank, name in enumerate(names)}
    labels = np.array([ranks.get(publics.get(one, ""), -1) for one in votes.participants])
    counts = counted(votes, labels)
    score, shares = consensus(counts), (counts.agree + 1) / (counts.seen + 2)
    sure = share_z(counts.agree, counts.seen) > 1.2816
    held = np.flatnonzero((counts.seen >= least).all(axis=0) & sure.all(axis=0))
    found = [
        Bridge(
            votes.statements[place],
            float(score[place]),
            {name: float(shares[rank, place]) for name, rank in ranks.items()},
            {name: int(counts.seen[rank, place]) for name, rank in ranks.items()},
        )
        for place in held
    ]
    return sorted(found, key=lambda one: (-one.score, one.statement))
