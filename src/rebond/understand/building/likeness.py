"""How alike subjects are: by meaning, by what they are said with, by what is known of other trades.

Three views of each subject, each a unit vector:
the encoder's embedding of its name and of a few clauses that hold it;
the company it keeps, subjects said in the same clauses and voices;
the themes of the ready-made codebooks whose expressions hold its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.understand.building.known import known_vectors
from rebond.understand.building.naming import noun_form, written_form
from rebond.understand.building.subjects import Hearing, Subject

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

MEANING, KNOWN, COMPANY = 1.0, 1.5, 0.4  # weights of the three views
UNKNOWN = 0.75  # weight of what no codebook knows: as if nothing were in common
_CLAUSES = 4  # embedded for each subject, beside its name
_SHORT, _LONG = 12, 90  # letters of the clauses embedded
_TYPICAL = 40


@dataclass(frozen=True)
class Likeness:
    """How alike subjects are, two by two: float32 (n, n), 1 on the diagonal, −1 to 1.

    ``near`` tells what names one thing, ``kind`` what belongs together without being the same;
    ``said`` leaves out what the ready-made codebooks know.
    """

    near: Vectors
    kind: Vectors
    said: Vectors


def likeness(subjects: Sequence[Subject], hearing: Hearing, embed: Embed | None) -> Likeness:
    """Compare subjects two by two; without ``embed`` the meaning is left out.

    Subjects of which no ready-made codebook knows anything are compared by the other views, which
    then have to say more.
    """
    by_theme, by_branch = known_vectors(subjects)
    told = (by_theme.sum(axis=1) > 0).astype(np.float32)
    both = np.outer(told, told)
    company = _company(subjects)
    rest = COMPANY * (company @ company.T)
    own = COMPANY
    if embed is not None:
        meaning = _meaning(subjects, hearing, embed)
        rest = rest + MEANING * (meaning @ meaning.T)
        own += MEANING
    weight = own + KNOWN * both + UNKNOWN * (1 - both)
    near, kind = (
        _whole((rest + KNOWN * both * (unit(known) @ unit(known).T)) / weight)
        for known in (by_theme, by_branch)
    )
    return Likeness(near, kind, _whole(rest / own))


def _whole(alike: NDArray[np.floating[Any]]) -> Vectors:
    filled: Vectors = alike.astype(np.float32)
    np.fill_diagonal(filled, 1.0)
    return filled


def unit(vectors: Vectors) -> Vectors:
    """Return the rows at length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return scaled


def typical_clauses(subject: Subject, hearing: Hearing, most: int) -> list[str]:
    """Return at most ``most`` short clauses that hold a subject, the same whatever their order."""
    written = {hearing.written(number) for number in subject.clauses}
    short = [text for text in written if _SHORT <= len(text) <= _LONG] or list(written)
    return sorted(short, key=lambda text: (abs(len(text) - _TYPICAL), text))[:most]


def _meaning(subjects: Sequence[Subject], hearing: Hearing, embed: Embed) -> Vectors:
    """Return the mean embedding of the name and of a few clauses of each subject, centred."""
    texts: list[str] = []
    owners: list[int] = []
    for number, subject in enumerate(subjects):
        name = written_form(subject, noun_form(subject))
        listed = [name, name, *typical_clauses(subject, hearing, _CLAUSES)]
        texts += listed
        owners += [number] * len(listed)
    distinct = list(dict.fromkeys(texts))
    places = {text: place for place, text in enumerate(distinct)}
    vectors = embed(distinct).astype(np.float32)
    vectors = unit(vectors - vectors.mean(axis=0))
    summed = np.zeros((len(subjects), vectors.shape[1]), dtype=np.float32)
    for text, owner in zip(texts, owners, strict=True):
        summed[owner] += vectors[places[text]]
    return unit(summed - summed.mean(axis=0))


def _company(subjects: Sequence[Subject]) -> Vectors:
    """Return, for each subject, how much more often than by chance each other is said beside it."""
    clauses = [set(subject.clauses) for subject in subjects]
    total = len(set().union(*clauses)) if clauses else 1
    size = len(subjects)
    found = np.zeros((size, size), dtype=np.float32)
    by_clause: dict[int, list[int]] = defaultdict(list)
    for number, subject in enumerate(subjects):
        for clause in subject.clauses:
            by_clause[clause].append(number)
    for numbers in by_clause.values():
        for one in numbers:
            for other in numbers:
                if one != other:
                    found[one, other] += 1.0
    sizes = np.array([len(own) for own in clauses], dtype=np.float32)
    expected = np.outer(sizes, sizes) / max(1, total)
    surprise = np.log(np.maximum(found, 1e-9) / np.maximum(expected, 1e-9))
    return unit(np.where(found > 1, np.maximum(surprise, 0.0), 0.0).astype(np.float32))
