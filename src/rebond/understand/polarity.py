"""How a clause judges what it names: a linear model over hashed words and letters.

Weights are integers, and so are their sums: the same clause gets the same score whatever it is
read with, on any machine. The model is trained by models/opinions/train.py.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rebond.understand.sentences import Clause
from rebond.understand.wordlists import word_set
from rebond.understand.words import FACE, MARK, NUMBER, WORD, Words

MODEL = Path(__file__).parent / "model" / "polarity.npz"
CLASSES = (-1, 0, 1)
BITS = 17
DIMENSIONS = 1 << BITS
CONTEXT = 0.6  # weight of the rest of the text on the logits of a clause
SCALE = 1 << 12  # integer weights are SCALE times the trained ones
_CACHE_LIMIT = 200_000

_AFTER_NEGATION = 4  # words after a negation whose meaning it turns
NEGATIONS = word_set(
    "pas jamais aucun aucune rien sans ni guere not no never without nothing nor hardly barely"
)
_LITTLE = "peu"  # turns what follows, but "un peu" does not
_CONTRASTS = frozenset({"mais", "but", "however", "cependant", "toutefois", "though"})
_OPENERS = frozenset({"ne", "n"})
_CLOSERS = word_set("pas jamais aucun aucune rien plus personne guere point nullement")
_BREAKS = frozenset(",;:()")

Scores = tuple[int, int, int]


def is_negation(folded: str) -> bool:
    """Tell whether a folded word turns the meaning of those around it."""
    return folded in NEGATIONS or folded.endswith("n't") or folded in ("cannot", "cant", "dont")


def negated(words: Words, clause: Clause) -> list[bool]:
    """Return, for each token of the clause, whether a negation turns it.

    "ne … pas" turns what stands between its two words and the four words after; "pas" without
    "ne" turns the word before too ("marche pas"); "ne … que" turns nothing.
    """
    size = clause.last - clause.first
    turned = [False] * size
    folded = words.folded[clause.first : clause.last]
    left = 0
    opened = -1
    for index, word in enumerate(folded):
        if word in _OPENERS:
            opened = index
            continue
        closes = word in _CLOSERS and 0 <= index - opened <= 4 and opened >= 0
        little = word == _LITTLE and not (index and folded[index - 1] == "un")
        if closes or little or is_negation(word):
            if closes:
                for between in range(opened + 1, index):
                    turned[between] = True
            elif word == "pas" and index:
                turned[index - 1] = True
            opened = -1
            left = _AFTER_NEGATION
        elif word in _BREAKS or (word == "que" and opened >= 0):
            left, opened = 0, -1
        elif left:
            turned[index] = True
            left -= 1
    return turned


def features_of_word(folded: str, stem: str, turned: bool) -> list[tuple[int, float]]:
    """Return (dimension, value) of a word and of its letters; ``turned`` when it is negated."""
    mark = "!" if turned else ""
    features = [(_hash(f"w{mark}{stem}"), 1.0)]
    if len(folded) > 3:
        bounded = f"<{folded}>"
        pieces = [
            bounded[start : start + size]
            for size in (3, 4, 5)
            for start in range(len(bounded) - size + 1)
        ]
        value = 0.7 / math.sqrt(len(pieces))
        features += [(_hash(f"c{mark}{piece}"), value) for piece in pieces]
    return features


def feature_of_words(stems: tuple[str, ...]) -> int:
    """Return the dimension of two or three stems that follow each other."""
    return _hash("n" + " ".join(stems))


def _hash(feature: str) -> int:
    return crc32(feature.encode()) & (DIMENSIONS - 1)


def useful(words: Words, clause: Clause) -> list[int]:
    """Return the tokens of the clause that carry polarity: words, emoji, ! and ?, not commas."""
    first = clause.first
    if clause.last > first + 1 and words.folded[first] in _CONTRASTS:
        first += 1  # what follows "but" is no more blame than praise
    return [
        index
        for index in range(first, clause.last)
        if words.kinds[index] in (WORD, FACE, NUMBER)
        or (words.kinds[index] == MARK and words.folded[index][0] in "!?")
    ]


def nearness(words: Words, places: list[int], first: int, last: int) -> list[int]:
    """Return a weight from 1 to 4 per token: how much it tells on what tokens first-last name.

    The words around count most, those behind a comma less. With ``first`` under 0 all are equal.
    """
    if first < 0:
        return [4] * len(places)
    weights = []
    for index in places:
        if first <= index < last:
            weights.append(4)
            continue
        distance = first - index if index < first else index - last + 1
        between = range(index, first) if index < first else range(last, index)
        commas = sum(1 for token in between if words.kinds[token] == MARK)
        weight = 4 if distance <= 5 else 3
        weights.append(max(1, weight - (1 if commas else 0) - (1 if commas > 1 else 0)))
    return weights


def leaning(total: int, size: int) -> float:
    """Return from -1 to 1 how a stretch of text leans, given its summed scores and its tokens.

    ``total`` is the sum of positive less negative integer scores; 0 without any token.
    """
    if not size:
        return 0.0
    return max(-1.0, min(1.0, total / (math.sqrt(size) * SCALE) / 3.0))


@dataclass(slots=True)
class PolarityModel:
    """Integer weights (DIMENSIONS × 3), biases, temperature; and what it has met, remembered."""

    weights: NDArray[np.int16]
    biases: NDArray[np.float64]
    temperature: float
    version: str
    known: frozenset[str] = frozenset()  # stems met in training: rightly spelt words
    _words: dict[tuple[str, str, bool], Scores] = field(default_factory=dict)
    _sequences: dict[tuple[str, ...], Scores] = field(default_factory=dict)

    def word(self, folded: str, stem: str, turned: bool) -> Scores:
        """Return the integer scores of a word: negative, neutral, positive."""
        key = (folded, stem, turned)
        known = self._words.get(key)
        if known is None:
            if len(self._words) >= _CACHE_LIMIT:
                self._words.clear()
            features = features_of_word(folded, stem, turned)
            totals = [0.0, 0.0, 0.0]
            for dimension, value in features:
                row = self.weights[dimension]
                for label in range(3):
                    totals[label] += value * int(row[label])
            known = self._words[key] = (round(totals[0]), round(totals[1]), round(totals[2]))
        return known

    def sequence(self, stems: tuple[str, ...]) -> Scores:
        """Return the integer scores of two or three stems that follow each other."""
        known = self._sequences.get(stems)
        if known is None:
            if len(self._sequences) >= _CACHE_LIMIT:
                self._sequences.clear()
            row = self.weights[feature_of_words(stems)]
            known = self._sequences[stems] = (int(row[0]), int(row[1]), int(row[2]))
        return known

    def scored(self, words: Words, clause: Clause) -> tuple[list[int], list[Scores]]:
        """Return the useful tokens of a clause and the scores of each, sequences included.

        A sequence counts on its last word.
        """
        places = useful(words, clause)
        turned = negated(words, clause)
        stems = [words.stems[index] for index in places]
        scores: list[Scores] = []
        for position, index in enumerate(places):
            a, b, c = self.word(words.folded[index], stems[position], turned[index - clause.first])
            if position:
                x, y, z = self.sequence((stems[position - 1], stems[position]))
                a, b, c = a + x, b + y, c + z
                if position > 1:
                    x, y, z = self.sequence(tuple(stems[position - 2 : position + 1]))
                    a, b, c = a + x, b + y, c + z
            scores.append((a, b, c))
        return places, scores

    def probabilities(
        self, scores: list[Scores], weights: list[int], around: float = 0.0
    ) -> tuple[float, float, float]:
        """Return the calibrated probabilities of negative, neutral and positive.

        ``weights`` are those of `nearness`; ``around`` is what the rest of the text leans to
        (`leaning`). An empty clause gets the probabilities of the biases.
        """
        totals = [0, 0, 0]
        mass = 0
        for score, weight in zip(scores, weights, strict=True):
            mass += weight
            for label in range(3):
                totals[label] += score[label] * weight
        norm = math.sqrt(4.0 * mass) if mass else 1.0
        logits = [
            (total / (norm * SCALE) + float(bias)) / self.temperature
            for total, bias in zip(totals, self.biases, strict=True)
        ]
        lean = CONTEXT * around
        logits = [logits[0] - lean, logits[1] - abs(lean) / 2, logits[2] + lean]
        top = max(logits)
        powers = [math.exp(logit - top) for logit in logits]
        whole = sum(powers)
        return powers[0] / whole, powers[1] / whole, powers[2] / whole


@cache
def shipped_model() -> PolarityModel:
    """Return the model of the package, loaded at first use."""
    with np.load(MODEL) as stored:
        weights = stored["weights"].astype(np.int16) * np.int16(stored["step"])
        settings = json.loads(str(stored["settings"]))
        biases = stored["biases"].astype(np.float64)
        known = frozenset(str(stored["known"]).split())
    digest = hashlib.sha256(MODEL.read_bytes()).hexdigest()[:8]
    version = f"{settings['name']}-{digest}"
    return PolarityModel(weights, biases, settings["temperature"], version, known)
