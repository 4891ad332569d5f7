"""Subjects put together: those that name one thing make a leaf, leaves of one kind a branch.

Nothing is drawn at random, and ties are settled by the names: the same subjects give the same
groups whatever the order of the voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rebond.understand.building.known import knows
from rebond.understand.building.likeness import Likeness, Vectors
from rebond.understand.building.naming import (
    looks_verbal,
    main_language,
    noun_form,
    noun_share,
    written_form,
)
from rebond.understand.building.subjects import Subject

TOGETHER = 0.42  # likeness from which two groups of nouns are one leaf
ATTACHED = 0.48  # likeness to a leaf from which a verb or an adjective joins it
_SECOND = 0.25  # share of the people of the first word from which a second is told
_ALIKE_PREFIX = 5  # first letters in common that may make two words one to a reader
_SHORT_WORD = 4
_MANY, _BROAD, _MOST_PARTS = 10, 0.3, 4  # nouns and share of the people from which a leaf is cut
_LEAST_OF_BRANCH = 2  # leaves
# A leaf of which no ready-made codebook knows a word is kept when so many people speak of it, as
# a share of those of the subject most spoken of.
_UNKNOWN = 0.1
_LEAST_SHARE = 0.002  # of the people heard, for a leaf


@dataclass(frozen=True)
class Leaf:
    """A group of subjects, those said by most people first; the first one is a noun."""

    members: tuple[int, ...]
    people: frozenset[int]


def leaves_of(subjects: Sequence[Subject], alike: Likeness, most: int, heard: int) -> list[Leaf]:
    """Return at most ``most`` leaves, those that most people name first.

    ``subjects`` are in the order of the people who said them, most first; ``heard`` is the number
    of people.
    """
    nouns = [number for number, subject in enumerate(subjects) if noun_form(subject)]
    groups = [
        part
        for group in _clusters(nouns, alike.near, TOGETHER)
        for part in _parts(group, subjects, alike.said, heard)
    ]
    rest = [number for number in range(len(subjects)) if number not in set(nouns)]
    _attach(rest, groups, alike.near)
    leaves = [
        Leaf(
            tuple(sorted(group, key=lambda number: (number not in nouns, number))),
            frozenset().union(*(subjects[number].people for number in group)),
        )
        for group in groups
    ]
    unknown = _UNKNOWN * max((len(subject.people) for subject in subjects), default=0)
    kept = [
        leaf
        for leaf in leaves
        if len(leaf.people) >= _LEAST_SHARE * heard
        and (len(leaf.people) >= unknown or any(knows(subjects[n].key) for n in leaf.members))
        and not all(_verb(subjects[n]) for n in leaf.members)
    ]
    return sorted(kept, key=lambda leaf: (-len(leaf.people), subjects[leaf.members[0]].key))[:most]


def _parts(
    group: list[int], subjects: Sequence[Subject], said: Vectors, heard: int
) -> list[list[int]]:
    """Cut a group that holds many nouns and most people's words: it is more than one subject."""
    people = len(frozenset().union(*(subjects[number].people for number in group)))
    if len(group) < _MANY or people < _BROAD * heard:
        return [group]
    wanted = min(_MOST_PARTS, round(people / (_BROAD * heard)) + 1)
    labels = _tree_cut(_distances(said[np.ix_(group, group)]), wanted, "maxclust", method="ward")
    return _by_label(group, labels)


def _attach(others: Sequence[int], groups: list[list[int]], alike: Vectors) -> None:
    """Add each of ``others`` to the group it is most alike, when it is enough."""
    if not groups:
        return
    chosen: list[tuple[int, int]] = []
    for number in others:
        scores = [float(alike[number, group].mean()) for group in groups]
        best = int(np.argmax(scores))
        if scores[best] >= ATTACHED:
            chosen.append((best, number))
    for best, number in chosen:
        groups[best].append(number)


def _clusters(numbers: Sequence[int], alike: Vectors, least: float) -> list[list[int]]:
    """Return groups whose mean likeness is at least ``least`` when they are put together."""
    if len(numbers) < 2:
        return [[number] for number in numbers]
    labels = _tree_cut(_distances(alike[np.ix_(numbers, numbers)]), 1.0 - least, "distance")
    return _by_label(numbers, labels)


