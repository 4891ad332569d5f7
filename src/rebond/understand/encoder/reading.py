"""Reading sentences with the encoder: each by itself, on every core.

The network reads one window at a time, without padding and in one thread. A sentence read alone,
in any batch and in any order hence gets the same bits, by construction
(docs/decisions/one-window-at-a-time.md).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rebond.understand.encoder.loading import Parts, Settings, open_encoder
from rebond.understand.encoder.spans import Target, targets_of
from rebond.understand.encoder.windows import Span, Window, pieces_of, windows_of

MODEL = Path(__file__).parent / "model"
Floats = NDArray[np.float32]
_OUTPUTS = ("bounds", "sides", "polarity", "intents", "embedding", "hidden")
_NEUTRAL = (0.0, 1.0, 0.0)
_OTHER = (0.0, 0.0, 0.0, 0.0, 1.0)
_FEW = 4  # windows under which threads cost more than they save


@dataclass(frozen=True)
class Encoded:
    """What the encoder says of n sentences, in order.

    ``embedding`` : float32, n × width, of norm 1; 0 for a sentence without any piece.
    ``polarity`` : float32, n × 3, calibrated probabilities of negative, neutral, positive.
    ``intents`` : float32, n × 5, of praise, complaint, suggestion, question, other.
    ``targets`` : those of each sentence, in order, without overlap.
    ``meanings`` : for each sentence, float32, targets × width: the embedding of each in its
    sentence, of norm 1.
    """

    embedding: Floats
    polarity: Floats
    intents: Floats
    targets: list[list[Target]]
    meanings: list[Floats]


class _Said(NamedTuple):
    """What the network says of one part of a window; ``size`` is its number of pieces."""

    sentence: int
    size: int
    embedding: Floats
    polarity: Floats
    intents: Floats
    targets: list[Target]
    meanings: list[Floats]


class Encoder:
    """A network with its pieces, ready to read; get the one of the package by `shipped_encoder`."""

    def __init__(self, parts: Parts) -> None:
        self._session = parts.session
        self._tokenizer = parts.tokenizer
        self.settings: Settings = parts.settings
        self.version: str = parts.version

    @classmethod
    def open(cls, folder: Path) -> Encoder:
        """Open the encoder of a folder; errors as in `open_encoder`."""
        return cls(open_encoder(folder))

    def read(self, sentences: Sequence[str]) -> Encoded:
        """Read sentences, each by itself.

        An empty one, or one of blanks only, is neutral, of intent other, without target.
        """
        texts = self.read_texts(sentences, [[(0, len(sentence))] for sentence in sentences])
        return _joined(texts, self.settings.width)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the embeddings of texts: float32, n × width, of norm 1 (0 for an empty text)."""
        return self.read(texts).embedding

    def read_texts(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], reach: int | None = None
    ) -> list[Encoded]:
        """Read texts whose sentences are known: one `Encoded` a text, one row a sentence.

        Parameters
        ----------
        texts : what the spans count in.
        sentences : for each text, code points (end exclusive), in order, without overlap.
        reach : pieces under which the sentences of a text are read together; that of the file by
            default. 0 reads each alone.

        Returns
        -------
        list of Encoded
            Targets count in the text, not in the sentence.
        """
        together = self.settings.reach if reach is None else reach
        longest = self.settings.longest
        cut = [
            windows_of(text, *pieces, spans, longest, together)
            for text, pieces, spans in zip(
                texts, pieces_of(self._tokenizer, texts), sentences, strict=True
            )
        ]
        jobs = [
            (text, window) for text, listed in zip(texts, cut, strict=True) for window in listed
        ]
        said = iter(self._run(jobs))
        return [
            self._gathered([part for _ in listed for part in next(said)], len(spans))
            for listed, spans in zip(cut, sentences, strict=True)
        ]

    def _run(self, jobs: Sequence[tuple[str, Window]]) -> list[list[_Said]]:
        cores = _cores()
        if len(jobs) < _FEW or cores == 1:
            return [self._window(job) for job in jobs]
        with ThreadPoolExecutor(cores) as pool:
            return list(pool.map(self._window, jobs))

    def _window(self, job: tuple[str, Window]) -> list[_Said]:
        text, window = job
        rows = window.sentences
        answers = self._session.run(_OUTPUTS, {"pieces": window.pieces, "sentences": rows})
        bounds, sides, polarity, intents, embedding, hidden = answers
        bounds[:, 0] -= self.settings.margin
        bounds, sides = self._shares("bounds", bounds), self._shares("sides", sides)
        said = []
        for row, part in enumerate(window.parts):
            found = targets_of(
                text,
                window.offsets,
                bounds,
                sides,
                part.first,
                part.end,
                self.settings.slope,
                self.settings.shift,
            )
            said.append(
                _Said(
                    part.sentence,
                    part.end - part.first,
                    embedding[row],
                    polarity[row],
                    intents[row],
                    [target for _, _, target in found],
                    [_unit(hidden[first:last].sum(axis=0)) for first, last, _ in found],
                )
            )
        return said

    def _gathered(self, parts: Sequence[_Said], count: int) -> Encoded:
        """Return what is said of the sentences of a text, whatever the windows they took."""
        width = self.settings.width
        by_sentence: list[list[_Said]] = [[] for _ in range(count)]
        for part in parts:
            by_sentence[part.sentence].append(part)
        embedding = np.zeros((count, width), dtype=np.float32)
        polarity = np.tile(np.array(_NEUTRAL, dtype=np.float32), (count, 1))
        intents = np.tile(np.array(_OTHER, dtype=np.float32), (count, 1))
        for row, listed in enumerate(by_sentence):
            if listed:
                embedding[row] = _mean([part.embedding for part in listed], listed)
                if len(listed) > 1:
                    embedding[row] = _unit(embedding[row])
                logits = _mean([part.polarity for part in listed], listed)
                polarity[row] = self._shares("polarity", logits)
                logits = _mean([part.intents for part in listed], listed)
                intents[row] = self._shares("intents", logits)
        found = [_apart(listed) for listed in by_sentence]
        targets = [[target for target, _ in kept] for kept in found]
        meanings = [_stacked([meaning for _, meaning in kept], width) for kept in found]
        return Encoded(embedding, polarity, intents, targets, meanings)

    def _shares(self, head: str, logits: Floats) -> Floats:
        """Return calibrated probabilities along the last axis."""
        scaled = logits / np.float32(self.settings.temperatures.get(head, 1.0))
        powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
        shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
        return shares


