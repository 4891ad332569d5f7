"""A token classifier of Hugging Face, exported to ONNX, read as an encoder of our own is.

The folder holds ``config.json``, ``tokenizer.json`` and ``model.onnx`` (or ``onnx/model.onnx``), as
``optimum-cli export onnx --task token-classification`` writes them. Its labels tell where a target
is and how it is judged: ``O``, ``B-POS``, ``I-POS``, ``B-NEG``… It tells neither intents nor
meanings: intents then follow from the polarity and from our patterns, themes from the expressions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.errors import MissingPart, ModelUnusable
from rebond.understand.encoder import Encoded, Encoder
from rebond.understand.encoder.gathering import Sides
from rebond.understand.encoder.loading import Parts, Settings
from rebond.understand.encoder.spans import BEGIN, INSIDE, OUTSIDE, Target, targets_of

CONFIG, PIECES = "config.json", "tokenizer.json"
NETWORKS = ("model.onnx", "onnx/model.onnx")
Floats = NDArray[np.float32]
Span = tuple[int, int]
_WIDTH = 8  # of embeddings that say nothing
_LONGEST = 512  # pieces read at once, special ones included
_SURROGATES = re.compile("[\ud800-\udfff]")
_POLARITIES = {
    "positive": 1, "pos": 1, "positif": 1, "negative": -1, "neg": -1, "negatif": -1,
    "neutral": 0, "neu": 0, "neutre": 0, "conflict": 0, "mixed": 0,
}  # fmt: skip
_BEGINS = {"b", "s", "u"}
_INSIDES = {"i", "e", "l", "m"}


@dataclass(frozen=True)
class Labels:
    """What the labels of a classifier stand for.

    ``place`` : for each label, `OUTSIDE`, `BEGIN` or `INSIDE`; ``side`` : -1, 0 or 1.
    """

    place: tuple[int, ...]
    side: tuple[int, ...]

    def shares(self, probabilities: Floats) -> tuple[Floats, Floats]:
        """Return pieces × 3 bounds, and pieces × 3 sides given that a piece is of a target."""
        bounds = np.zeros((len(probabilities), 3), dtype=np.float32)
        sides = np.full((len(probabilities), 3), 1e-9, dtype=np.float32)
        for column, (place, side) in enumerate(zip(self.place, self.side, strict=True)):
            bounds[:, place] += probabilities[:, column]
            if place != OUTSIDE:
                sides[:, side + 1] += probabilities[:, column]
        return bounds, sides / sides.sum(axis=1, keepdims=True)


def labels_of(names: Sequence[str], folder: Path) -> Labels:
    """Return what labels stand for.

    Raises
    ------
    ModelUnusable
        When a label is not of a known form, or when none tells a polarity.

    >>> labels_of(["O", "B-POS", "I-POS", "B-negative"], Path("model")).side
    (0, 1, 1, -1)
    """
    places, sides = [], []
    for name in names:
        pieces = [piece for piece in re.split(r"[-_ ]+", name.lower()) if piece]
        told = [_POLARITIES[piece] for piece in pieces if piece in _POLARITIES]
        if pieces in (["o"], ["none"], ["outside"]):
            places.append(OUTSIDE)
        elif told:
            places.append(BEGIN if pieces[0] in _BEGINS else INSIDE)
        else:
            raise _unusable(
                folder, f"label {name!r} (labels read: O, B-POS, I-POS, B-NEG, I-NEG, B-NEU, I-NEU)"
            )
        sides.append(told[0] if told else 0)
    if OUTSIDE not in places or len(set(places)) == 1:
        raise _unusable(folder, f"labels {', '.join(names)}")
    return Labels(tuple(places), tuple(sides))


class TokenClassifier(Encoder):
    """A classifier in the place of an encoder: each sentence is read by itself."""

    def __init__(self, parts: Parts, labels: Labels) -> None:
        super().__init__(parts)
        self._session = parts.session
        self._tokenizer = parts.tokenizer
        self._labels = labels
        self._inputs = {one.name for one in parts.session.get_inputs()}

    @classmethod
    def open(cls, folder: Path) -> TokenClassifier:
        """Open the classifier of a folder.

        Raises
        ------
        MissingPart
            When onnxruntime or tokenizers is not installed.
        ModelUnusable
            When a file is absent or damaged, or when the labels cannot be understood.
        """
        try:
            import onnxruntime
            import tokenizers
        except ImportError as error:
            raise MissingPart(
                "The engine of the folder {folder} needs {name}, which is not installed. "
                "Type: pip install {name}",
                folder=str(folder),
                name=error.name or "onnxruntime",
            ) from None
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            network = network_in(folder) or folder / NETWORKS[0]
            options = onnxruntime.SessionOptions()
            # One thread a window, and the same bits wherever it runs.
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 4
            session = onnxruntime.InferenceSession(
                str(network), sess_options=options, providers=["CPUExecutionProvider"]
            )
            tokenizer = tokenizers.Tokenizer.from_file(str(folder / PIECES))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            names = [config["id2label"][key] for key in sorted(config["id2label"], key=int)]
        except Exception as error:  # each library has its own, some derive from Exception alone
            raise _unusable(folder, str(error).strip().splitlines()[0]) from None
        labels = labels_of(names, folder)
        longest = min(int(config.get("max_position_embeddings") or _LONGEST), _LONGEST)
        settings = Settings(name=_name(config, folder), width=_WIDTH, longest=longest)
        version = f"{settings.name}-{_digest(folder, network)}"
        return cls(Parts(session, tokenizer, settings, version), labels)

    def meanings(self, texts: Sequence[str]) -> Floats:
        """Return rows of zeros: a classifier does not tell what texts mean."""
        return np.zeros((len(texts), _WIDTH), dtype=np.float32)

    def read_texts(
        self,
        texts: Sequence[str],
        parts: Sequence[Sequence[Span]],
        sentences: Sequence[Sequence[int]] | None = None,
        reach: int | None = None,  # noqa: ARG002 — each sentence is read alone
    ) -> list[Encoded]:
        """Read texts whose parts are known, as `Encoder.read_texts` does."""
        numbers = [range(len(listed)) for listed in parts] if sentences is None else sentences
        return [
            self._of_text(_SURROGATES.sub("\ufffd", text), listed, owners)
            for text, listed, owners in zip(texts, parts, numbers, strict=True)
        ]

    def _of_text(self, text: str, parts: Sequence[Span], owners: Sequence[int]) -> Encoded:
        offsets: list[Span] = []
        found: list[Floats] = []
        for start, end in _sentences(parts, owners):
            for places, probabilities in self._windows(text[start:end]):
                offsets += [(start + first, start + last) for first, last in places]
                found.append(probabilities)
        bounds, sides = self._labels.shares(
            np.concatenate(found) if found else np.zeros((0, len(self._labels.place)), np.float32)
        )
        targets = [_targets(text, offsets, bounds, sides, part) for part in parts]
        polarity = [_side_of(offsets, bounds, sides, part) for part in parts]
        shares = np.array(polarity, dtype=np.float32).reshape(-1, 3)
        empty = np.zeros((len(parts), _WIDTH), dtype=np.float32)
        return Encoded(
            empty,
            shares,
            _intents(shares),
            targets,
            [np.zeros((len(listed), _WIDTH), dtype=np.float32) for listed in targets],
            Sides(offsets, sides),
        )

    def _windows(self, sentence: str) -> Iterable[tuple[list[Span], Floats]]:
        """Give the places and the probabilities of the pieces of a sentence, window by window."""
        rest = 0
        while sentence[rest:].strip():
            encoded = self._tokenizer.encode(sentence[rest:])
            kept = encoded.ids[: self.settings.longest - 1]
            whole = len(kept) == len(encoded.ids)
            kept = kept if whole else [*kept, encoded.ids[-1]]
            feed = {
                "input_ids": np.array([kept], dtype=np.int64),
                "attention_mask": np.ones((1, len(kept)), dtype=np.int64),
                "token_type_ids": np.zeros((1, len(kept)), dtype=np.int64),
            }
            asked = {name: value for name, value in feed.items() if name in self._inputs}
            logits = self._session.run(None, asked)[0]
            own = [
                (row, (rest + place[0], rest + place[1]))
                for row, place in enumerate(encoded.offsets[: len(kept) - (0 if whole else 1)])
                if not encoded.special_tokens_mask[row] and place[0] < place[1]
            ]
            yield [place for _, place in own], _softmax(logits[0][[row for row, _ in own]])
            if whole or not own or own[-1][1][1] <= rest:
                return
            rest = own[-1][1][1]


def network_in(folder: Path) -> Path | None:
    """Return the network of a folder of Hugging Face, None without one."""
    return next((folder / name for name in NETWORKS if (folder / name).is_file()), None)


def _sentences(parts: Sequence[Span], owners: Sequence[int]) -> list[Span]:
    spans: dict[int, Span] = {}
    for (start, end), owner in zip(parts, owners, strict=True):
        first, _ = spans.get(owner, (start, end))
        spans[owner] = (first, end)
    return list(spans.values())


def _targets(
    text: str, offsets: Sequence[Span], bounds: Floats, sides: Floats, part: Span
) -> list[Target]:
    rows = _inside(offsets, part)
    if not rows:
        return []
    found = targets_of(text, offsets, bounds, sides, rows[0], rows[-1] + 1)
    return [one.target for one in found]


def _side_of(
    offsets: Sequence[Span], bounds: Floats, sides: Floats, part: Span
) -> tuple[float, float, float]:
    """Return how a part is judged: as its targets are, neutral as far as it holds none."""
    rows = _inside(offsets, part)
    there = 1 - bounds[rows, OUTSIDE]
    if not rows or float(there.sum()) < 1e-6:
        return 0.0, 1.0, 0.0
    mean = (sides[rows] * there[:, None]).sum(axis=0) / there.sum()
    most = float(there.max())
    negative, neutral, positive = (most * mean).tolist()
    return negative, neutral + 1 - most, positive


def _inside(offsets: Sequence[Span], part: Span) -> list[int]:
    return [row for row, (first, last) in enumerate(offsets) if first < part[1] and last > part[0]]


def _intents(shares: Floats) -> Floats:
    """Return praise as far as it is positive, complaint as far as negative, else other."""
    intents = np.zeros((len(shares), 5), dtype=np.float32)
    intents[:, 0], intents[:, 1], intents[:, 4] = shares[:, 2], shares[:, 0], shares[:, 1]
    return intents


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)
    return shares


def _name(config: Mapping[str, Any], folder: Path) -> str:
    told = str(config.get("_name_or_path") or folder.resolve().name)
    return re.sub(r"[^\w.]+", "-", told.rstrip("/").split("/")[-1]).strip("-") or "classifier"


def _digest(folder: Path, network: Path) -> str:
    digest = hashlib.sha256()
    for path in (network, folder / PIECES, folder / CONFIG):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _unusable(folder: Path, problem: str) -> ModelUnusable:
    return ModelUnusable(
        "The model of the folder {folder} cannot be used: {problem}. It must hold config.json, "
        "tokenizer.json and model.onnx, for token classification with a polarity in each label.",
        folder=str(folder),
        problem=problem,
    )
