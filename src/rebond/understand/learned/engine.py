"""Reading with what was learned, over the engine that reads the rest.

The engine below says what is judged, how, and in which words; the weights learned say which of
their themes a text speaks of. An opinion keeps its span and its polarity, and gets or loses its
theme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from rebond.understand.codebook import Codebook
from rebond.understand.engine import Engine, Opinion, table_of
from rebond.understand.intents import intent_of
from rebond.understand.learned.features import Embedder
from rebond.understand.learned.meanings import available_embedder
from rebond.understand.learned.storing import Learned
from rebond.understand.learned.weights import Decision, LearnedWeights, Piece, sentences_of

_LAYER = "learned-1"  # changes when the code below changes its answers
Span = tuple[int, int]


@dataclass(frozen=True)
class LearnedEngine:
    """An engine that tells the themes of ``weights`` over those of ``base``."""

    base: Engine
    weights: Learned
    embedder: Embedder | None

    @property
    def model_version(self) -> str:
        """Version of what reads; what was learned counts in the codebook's."""
        return f"{self.base.model_version}+{_LAYER}"

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts (`rebond.schemas.OPINIONS_OF_TEXTS`)."""
        found = opinions_of(self.base.read(texts, languages, codebook), len(texts))
        by_row: list[list[tuple[Decision, Span]]] = [[] for _ in texts]
        for part in self.weights.parts:
            reader = _PartReader(part, self.embedder, codebook, texts, languages)
            decisions = part.decide(texts, languages, codebook, self.embedder)
            for decision, place in zip(decisions, reader.places(decisions, found), strict=True):
                by_row[decision.piece.row].append((decision, place))
        columns = [column for part in self.weights.parts for column in part.columns]
        own = frozenset(column.theme for column in columns if not column.adds)
        read = [
            _layered(found[row], by_row[row], own, text, language)
            for row, (text, language) in enumerate(zip(texts, languages, strict=True))
        ]
        return table_of(read, self.model_version, codebook.version)


@dataclass(frozen=True)
class _PartReader:
    """Finds where, in the texts, a part of the weights tells its themes."""

    weights: LearnedWeights
    embedder: Embedder | None
    codebook: Codebook
    texts: Sequence[str]
    languages: Sequence[str]

    def places(
        self, decisions: Sequence[Decision], found: Sequence[Sequence[Opinion]]
    ) -> list[Span]:
        """Return the sentence of each decision: the one that tells its theme best."""
        cuts = {d.piece: _sentences(self.texts[d.piece.row], d.piece) for d in decisions}
        doubtful = {
            decision.piece
            for decision in decisions
            if len(cuts[decision.piece]) > 1 and not _named(decision, found[decision.piece.row])
        }
        asked = [(piece, span) for piece in sorted(doubtful) for span in cuts[piece]]
        scores: Mapping[tuple[Piece, Span], Sequence[float]] = {}
        if asked:
            told = self.weights.scores(
                [self.texts[piece.row][start:end] for piece, (start, end) in asked],
                [self.languages[piece.row] for piece, _ in asked],
                self.codebook,
                self.embedder,
            )
            scores = {key: row.tolist() for key, row in zip(asked, told, strict=True)}
        columns = [column.theme for column in self.weights.columns]

        def best(decision: Decision) -> Span:
            spans = cuts[decision.piece]
            if len(spans) == 1 or decision.piece not in doubtful:
                return spans[0][0], spans[-1][1]
            own = [index for index, theme in enumerate(columns) if theme == decision.theme]
            return max(
                spans, key=lambda span: max(scores[decision.piece, span][index] for index in own)
            )

        return [best(decision) for decision in decisions]


def engine_for(codebook: Codebook, base: Engine) -> Engine:
    """Return the engine that reads with a codebook: ``base``, under what was learned for it."""
    if codebook.weights is None:
        return base
    needed = codebook.weights.reads_meaning
    return LearnedEngine(base, codebook.weights, available_embedder() if needed else None)


def opinions_of(table: pa.Table, texts: int) -> list[list[Opinion]]:
    """Return the opinions of each text, from the table of an engine."""
    found: list[list[Opinion]] = [[] for _ in range(texts)]
    columns = [table.column(name).to_pylist() for name in ("row", *Opinion._fields)]
    for row, *values in zip(*columns, strict=True):
        found[row].append(Opinion(*values))
    return found


def _sentences(text: str, piece: Piece) -> list[Span]:
    return [
        (piece.start + start, piece.start + end)
        for start, end in sentences_of(text[piece.start : piece.end])
    ] or [(piece.start, piece.end)]


def _named(decision: Decision, found: Sequence[Opinion]) -> list[Opinion]:
    """Return the opinions of the engine below that have this theme, in this piece."""
    return [
        opinion
        for opinion in found
        if opinion.theme == decision.theme
        and decision.piece.start <= opinion.start
        and opinion.end <= decision.piece.end
    ]


def _layered(
    found: Sequence[Opinion],
    decisions: Sequence[tuple[Decision, Span]],
    own: frozenset[str],
    text: str,
    language: str,
) -> list[Opinion]:
    """Return the opinions of a text once the themes learned are told."""
    read = [opinion for opinion in found if opinion.theme is not None and opinion.theme not in own]
    free = [opinion for opinion in found if opinion.theme is None]
    used: set[Opinion] = set()
    for decision, place in decisions:
        named = _named(decision, found)
        if named:
            used.update(named)
            if decision.theme not in own:
                continue  # the expressions have told it already
            read += [o._replace(confidence=o.confidence * decision.confidence) for o in named]
            continue
        judged = _judged(place, free) or _judged(place, found)
        if judged is None:
            sentence = text[place[0] : place[1]]
            intent = intent_of(sentence, language, 0).value
            judged = Opinion(*place, "", None, 0, intent, 1.0)
        used.add(judged)
        sure = judged.confidence * decision.confidence
        read.append(judged._replace(theme=decision.theme, confidence=sure))
    for opinion in found:
        if opinion in used or not (opinion.theme is None or opinion.theme in own):
            continue
        if not any(other.start < opinion.end and opinion.start < other.end for other in read):
            read.append(opinion._replace(theme=None))
    return sorted(set(read), key=lambda o: (o.start, o.end, o.theme or "", o.polarity))


def _judged(place: Span, among: Sequence[Opinion]) -> Opinion | None:
    """Return the opinion of a sentence: one that judges rather than not, the surest of them."""
    inside = [o for o in among if place[0] <= o.start and o.end <= place[1]]
    return max(inside, key=lambda o: (o.polarity != 0, o.confidence, -o.start), default=None)
