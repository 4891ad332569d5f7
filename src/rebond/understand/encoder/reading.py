"""Reading sentences with the encoder: each by itself, on every core.

The network reads one window at a time, without padding and in one thread. A sentence read alone,
in any batch and in any order hence gets the same bits, by construction
(docs/decisions/one-window-at-a-time.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rebond.understand.encoder.gathering import (
    Encoded,
    Said,
    Sides,
    gathered,
    joined,
    shares_of,
    unit,
)
from rebond.understand.encoder.loading import Parts, Settings, open_encoder
from rebond.understand.encoder.spans import OUTSIDE, targets_of
from rebond.understand.encoder.windows import Span, Window, pieces_of, windows_of

MODELS = Path(__file__).parent / "model"  # one folder a size
SMALL, LARGE = "small", "large"
Floats = NDArray[np.float32]
Job = TypeVar("Job")
Done = TypeVar("Done")
_OUTPUTS = ("bounds", "sides", "polarity", "intents", "embedding", "meanings")
_FEW = 4  # windows under which threads cost more than they save


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
        return joined(texts, self.settings.width)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the embeddings of texts: float32, n × width, of norm 1 (0 for an empty text)."""
        return self.read(texts).embedding

    def meanings(self, texts: Sequence[str]) -> Floats:
        """Return what texts name: float32, n × width, of norm 1, as `Encoded.meanings` of targets.

        What is beyond the first window is not read; an empty text is 0.
        """
        longest = self.settings.longest
        cut = [
            windows_of(text, *pieces, [(0, len(text))], [0], longest)[:1]
            for text, pieces in zip(texts, pieces_of(self._tokenizer, texts), strict=True)
        ]
        read = iter(self._each(self._meaning, [window for one in cut for window in one]))
        rows = [next(read) if one else np.zeros(self.settings.width, np.float32) for one in cut]
        return np.stack(rows) if rows else np.zeros((0, self.settings.width), np.float32)

    def _meaning(self, window: Window) -> Floats:
        asked = {"pieces": window.pieces, "sentences": window.belonging}
        (states,) = self._session.run(["meanings"], asked)
        return unit(states.sum(axis=0))

    def polarity_of(self, sentences: Sequence[str], places: Sequence[Span | None]) -> Floats:
        """Return how each sentence judges what stands at a place of it.

        Parameters
        ----------
        sentences : the same one may come several times.
        places : code points (end exclusive) of the sentence; None for the sentence as a whole.

        Returns
        -------
        float32, n × 3
            Probabilities of negative, neutral, positive. A place that holds nothing readable is
            judged as its sentence is.
        """
        rows = {sentence: row for row, sentence in enumerate(dict.fromkeys(sentences))}
        texts = self.read_texts(list(rows), [[(0, len(sentence))] for sentence in rows])
        shares = np.zeros((len(sentences), 3), dtype=np.float32)
        for number, (sentence, place) in enumerate(zip(sentences, places, strict=True)):
            read = texts[rows[sentence]]
            found = read.sides.at(*place) if place else None
            shares[number] = read.polarity[0] if found is None else found
        return shares

    def read_texts(
        self,
        texts: Sequence[str],
        parts: Sequence[Sequence[Span]],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> list[Encoded]:
        """Read texts whose parts are known: one `Encoded` a text, one row a part.

        Parameters
        ----------
        texts : what the spans count in.
        parts : for each text, code points (end exclusive), in order, without overlap.
        sentences : for each text, the number of the sentence of each part, never decreasing; each
            part is a sentence by default. Parts of a sentence are read together.

        Returns
        -------
        list of Encoded
            Targets count in the text, not in the part. A part that is not a whole sentence is
            judged as its pieces are in the mean, and has the intents of its sentence.
        """
        numbers = [range(len(listed)) for listed in parts] if sentences is None else sentences
        cut = [
            windows_of(text, *pieces, listed, owners, self.settings.longest)
            for text, pieces, listed, owners in zip(
                texts, pieces_of(self._tokenizer, texts), parts, numbers, strict=True
            )
        ]
        jobs = [
            (text, window) for text, listed in zip(texts, cut, strict=True) for window in listed
        ]
        said = iter(self._each(self._window, jobs))
        return [
            gathered([next(said) for _ in windows], len(listed), self.settings)
            for windows, listed in zip(cut, parts, strict=True)
        ]

    def _each(self, work: Callable[[Job], Done], jobs: Sequence[Job]) -> list[Done]:
        """Do the jobs on every core; results in order."""
        cores = _cores()
        if len(jobs) < _FEW or cores == 1:
            return [work(job) for job in jobs]
        with ThreadPoolExecutor(cores) as pool:
            return list(pool.map(work, jobs))

    def _window(self, job: tuple[str, Window]) -> tuple[list[Said], Sides]:
        text, window = job
        settings = self.settings
        asked = {"pieces": window.pieces, "sentences": window.belonging}
        bounds, sides, polarity, intents, embedding, states = self._session.run(_OUTPUTS, asked)
        bounds[:, 0] -= settings.margin
        bounds, sides = shares_of(settings, "bounds", bounds), shares_of(settings, "sides", sides)
        polarity = shares_of(settings, "polarity", polarity)
        intents = shares_of(settings, "intents", intents)
        said = []
        for row, part in enumerate(window.parts):
            place = part.first, part.end
            found = targets_of(
                text, window.offsets, bounds, sides, *place, settings.slope, settings.shift
            )
            meanings = [unit(states[first:last].sum(axis=0)) for first, last, _ in found]
            targets = [target for _, _, target in found]
            judged = polarity if window.whole else sides[part.first : part.end].mean(axis=0)
            heads = embedding[row], judged, intents
            said.append(Said(part.number, part.end - part.first, *heads, targets, meanings))
        return said, Sides(window.offsets, sides, 1 - bounds[:, OUTSIDE])


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def shipped_encoder(size: str = SMALL) -> Encoder:
    """Return an encoder of the package, opened at first use; errors as in `open_encoder`.

    ``SMALL`` (6 layers) is the default; ``LARGE`` (12 layers) reads better, half as fast.
    """
    return Encoder.open(MODELS / size)
