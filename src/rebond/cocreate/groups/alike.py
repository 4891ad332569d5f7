"""Our own groups: people divided as their votes are foretold best, as finely as that holds.

The first division is along the axis that separates people most, each person's place shrunk towards
the centre as they voted less. Mixtures of voters (latent classes of agree, pass, disagree, fitted
by EM on the votes cast) of two to four groups are tried beside it. Each is made again on draws of
four votes in five: how well it comes back, and how much better than no group it foretells the
votes left out. Where none foretells any, people are one group. A mixture replaces what is simpler
where it foretells clearly more and comes back nearly as well, or comes back clearly better and
foretells as much. No group of one person is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rebond.cocreate.groups.means import Labels, nearest, outwards, settle
from rebond.cocreate.groups.projection import Floats, Projection, project
from rebond.cocreate.groups.votes import Votes

DRAWS = 4
KEPT = 0.8  # share of the votes in each draw
_CLEARLY = 0.1  # of adjusted Rand
_NEARLY = 0.03
_MORE = 1.25  # times what the simpler one foretells
_SHRUNK = 12.0
_MOST_GROUPS = 4
_PRIOR = 8.0  # votes that the whole conversation is worth in each group
_ROUNDS = 10
_SOFT = 0.6  # votes of one person are not independent: each counts for a part
_LEAST_VOTES = 7


@dataclass(frozen=True)
class Division:
    """Groups, how sure each person's is, and how well they come back.

    Attributes
    ----------
    labels : Labels, shape (participants,)
    sureness : Floats, shape (participants, groups)
        Chances that a person belongs to each group, given the votes.
    returns : float
        Mean adjusted Rand with the groups of draws of the votes.
    foretells : float
        Mean nats gained on a vote left out, over knowing no group, less one standard error.
    kind : str
        "axis" or "mixture", with how many groups.
    """

    labels: Labels
    sureness: Floats
    returns: float
    foretells: float
    kind: tuple[str, int]


def divide(votes: Votes, projection: Projection, before: Division | None = None) -> Division:
    """Return the groups of everyone who voted.

    ``before`` keeps the kind of division and the figure of how well it comes back, computed some
    votes earlier: a vote more does not change them, and this saves nearly all the time.
    """
    if before is not None:
        labels = _labels(votes, projection, before.kind)
        return replace(before, labels=labels, sureness=sureness(votes, labels))
    drawn = [_Draw(some, project(some, before=projection), out) for some, out in draws(votes)]
    kinds = [("axis", 2), *(("mixture", count) for count in range(2, _MOST_GROUPS + 1))]
    tried = [_tried(votes, projection, drawn, kind) for kind in kinds]
    chosen = None
    for one in tried:
        if one is not None and one.foretells > 0 and (chosen is None or _better(one, chosen)):
            chosen = one
    return chosen or _together(len(votes.participants))


@dataclass(frozen=True)
class _Draw:
    """Part of the votes, its map, and the votes left out of it."""

    votes: Votes
    projection: Projection
    left_out: Votes


def _better(one: Division, simpler: Division) -> bool:
    """Return whether a division is worth replacing a simpler one."""
    firmer = one.returns >= simpler.returns + _CLEARLY and one.foretells >= simpler.foretells
    as_firm = one.returns >= simpler.returns - _NEARLY
    return firmer or (as_firm and one.foretells >= _MORE * simpler.foretells)


def _together(people: int) -> Division:
    """Return everybody in one group."""
    return Division(np.zeros(people, dtype=np.int64), np.ones((people, 1)), 1.0, 0.0, ("axis", 1))


def _tried(
    votes: Votes, projection: Projection, drawn: list[_Draw], kind: tuple[str, int]
) -> Division | None:
    """Return one kind of division and how well it holds; None when it leaves someone alone."""
    labels = _labels(votes, projection, kind)
    sizes = np.bincount(labels)
    if len(sizes) < 2 or int(sizes.min()) < 2:
        return None
    enough = votes.counts >= min(_LEAST_VOTES, len(votes.statements))
    returns, gains = [], []
    for draw in drawn:
        again = _labels(draw.votes, draw.projection, kind)
        returns.append(adjusted_rand(labels[enough], again[enough]))
        gains.append(gained(draw.votes, sureness(draw.votes, again), draw.left_out))
    error = float(np.std(gains, ddof=1)) / len(gains) ** 0.5
    foretells = float(np.mean(gains)) - error
    return Division(labels, sureness(votes, labels), float(np.mean(returns)), foretells, kind)


def gained(learned: Votes, held: Floats, left_out: Votes) -> float:
    """Return the mean nats gained on votes left out, over knowing no group; 0 for no vote."""
    if not len(left_out):
        return 0.0
    rows, said = np.arange(len(left_out)), left_out.value.astype(np.int64) + 1

    def surprise(membership: Floats) -> float:
        told = foretold(learned, membership, left_out.person, left_out.statement)
        return float(-np.log(told[rows, said]).mean())

    return surprise(np.ones((len(held), 1))) - surprise(held)


def draws(votes: Votes, count: int = DRAWS) -> list[tuple[Votes, Votes]]:
    """Return draws of four votes in five with the votes that each leaves out, always the same."""
    kept = [np.random.default_rng(seed).random(len(votes)) < KEPT for seed in range(count)]
    return [(votes.only(inside), votes.only(~inside)) for inside in kept]


def sureness(votes: Votes, labels: Labels) -> Floats:
    """Return the chances that each person belongs to each group, given what groups said."""
    table = _table(votes)
    held = np.zeros((len(labels), int(labels.max(initial=0)) + 1))
    held[np.arange(len(labels)), labels] = 1
    return _expected(table, _chances(table, held), held, _SOFT)


def adjusted_rand(one: Labels, other: Labels) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985): 1 the same, 0 as by chance."""
    if not len(one):
        return 1.0
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    total = len(one) * (len(one) - 1) / 2
    chance = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _labels(votes: Votes, projection: Projection, kind: tuple[str, int]) -> Labels:
    """Return the groups of one kind of division, the largest first."""
    name, count = kind
    if count == 1 or len(votes.participants) < 2 * count:
        return np.zeros(len(votes.participants), dtype=np.int64)
    voted = np.sqrt(np.maximum(votes.counts, 1))
    places = projection.places * (voted / (voted + _SHRUNK))[:, None]
    found = _along(votes, places) if name == "axis" else _mixture(votes, places, count)
    sizes = np.bincount(found, minlength=1)
    first = np.unique(found, return_index=True)[1]
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    largest_first: Labels = rank[found]
    return largest_first


