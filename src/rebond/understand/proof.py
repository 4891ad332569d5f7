"""The words that prove an opinion: those that name, and those that judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rebond.understand.polarity import PolarityModel, Scores, is_negation
from rebond.understand.sentences import Clause
from rebond.understand.stopwords import STOP_WORDS
from rebond.understand.wordlists import word_set
from rebond.understand.words import Words

Place = tuple[int, int]
NEAREST = 4  # weight of the words nearest to what is named
_TELLING = 12_000  # integer score from which a word is shown as judging
_LEADING = word_set("ne n tres trop si so very too")
_LINKS = word_set("mais et but and or ou donc so car")
# Little words weigh on the polarity of a clause without being its proof.
_SILENT = STOP_WORDS - word_set(
    """
    bien bon bonne bons bonnes mal mieux merci bravo rien sans jamais aucun aucune trop pas
    peu moins probleme problemes souci soucis plaisir thank thanks never not no without
    nothing problem problems issue issues top well
    """
)


class Weighed(NamedTuple):
    """A clause, its tokens that carry polarity, and the integer scores of each."""

    words: Words
    clause: Clause
    places: list[int]
    scores: list[Scores]


def weighed(model: PolarityModel, words: Words, clause: Clause) -> Weighed:
    """Return a clause with what the polarity model tells of its words."""
    return Weighed(words, clause, *model.scored(words, clause))


def proof_of(
    read: Weighed, polarity: int, named: Sequence[Place], weights: Sequence[int], judges: bool
) -> Place:
    """Return the code points (end exclusive) that name and judge.

    Parameters
    ----------
    polarity : what is proved; with 0, only what names does.
    named : tokens (end exclusive) of what names the subject.
    weights : of each token of ``read.places``, how much it tells on the subject (`nearness`).
    judges : whether what names judges by itself.

    Notes
    -----
    The whole clause when no word stands out. A negation beside a judging word belongs to the
    proof, as does the word it turns.
    """
    first, last = _tokens(read, polarity, named, weights, judges)
    return read.words.starts[first], read.words.ends[last - 1]


def _tokens(
    read: Weighed, polarity: int, named: Sequence[Place], weights: Sequence[int], judges: bool
) -> Place:
    words, clause = read.words, read.clause
    telling = [] if judges else _telling(read, polarity, weights)
    if not telling and not judges:
        first, last = clause.first, clause.last
        while first < last - 1 and words.folded[first] in _LINKS:
            first += 1
        return first, last
    spans = [*named, *telling]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    while first > clause.first and (
        is_negation(words.folded[first - 1]) or words.folded[first - 1] in _LEADING
    ):
        first -= 1
    return first, last


def _telling(read: Weighed, polarity: int, weights: Sequence[int]) -> list[Place]:
    """Return the tokens that push the most towards the polarity, the nearest if there are any."""
    if not polarity or not read.places:
        return []
    folded = read.words.folded
    pushes = [
        (score[2] - score[0]) * polarity * weight
        for score, weight in zip(read.scores, weights, strict=True)
    ]
    least = min(max(max(pushes) // 2, 1), _TELLING * 4)
    found = [
        (place, weight)
        for place, push, weight in zip(read.places, pushes, weights, strict=True)
        if folded[place] not in _SILENT
        and any(letter.isalnum() for letter in folded[place])  # "!" insists, and proves nothing
        and (push >= least or (is_negation(folded[place]) and weight >= 3))
    ]
    if any(weight == NEAREST for _, weight in found):
        found = [(place, weight) for place, weight in found if weight == NEAREST]
    return [(place, place + 1) for place, _ in found]
