"""Which voices to label: a sample stratified by theme and confidence, whose chances are known.

A voice is put under the rarest theme that the engine read in it, parted by how sure the engine
was; voices in which it read no theme are a stratum of their own. Rare themes get more than their
part (power allocation, Bankier 1988, doi:10.1080/00031305.1988.10475556) and figures are weighted
back by the inverse of the chance that each voice had.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

POWER = 0.7  # of a stratum's size to which its part of the sample is proportional
LEAST = 2  # voices drawn in a stratum; smaller ones are put together
LEAST_SILENT = 0.15  # of the sample, for voices without any theme, unless they are fewer
NOTHING, RARE = "nothing", "rare"


@dataclass(frozen=True)
class Drawn:
    """Positions of the voices drawn, in random order, their stratum and their probability."""

    positions: npt.NDArray[np.int64]
    strata: tuple[str, ...]
    probabilities: Array


def draw_positions(
    themes: Sequence[frozenset[str]], confidence: Array, size: int, *, seed: int
) -> Drawn:
    """Draw voices without replacement.

    Parameters
    ----------
    themes : n sets of themes
        What the engine read in each voice.
    confidence : (n,) array
        The lowest confidence of its opinions, 0 to 1; ignored where it read nothing.
    size : int
        Voices wanted; all of them when there are fewer.
    seed : int
        The same seed draws the same voices.
    """
    random = np.random.default_rng(seed)
    strata = _strata(themes, confidence, size)
    names, member, sizes = np.unique(strata, return_inverse=True, return_counts=True)
    parts = _parts(list(names), sizes, min(size, len(strata)))
    positions, chances = [], []
    for stratum, (total, part) in enumerate(zip(sizes, parts, strict=True)):
        inside = np.flatnonzero(member == stratum)
        positions.append(random.choice(inside, part, replace=False))
        chances.append(np.full(part, part / total))
    chosen = np.concatenate(positions) if positions else np.zeros(0, np.int64)
    chance = np.concatenate(chances) if chances else np.zeros(0)
    order = random.permutation(len(chosen))
    return Drawn(
        chosen[order].astype(np.int64),
        tuple(str(strata[position]) for position in chosen[order]),
        chance[order],
    )


def _strata(themes: Sequence[frozenset[str]], confidence: Array, size: int) -> npt.NDArray[np.str_]:
    counts: dict[str, int] = {}
    for some in themes:
        for theme in some:
            counts[theme] = counts.get(theme, 0) + 1
    rarest = [min(some, key=lambda t: (counts[t], t)) if some else NOTHING for some in themes]
    under = np.array(rarest, dtype=object)
    names, sizes = np.unique(under.astype(str), return_counts=True)
    expected = _expected(list(names), sizes, size)
    for name, part in zip(names, expected, strict=True):
        inside = under == name
        if name == NOTHING:
            continue
        if part < LEAST:
            under[inside] = RARE
        elif part >= 2 * LEAST:
            middle = np.median(confidence[inside])
            unsure = inside & (confidence < middle)
            under[unsure], under[inside & ~unsure] = f"{name} −", f"{name} +"
    return under.astype(str)


def _expected(names: Sequence[str], sizes: npt.NDArray[np.int64], size: int) -> Array:
    """Return the voices that each stratum would get, not yet whole."""
    parts = sizes.astype(np.float64) ** POWER
    if parts.sum() == 0:
        return parts
    parts *= size / parts.sum()
    if NOTHING in names:
        silent = list(names).index(NOTHING)
        least = min(LEAST_SILENT, sizes[silent] / sizes.sum()) * size
        if parts[silent] < least and len(parts) > 1:
            others = size - parts[silent]
            parts *= (size - least) / others
            parts[silent] = least
    return np.minimum(parts, sizes)


def _parts(names: Sequence[str], sizes: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return whole numbers of voices by stratum that add up to ``size``."""
    if not len(sizes):
        return sizes
    expected = _expected(names, sizes, size)
    parts = np.minimum(np.maximum(np.floor(expected).astype(np.int64), 1), sizes)
    while parts.sum() < size:
        room = np.where(parts < sizes, expected - parts + sizes * 1e-9, -np.inf)
        parts[np.argmax(room)] += 1
    while parts.sum() > size and (parts > 1).any():
        surplus = np.where(parts > 1, parts - expected, -np.inf)
        parts[np.argmax(surplus)] -= 1
    return parts