def branches_of(leaves: Sequence[Leaf], alike: Vectors, most: int) -> list[list[int]]:
    """Return at most ``most`` groups of leaves, those of most people first, leaves too.

    A branch holds two leaves at least, unless there are not so many.
    """
    if len(leaves) <= _LEAST_OF_BRANCH:
        return [list(range(len(leaves)))] if leaves else []
    between = np.array(
        [
            [float(alike[np.ix_(one.members, other.members)].mean()) for other in leaves]
            for one in leaves
        ],
        dtype=np.float32,
    )
    wanted = min(most, max(1, len(leaves) // _LEAST_OF_BRANCH))
    labels = _tree_cut(_distances(between), wanted, "maxclust", method="ward")
    groups = _by_label(range(len(leaves)), labels)
    while len(groups) > 1 and min(map(len, groups)) < _LEAST_OF_BRANCH:
        lone = min(groups, key=lambda group: (len(group), group))
        groups.remove(lone)
        nearest = max(groups, key=lambda group: (float(between[np.ix_(lone, group)].mean()), group))
        nearest.extend(lone)
        nearest.sort()
    return sorted(groups, key=lambda group: (-_people(group, leaves), group))


def _people(group: Sequence[int], leaves: Sequence[Leaf]) -> int:
    return len(frozenset().union(*(leaves[number].people for number in group)))


def _distances(alike: Vectors) -> Any:
    from scipy.spatial.distance import squareform

    apart = np.clip(1.0 - (alike + alike.T) / 2.0, 0.0, 2.0).astype(np.float64)
    np.fill_diagonal(apart, 0.0)
    return squareform(apart, checks=False)


def _tree_cut(distances: Any, where: float, criterion: str, method: str = "average") -> Any:
    from scipy.cluster.hierarchy import fcluster, linkage

    return fcluster(linkage(distances, method), where, criterion)


def _by_label(numbers: Sequence[int], labels: Any) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for number, label in zip(numbers, labels, strict=True):
        groups.setdefault(int(label), []).append(number)
    return sorted(groups.values())


def name_of(
    leaf: Leaf, subjects: Sequence[Subject], language: str, taken: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the one or two nouns that tell a leaf in a language; none when it has none there.

    What people and the ready-made codebooks both say is preferred, and what looks like none of the
    names ``taken`` by other leaves. The second is told when a good share of the people say it.
    """
    spoken = [
        number
        for number in leaf.members
        if noun_form(subjects[number]) and main_language(subjects[number]) in (language, "und")
    ]
    ranked = sorted(spoken, key=lambda number: (-_telling(subjects[number]), subjects[number].key))
    names = {
        number: written_form(subjects[number], noun_form(subjects[number])) for number in ranked
    }
    fresh = [
        number
        for number in ranked
        if not any(_same_to_a_reader(names[number], other, heads=True) for other in taken)
    ] or ranked
    if not fresh:
        return ()
    first = _longer(fresh[0], fresh, subjects)
    for number in fresh:
        often = len(subjects[number].people) >= _SECOND * len(subjects[first].people)
        if number != first and often and not _same_to_a_reader(names[first], names[number]):
            return names[first], names[number]
    return (names[first],)


def _telling(subject: Subject) -> float:
    """Return how well a subject names: by its people, less when it is not said elsewhere."""
    folded = noun_form(subject) or ""
    form = subject.forms[folded]
    verbal = folded.endswith("ing") or looks_verbal(subject, folded)
    told = noun_share(form) * (1.0 if knows(subject.key) else 0.4) * (0.5 if verbal else 1.0)
    return len(subject.people) * told


def _verb(subject: Subject) -> bool:
    """Tell whether the noun of a subject, if any, is a past participle: "aidé"."""
    folded = noun_form(subject)
    return folded is None or looks_verbal(subject, folded)


def _longer(first: int, nouns: Sequence[int], subjects: Sequence[Subject]) -> int:
    """Return the phrase that most uses of a word belong to, else the word: "bris de glace"."""
    own = subjects[first]
    for number in nouns:
        other = subjects[number]
        within = len(other.key) > len(own.key) and set(own.key) <= set(other.key)
        if within and len(other.people) >= 0.5 * len(own.people):
            return number
    return first


def _same_to_a_reader(one: str, other: str, heads: bool = False) -> bool:
    """Tell whether two names look like one; with ``heads``, by their first words only."""
    words, others = one.lower().split(), other.lower().split()
    if heads:
        words, others = words[:1], others[:1]
    return any(_alike(word, other) for word in words for other in others)


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: "conseiller" and "conseillère"."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORT_WORD:
        return False
    common = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        len(shorter),
    )
    return longer.startswith(shorter) or common >= max(_ALIKE_PREFIX, len(shorter) - 2)
