"""Teaching: a few examples make a theme.

What is learned from a few examples adds to the expressions of a theme. Nobody has said of the other
voices whether they have it, so they count as not having it, and the threshold comes from the
examples hidden in turn and from how many voices it takes: the one where the square of the share of
examples found, over the share of voices taken, is highest (Lee and Liu 2003, Learning with Positive
and Unlabeled Examples Using Weighted Logistic Regression, ICML).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from rebond.errors import InputError
from rebond.understand.codebook import load_codebook, ready_made
from rebond.understand.keeping.editing import change
from rebond.understand.learned.expressions import telling_expressions
from rebond.understand.learned.features import Embedder, counts_of, expressions_of, weighing
from rebond.understand.learned.linear import NOTHING, Floats, fit, products
from rebond.understand.learned.meanings import available_embedder
from rebond.understand.learned.storing import learned_of
from rebond.understand.learned.weights import (
    MEANING,
    WORDS,
    Column,
    LearnedWeights,
    cut,
    sentences_of,
)
from rebond.understand.themes import LANGUAGES, Codebook, Theme, joined

LEAST, ENOUGH = 3, 10  # examples without which nothing is learned, and that make a good start
MOST_VOICES = 2_000
_FEW_VOICES = 300  # under which sentences of the shipped codebooks stand beside them
_PARTS = 5
_STRENGTH = {WORDS: 8.0, MEANING: 40.0}  # found on public sets that may be trained on
_EMPHASIS = 2.0  # of the meaning
_CONTRARY = 5.0  # how many voices a counter-example counts for
_SMOOTHING = 0.7  # of the scores of the examples, in standard deviations
_SLOPE = 8.0


@dataclass(frozen=True)
class Lesson:
    """What a person teaches of a theme: examples, counter-examples, keywords by language."""

    examples: Sequence[str] = ()
    unlike: Sequence[str] = ()
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Taught:
    """A codebook after a lesson.

    ``found_hidden`` of the ``examples`` are found when each is hidden in turn; None when there are
    too few examples to learn from, and the theme is told by its keywords alone.
    """

    codebook: Codebook
    theme: Theme
    examples: int
    found_hidden: int | None


@dataclass(frozen=True)
class Background:
    """Voices of which nobody has said anything, beside which examples are learned."""

    texts: Sequence[str] = ()
    languages: Sequence[str] = ()


def teach(
    codebook: Codebook,
    identifier: str,
    lesson: Lesson,
    *,
    background: Background | None = None,
    with_meaning: bool = True,
) -> Taught:
    """Teach a theme of a codebook by examples.

    Parameters
    ----------
    codebook : it keeps the examples, beside those of earlier lessons.
    identifier : the theme; add it first when it is new (`rebond.understand.keeping.editing.add`).
    lesson : ten examples are a good start, under three nothing is learned from them; keywords are
        looked for as they are.
    background : voices of the company, at best some hundreds. Without them, or with few, the
        examples of the codebooks that ship stand in.
    with_meaning : False to look at words only.

    Raises
    ------
    CodebookError
        When the theme is not there.
    InputError
        When the lesson is empty, or an example is a counter-example too.
    """
    theme = _with_lesson(codebook.theme(identifier), lesson)
    taught = codebook.with_theme(theme)
    beside = background or Background()
    embedder = available_embedder() if with_meaning else None
    weights, found = fit_taught(taught, beside, embedder)
    earlier = codebook.weights.parts if codebook.weights else ()
    kept = [part for part in earlier if not all(column.adds for column in part.columns)]
    learned = learned_of([*kept, weights])
    made = taught.with_weights(learned)
    if identifier in found:
        expressions = _expressions(theme, beside)
        made = made.with_theme(replace(made.theme(identifier), learned=expressions))
    made = change(codebook, made, "taught", [identifier])
    count = sum(len(listed) for listed in theme.taught.values())
    return Taught(made, made.theme(identifier), count, found.get(identifier))


def fit_taught(
    codebook: Codebook, background: Background, embedder: Embedder | None
) -> tuple[LearnedWeights | None, dict[str, int]]:
    """Learn every theme of a codebook that has examples; return how many are found when hidden."""
    themes = [t for t in codebook.leaves if sum(map(len, t.taught.values())) >= LEAST]
    if not themes:
        return None, {}
    rows = _Rows.of(codebook, themes, background)
    vectors = embedder.embed(rows.texts) if embedder else None
    counts = counts_of(rows.texts)
    made = weighing(counts, vectors, _EMPHASIS)
    method = WORDS if vectors is None else MEANING
    named = tuple(theme.id for theme in codebook.without_learned.leaves if theme.named)
    sparse = made.text(counts)
    dense = expressions_of(rows.texts, rows.languages, codebook, named)
    if vectors is not None:
        dense = np.hstack([dense, made.meaning(vectors)])
    shared = products(sparse, dense)
    found = fit(shared, rows.targets, rows.parts, _STRENGTH[method], rows.importance)
    columns, hidden = [], {}
    for index, theme in enumerate(themes):
        own = rows.targets[:, index] > 0
        scores = found.held_out[:, index]
        threshold = _threshold(scores[own], scores[rows.unlabelled])
        hidden[theme.id] = int((scores[own] >= threshold).sum())
        columns.append(Column(theme.id, method, threshold, adds=True))
    linear = found.weights(sparse, dense)
    weights = LearnedWeights(
        tuple(columns),
        made,
        named,
        linear if method == WORDS else NOTHING,
        linear if method == MEANING else NOTHING,
        rows.sentences,
        _SLOPE,
        embedder.version if embedder else "",
    )
    return weights, hidden


@dataclass(frozen=True)
class _Rows:
    """What is learned from: examples, counter-examples, then what nobody has spoken of."""

    texts: list[str]
    languages: list[str]
    targets: Floats
    parts: list[int]
    importance: Floats
    unlabelled: slice
    sentences: int

    @classmethod
    def of(cls, codebook: Codebook, themes: Sequence[Theme], background: Background) -> _Rows:
        """Gather the rows: each example is a part of its own, what is beside them five parts."""
        told: dict[tuple[str, str], set[int]] = {}
        for index, theme in enumerate(themes):
            for language, listed in theme.taught.items():
                for text in listed:
                    told.setdefault((text, language), set()).add(index)
        contrary = {
            (text, language)
            for theme in codebook.leaves
            for language, listed in theme.unlike.items()
            for text in listed
        } - set(told)
        lengths = sorted(max(1, len(sentences_of(text))) for text, _ in told)
        usual = lengths[round(0.8 * (len(lengths) - 1))]
        beside = [pair for pair in _beside(codebook, background, usual) if pair not in told]
        rows = [*told, *sorted(contrary), *beside]
        targets = np.zeros((len(rows), len(themes)))
        for row, indices in enumerate(told.values()):
            targets[row, list(indices)] = 1.0
        first = len(told) + len(contrary)
        return cls(
            [text for text, _ in rows],
            [language for _, language in rows],
            targets,
            [*range(_PARTS, _PARTS + first), *(row % _PARTS for row in range(len(beside)))],
            np.array([1.0] * len(told) + [_CONTRARY] * len(contrary) + [1.0] * len(beside)),
            slice(first, len(rows)),
            usual,
        )


def _with_lesson(theme: Theme, lesson: Lesson) -> Theme:
    both = {text.strip() for text in lesson.examples} & {text.strip() for text in lesson.unlike}
    if both:
        raise InputError(
            "“{text}” is given as an example and as a counter-example. Keep it in one of the two.",
            text=sorted(both)[0],
        )
    keywords = dict(lesson.keywords)
    if not (lesson.examples or lesson.unlike or any(keywords.values())):
        raise InputError("Nothing is taught: give examples, counter-examples or keywords.")
    examples, unlike = _by_language(lesson.examples), _by_language(lesson.unlike)
    dropped = {text.strip() for text in lesson.unlike}
    regained = {text.strip() for text in lesson.examples}
    return replace(
        theme,
        words=joined(theme.words, keywords),
        taught=_left(joined(theme.taught, examples), dropped),
        unlike=_left(joined(theme.unlike, unlike), regained),
    )


def _left(listed: Mapping[str, Sequence[str]], unwanted: set[str]) -> dict[str, tuple[str, ...]]:
    kept = {k: tuple(text for text in texts if text not in unwanted) for k, texts in listed.items()}
    return {language: texts for language, texts in kept.items() if texts}


def _by_language(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return texts by language, personal data masked; one of neither language counts as French."""
    from rebond.listen.texts.language import languages
    from rebond.listen.texts.personal_data import mask

    stripped = [" ".join(text.split()) for text in texts if text.strip()]
    if not stripped:
        return {}
    masked = mask(pa.array(stripped, pa.string()))[0]
    spoken = languages(masked).to_pylist()
    usual = max(LANGUAGES, key=lambda known: (spoken.count(known), known == "fr"))
    found: dict[str, list[str]] = {}
    for text, language in zip(masked.to_pylist(), spoken, strict=True):
        found.setdefault(language if language in LANGUAGES else usual, []).append(text)
    return found


