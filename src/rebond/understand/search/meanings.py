"""What a text means, part by part, small enough to be kept for every voice.

A part is a clause, read in its sentence. Its embedding is taken from a centre, since those of an
encoder all point in much the same direction; what is left is kept as one byte a number, and as one
bit a number (its sign), which is enough to find the likeliest parts among a million.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rebond.understand.polarity import useful
from rebond.understand.search.store import Meaning
from rebond.understand.sentences import clauses_of
from rebond.understand.words import words_of

if TYPE_CHECKING:
    from rebond.understand.encoder import Encoded, Encoder

Floats = NDArray[np.float32]
Bits = NDArray[np.uint64]
Span = tuple[int, int]
_TOP = 127
_BITS = 64  # bits compared at once

# Sentences of every kind, in both languages: their mean is the centre, the same everywhere.
_USUAL = (
    "Très bon accueil et personnel à l’écoute.",
    "Le délai de livraison est trop long.",
    "Je suis satisfait du service.",
    "Les prix augmentent chaque année.",
    "Produit conforme à la description.",
    "Impossible de joindre quelqu’un au téléphone.",
    "Il faudrait ouvrir plus tôt le samedi.",
    "L’application ne marche plus depuis la mise à jour.",
    "Je ne recommande pas.",
    "Rien à signaler.",
    "Le remboursement a été rapide.",
    "On attend toujours une réponse.",
    "Magasin propre et bien rangé.",
    "La qualité a baissé.",
    "Comment faire pour annuler ma commande ?",
    "Le film est long mais les acteurs jouent bien.",
    "Great staff, very helpful.",
    "The delivery took far too long.",
    "I am happy with the service.",
    "Prices keep going up.",
    "The product is as described.",
    "Nobody answers the phone.",
    "You should open earlier on Saturdays.",
    "The app has crashed since the update.",
    "I would not recommend it.",
    "Nothing to say.",
    "The refund came quickly.",
    "We are still waiting for an answer.",
    "Clean and tidy shop.",
    "Quality has gone down.",
    "How can I cancel my order?",
    "The room was small but quiet.",
)


def parts_of(text: str) -> tuple[list[Span], list[int]]:
    """Return the parts of a text: their code points, and the number of the sentence of each.

    They are those that the engine that ships reads, so that what it reads can be kept.
    """
    words = words_of(text)
    clauses = [clause for clause in clauses_of(text, words) if useful(words, clause)]
    spans = [(words.starts[clause.first], words.ends[clause.last - 1]) for clause in clauses]
    return spans, [clause.sentence for clause in clauses]


def meanings_of(encoder: Encoder, texts: Sequence[str]) -> list[Meaning]:
    """Return the meaning of each text, read with an encoder."""
    cut = [parts_of(text) for text in texts]
    read = encoder.read_texts(texts, [parts for parts, _ in cut], [owners for _, owners in cut])
    return [kept(encoder, parts, one) for (parts, _), one in zip(cut, read, strict=True)]


def kept(encoder: Encoder, parts: Sequence[Span], read: Encoded) -> Meaning:
    """Return what is kept of a text that an encoder has read part by part."""
    vectors = as_bytes(centred(encoder, read.embedding))
    places = np.array(parts, dtype=np.int32).reshape(-1, 2)
    return Meaning(places.tobytes(), vectors.tobytes(), np.packbits(vectors > 0, axis=1).tobytes())


def meaning_of_query(encoder: Encoder, said: str) -> Floats:
    """Return the meaning of what is looked for: float32, width, of norm 1."""
    vector: Floats = centred(encoder, encoder.embed([said]))[0]
    return vector


def centred(encoder: Encoder, embeddings: Floats) -> Floats:
    """Return embeddings taken from the centre, of norm 1; 0 stays 0."""
    told = embeddings.any(axis=1, keepdims=True)
    moved = np.where(told, embeddings - _centre(encoder), 0)
    norms = np.sqrt(np.square(moved).sum(axis=1, keepdims=True))
    rows: Floats = (moved / np.maximum(norms, 1e-12)).astype(np.float32)
    return rows


@lru_cache(maxsize=4)
def _centre(encoder: Encoder) -> Floats:
    mean: Floats = encoder.embed(_USUAL).mean(axis=0)
    return mean


def as_bytes(rows: Floats) -> NDArray[np.int8]:
    """Return each row on the scale of its largest number: int8, the direction being what counts."""
    largest = np.abs(rows).max(axis=1, keepdims=True) if rows.size else np.ones((len(rows), 1))
    return np.round(rows / np.maximum(largest, 1e-12) * _TOP).astype(np.int8)


def likeness(vectors: NDArray[np.int8], wanted: Floats) -> Floats:
    """Return the cosines, -1 to 1, of kept vectors (int8, n × width) with one of norm 1."""
    rows = vectors.astype(np.float32)
    norms = np.sqrt(np.square(rows).sum(axis=1))
    cosines: Floats = rows @ wanted / np.maximum(norms, 1e-12)
    return cosines


def words_of_bits(packed: NDArray[np.uint8]) -> list[Bits]:
    """Return signs (uint8, n × bytes) as columns of 64 bits, filled with zeros at the end."""
    short = -packed.shape[1] % (_BITS // 8)
    filled = np.pad(packed, ((0, 0), (0, short)))
    columns = np.ascontiguousarray(filled).view(np.uint64)
    return [np.ascontiguousarray(columns[:, place]) for place in range(columns.shape[1])]


def differing(signs: Sequence[Bits], wanted: Floats) -> NDArray[np.uint16]:
    """Return how many signs of each part differ from those of what is looked for."""
    asked = words_of_bits(np.packbits(wanted > 0)[None, :])
    count = np.zeros(len(signs[0]) if signs else 0, dtype=np.uint16)
    for column, bits in zip(signs, asked, strict=True):
        count += np.bitwise_count(column ^ bits[0])
    return count


def spans_in(places: bytes) -> list[Span]:
    """Return the code points of the parts of a text, as kept."""
    rows: Any = np.frombuffer(places, dtype=np.int32).reshape(-1, 2)
    return [(int(start), int(end)) for start, end in rows]
