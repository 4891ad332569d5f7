"""What the package says, untouched: nothing here learns or tunes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.understand import Codebook, opinions
from rebond.understand.encoder import shipped_encoder
from rebond.understand.sentences import clauses_of
from rebond.understand.words import words_of
from rebond.vocabulary import Intent

Place = tuple[int, int]


def version() -> str:
    """Return the version of the model measured."""
    return shipped_encoder().version


def targets(sentences: Sequence[str]) -> list[list[tuple[int, int, int]]]:
    """Return (start, end, polarity) of what each sentence judges."""
    read = shipped_encoder().read(sentences)
    return [[(t.start, t.end, t.polarity) for t in listed] for listed in read.targets]


def given_places(sentences: Sequence[str], places: Sequence[Place | None]) -> list[int]:
    """Return the polarity of what stands at each place; of the whole sentence without a place."""
    shares = shipped_encoder().polarity_of(sentences, places)
    return [int(side) - 1 for side in shares.argmax(axis=1)]


def themes(
    texts: Sequence[str], languages: Sequence[str], codebook: Codebook
) -> list[dict[str, int]]:
    """Return the themes of each text, with the sign of what it says of each."""
    sums: list[dict[str, float]] = [defaultdict(float) for _ in texts]
    table = opinions(texts, languages=languages, codebook=codebook)
    for row in table.select(["row", "theme", "polarity", "confidence"]).to_pylist():
        if row["theme"]:
            sums[row["row"]][row["theme"]] += row["polarity"] * row["confidence"]
    return [{name: _sign(total) for name, total in of_text.items()} for of_text in sums]


def whole_texts(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the mean, over the sentences of each text, of P(negative, neutral, positive)."""
    read = shipped_encoder().read_texts(texts, [_sentences(text) for text in texts])
    return np.array([one.polarity.mean(axis=0) if len(one.polarity) else (0, 1, 0) for one in read])


def _sentences(text: str) -> list[Place]:
    words = words_of(text)
    spans: dict[int, Place] = {}
    for clause in clauses_of(text, words):
        start, end = words.starts[clause.first], words.ends[clause.last - 1]
        spans[clause.sentence] = (spans.get(clause.sentence, (start, end))[0], end)
    return list(spans.values())


def suggests(texts: Sequence[str], languages: Sequence[str]) -> list[bool]:
    """Tell which texts hold an opinion whose intent is a suggestion."""
    told = [False] * len(texts)
    table = opinions(texts, languages=languages)
    for row in table.select(["row", "intent"]).to_pylist():
        told[row["row"]] |= row["intent"] == Intent.SUGGESTION.value
    return told


def _sign(total: float) -> int:
    return (total > 0) - (total < 0)