def _beside(codebook: Codebook, background: Background, sentences: int) -> list[tuple[str, str]]:
    """Return texts of which nobody has said anything, at most 2,000 of them.

    Voices are cut in pieces as long as the examples are, since they will be read so.
    """
    step = max(1, -(-len(background.texts) // MOST_VOICES))
    voices = list(zip(background.texts, background.languages, strict=True))[::step]
    pairs = [
        (text[start:end], language)
        for text, language in voices
        for start, end in cut(text, sentences)
    ]
    pairs = pairs[:: max(1, -(-len(pairs) // MOST_VOICES))]
    if len(pairs) < _FEW_VOICES:
        others = [codebook, *(load_codebook(identifier) for identifier in ready_made())]
        pairs += [
            (text, language)
            for book in others
            for theme in book.leaves
            for language, listed in theme.examples.items()
            for text in listed
        ]
    return list(dict.fromkeys(pairs))


def _threshold(own: Floats, others: Floats) -> float:
    """Return the score from which a theme is told."""
    from scipy.special import ndtr

    spread = max(_SMOOTHING * float(own.std()), 1e-3)
    levels = np.unique(np.concatenate([np.quantile(others, np.linspace(0.5, 1.0, 101)), own]))
    kept = ndtr((own[None, :] - levels[:, None]) / spread).mean(axis=1)
    taken = ((others[None, :] >= levels[:, None]).sum(axis=1) + 1) / (len(others) + 1)
    return round(float(levels[(kept**2 / taken).argmax()]), 4)


def _expressions(theme: Theme, background: Background) -> Mapping[str, tuple[str, ...]]:
    """Return the expressions that three examples share and hardly any voice beside them holds."""
    pairs = [(text, language) for language, listed in theme.taught.items() for text in listed]
    step = max(1, -(-len(background.texts) // MOST_VOICES))
    beside = list(zip(background.texts, background.languages, strict=True))[::step]
    rows = [*pairs, *(pair for pair in beside if pair not in set(pairs))]
    coded = [{theme.id}] * len(pairs) + [set[str]()] * (len(rows) - len(pairs))
    found = telling_expressions(
        [text for text, _ in rows],
        [language for _, language in rows],
        [""] * len(rows),
        coded,
        [theme.id],
    )
    return dict(found.get(theme.id, {}))