def _mean(rows: Sequence[Floats], parts: Sequence[_Said]) -> Floats:
    """Return the mean of rows, each counted by the pieces of its part."""
    if len(rows) == 1:
        return rows[0]
    sizes = np.array([part.size for part in parts], dtype=np.float32)
    mean: Floats = (np.stack(rows) * sizes[:, None]).sum(axis=0) / sizes.sum()
    return mean


def _apart(parts: Sequence[_Said]) -> list[tuple[Target, Floats]]:
    """Return the targets of a sentence; of two windows that share a word, the first has it."""
    kept: list[tuple[Target, Floats]] = []
    for part in parts:
        for target, meaning in zip(part.targets, part.meanings, strict=True):
            if not kept or target.start >= kept[-1][0].end:
                kept.append((target, meaning))
    return kept


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / max(float(np.sqrt(np.square(vector).sum())), 1e-12)
    return unit


def _stacked(rows: list[Floats], width: int) -> Floats:
    return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)


def _joined(texts: Sequence[Encoded], width: int) -> Encoded:
    """Return the sentences of several texts as those of one."""
    if not texts:
        none = np.zeros((0, 3), np.float32), np.zeros((0, 5), np.float32)
        return Encoded(np.zeros((0, width), np.float32), *none, [], [])
    return Encoded(
        np.concatenate([text.embedding for text in texts]),
        np.concatenate([text.polarity for text in texts]),
        np.concatenate([text.intents for text in texts]),
        [targets for text in texts for targets in text.targets],
        [meanings for text in texts for meanings in text.meanings],
    )


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def shipped_encoder() -> Encoder:
    """Return the encoder of the package, opened at first use; errors as in `open_encoder`."""
    return Encoder.open(MODEL)
