"""What the ready-made codebooks know of words: which themes their expressions tell, in any trade.

The codebooks whose expressions people use most count most: the data choose the trades that help.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rebond.understand.building.subjects import Key, Subject
from rebond.understand.codebook import load_codebook, ready_made
from rebond.understand.words import MARK, words_of

_WHOLE = 3.0  # what an expression tells of its theme; one of its words tells a part of 1
_LEAST_FIT = 0.2  # weight of the codebook that fits least
_SHORTEST = 3


@dataclass(frozen=True)
class Thesaurus:
    """Themes of the ready-made codebooks, and how much each word or expression tells of them.

    ``told`` gives, for stems separated by spaces, the places of themes and weights above 0;
    ``whole`` the stems of the expressions themselves.
    """

    codebooks: tuple[str, ...]
    themes: tuple[str, ...]
    told: dict[str, dict[int, float]]
    whole: dict[str, frozenset[int]]


@cache
def thesaurus() -> Thesaurus:
    """Return what the ready-made codebooks know, judgements without a subject left out."""
    owners: list[str] = []
    names: list[str] = []
    counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    whole: dict[str, set[int]] = defaultdict(set)
    for identifier in ready_made():
        for theme in load_codebook(identifier).leaves:
            if not theme.specific:
                continue
            place = len(names)
            names.append(theme.id)
            owners.append(identifier)
            for kind in (theme.words, theme.alone, theme.positive, theme.negative):
                for expression in (text for listed in kind.values() for text in listed):
                    stems = _stems(expression)
                    whole[" ".join(stems)].add(place)
                    counts[" ".join(stems)][place] += _WHOLE
                    for stem in set(stems) if len(stems) > 1 else ():
                        counts[stem][place] += 1.0 / len(stems)
    told: dict[str, dict[int, float]] = {}
    for key, places in counts.items():
        rarity = float(np.log(len(names) / len(places))) if len(places) < len(names) else 0.0
        told[key] = {place: float(np.sqrt(count)) * rarity for place, count in places.items()}
    return Thesaurus(
        tuple(owners),
        tuple(names),
        told,
        {key: frozenset(places) for key, places in whole.items()},
    )


def _stems(expression: str) -> list[str]:
    tokens = words_of(expression)
    return [
        stem
        for stem, folded, kind in zip(tokens.stems, tokens.folded, tokens.kinds, strict=True)
        if kind != MARK and len(folded) >= _SHORTEST
    ]


def knows(key: Key) -> bool:
    """Tell whether a subject is an expression of some ready-made codebook."""
    return " ".join(key) in thesaurus().whole


def known_vectors(
    subjects: Sequence[Subject],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what is known of each subject by theme, and by branch: float32, rows not scaled.

    A row of zeros is a subject that no codebook knows.
    """
    known = thesaurus()
    weights = _fit(subjects, known)
    branches = {
        name: place
        for place, name in enumerate(
            dict.fromkeys(
                f"{owner}:{theme.partition('.')[0]}"
                for owner, theme in zip(known.codebooks, known.themes, strict=True)
            )
        )
    }
    by_theme = np.zeros((len(subjects), len(known.themes)), dtype=np.float32)
    by_branch = np.zeros((len(subjects), len(branches)), dtype=np.float32)
    for number, subject in enumerate(subjects):
        for place, weight in _told(subject.key, known).items():
            scaled = weight * weights[known.codebooks[place]]
            by_theme[number, place] = scaled
            branch = f"{known.codebooks[place]}:{known.themes[place].partition('.')[0]}"
            by_branch[number, branches[branch]] += scaled
    return by_theme, by_branch


def _told(key: Key, known: Thesaurus) -> dict[int, float]:
    told = known.told.get(" ".join(key))
    if told is not None:
        return told
    summed: dict[int, float] = defaultdict(float)
    for stem in key:
        for place, weight in known.told.get(stem, {}).items():
            summed[place] += weight
    return summed


def _fit(subjects: Sequence[Subject], known: Thesaurus) -> dict[str, float]:
    """Return the weight of each codebook: how much people use what it alone, or nearly, knows."""
    used: dict[str, float] = dict.fromkeys(known.codebooks, 0.0)
    for subject in subjects:
        owners = {known.codebooks[place] for place in known.whole.get(" ".join(subject.key), ())}
        for owner in owners:
            used[owner] += len(subject.people) / len(owners)
    most = max(used.values(), default=0.0)
    return {
        owner: max(_LEAST_FIT, (count / most) ** 2) if most else 1.0
        for owner, count in used.items()
    }