def _along(votes: Votes, places: Floats) -> Labels:
    """Return two groups along the first axis; someone alone joins the nearest of two others."""
    line, weights = places[:, :1], np.sqrt(np.maximum(votes.counts, 1))
    kept = np.ones(len(line), dtype=bool)
    for _ in range(3):
        labels, centres = settle(line[kept], weights[kept], _ends(line[kept]), still=1e-4)
        if len(centres) < 2 or np.bincount(labels).min() > 1:
            break
        alone = np.flatnonzero(kept)[labels == np.bincount(labels).argmin()]
        kept[alone] = False
    return nearest(line, centres)


def _ends(line: Floats) -> Floats:
    """Return the two quarters of a line, to start from."""
    return np.unique(np.quantile(line, (0.25, 0.75), axis=0), axis=0)


def _mixture(votes: Votes, places: Floats, count: int) -> Labels:
    """Return the groups of a mixture of voters."""
    often = votes.counts >= np.median(votes.counts)
    many = np.flatnonzero(often)[:: max(1, int(often.sum()) // 400)]
    start = outwards(places[many], np.ones(len(many)), count)
    first, _ = settle(places, np.sqrt(np.maximum(votes.counts, 1)), start, still=1e-3)
    held = np.full((len(first), count), 0.1 / count)
    held[np.arange(len(first)), first] += 0.9
    table = _table(votes)
    for _ in range(_ROUNDS):
        held = _expected(table, _chances(table, held), held, 1.0)
    found = held.argmax(axis=1)
    return np.unique(found, return_inverse=True)[1].reshape(-1)


def _table(votes: Votes) -> sparse.csr_matrix:
    """Return participants × (disagree, pass, agree of each statement), ones where they voted so."""
    width = len(votes.statements)
    columns = (votes.value.astype(np.int64) + 1) * width + votes.statement
    starts = np.concatenate([[0], np.cumsum(votes.counts)])
    shape = (len(votes.participants), 3 * width)
    return sparse.csr_matrix((np.ones(len(votes)), columns, starts), shape=shape)


def _chances(table: sparse.csr_matrix, held: Floats) -> Floats:
    """Return the chances of each answer in each group, shape (3, statements, groups)."""
    width = table.shape[1] // 3
    total = np.asarray(table.sum(axis=0)).reshape(3, width)
    return answers((table.T @ held).reshape(3, width, -1), total)


def answers(given: Floats, total: Floats) -> Floats:
    """Return the chances of each answer in each group, shape (3, statements, groups).

    ``given`` counts disagree, pass, agree by statement and group; ``total``, of shape
    (3, statements), those of everybody.
    """
    whole = (total + np.array([[1.0], [0.5], [1.0]])) / (total.sum(axis=0) + 2.5)
    chances: Floats = (given + _PRIOR * whole[:, :, None]) / (given.sum(axis=0) + _PRIOR)
    return chances


def log_chances(told: Floats, sizes: Floats, soft: float = _SOFT) -> Floats:
    """Return the logarithms, up to a constant, of the chances of each group.

    ``told`` sums the logarithms of the chances of somebody's answers in each group.
    """
    scores: Floats = soft * told + np.log((sizes + 1) / (sizes.sum() + len(sizes)))
    return scores


def _expected(table: sparse.csr_matrix, chances: Floats, held: Floats, soft: float) -> Floats:
    """Return the chances of each group for each person."""
    told = table @ np.log(chances).reshape(table.shape[1], -1)
    scores = log_chances(told, held.sum(axis=0), soft)
    scores -= scores.max(axis=1, keepdims=True)
    weights = np.exp(scores)
    expected: Floats = weights / weights.sum(axis=1, keepdims=True)
    return expected


def foretold(votes: Votes, held: Floats, person: Labels, statement: Labels) -> Floats:
    """Return the chances of disagree, pass and agree of some people on some statements."""
    chances = _chances(_table(votes), held)
    told: Floats = np.einsum("ijk,jk->ji", chances[:, statement, :], held[person])
    return told
