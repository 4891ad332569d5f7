"""What any system must beat: TF-IDF with logistic regression, dictionaries, a lexicon.

TF-IDF is that of words 1-2 and letters 2-5 everywhere; nothing is tuned on what is measured.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from measuring.formats import SHARED, Opinion, Sentence, fold_of
from measuring.scores import f1, found

LEXICON = SHARED / "lexicons_fr" / "fr-sentiment.xml"
_THRESHOLDS = [step / 100 for step in range(15, 75, 5)]
_STRENGTH = 10.0  # C of the regressions
_PARTS = 3
_WINDOW = 40  # letters looked at on each side of a target
_CLEAR = 0.1  # mean polarity from which Pattern tells a text positive
_NEGATIONS = {"pas", "jamais", "rien", "aucun", "aucune", "plus", "sans", "ni", "guère"}


def vectorised(known: Sequence[str], *others: Sequence[str]) -> list[Any]:
    """Return the TF-IDF of the texts, fitted on the first ones."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    return [union.fit_transform(known), *(union.transform(texts) for texts in others)]


def _regression(features: Any, labels: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    several = len(set(labels)) > 2
    solver = "lbfgs" if several else "liblinear"
    return LogisticRegression(C=_STRENGTH, solver=solver, max_iter=1000).fit(features, labels)


def classes(known: Sequence[str], labels: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Return the likeliest class of each text."""
    before, after = vectorised(known, texts)
    return [int(label) for label in _regression(before, list(labels)).predict(after)]


def categories(train: Sequence[Sentence], test: Sequence[Sentence]) -> list[set[str]]:
    """Return the categories of each test sentence.

    One regression a category; one threshold, tuned on three parts of ``train`` cut by review.
    """
    names = sorted({opinion.category for s in train for opinion in s.opinions})
    wanted = [{opinion.category for opinion in s.opinions} for s in train]
    parts = np.array([fold_of("inner " + s.group, _PARTS) for s in train])
    shares = np.zeros((len(train), len(names)))
    for part in range(_PARTS):
        inside = [s for s, p in zip(train, parts, strict=True) if p != part]
        outside = [s for s, p in zip(train, parts, strict=True) if p == part]
        if inside and outside:
            shares[parts == part] = _shares(inside, outside, names)
    best = max(
        _THRESHOLDS, key=lambda t: float(f1(found(_above(shares, names, t), wanted).sum(axis=0)))
    )
    return _above(_shares(train, test, names), names, best)


def _shares(train: Sequence[Sentence], test: Sequence[Sentence], names: Sequence[str]) -> Any:
    known, unknown = vectorised([s.text for s in train], [s.text for s in test])
    shares = np.zeros((len(test), len(names)))
    for column, name in enumerate(names):
        labels = [any(o.category == name for o in s.opinions) for s in train]
        if any(labels) and not all(labels):
            shares[:, column] = _regression(known, labels).predict_proba(unknown)[:, 1]
    return shares


def _above(shares: Any, names: Sequence[str], threshold: float) -> list[set[str]]:
    return [
        {name for name, share in zip(names, row, strict=True) if share >= threshold}
        for row in shares
    ]


def polarities(train: Sequence[Sentence], asked: Sequence[tuple[str, str]]) -> list[int]:
    """Return the polarity of each (sentence, category), learned from the opinions of ``train``."""
    known = [(s.text, o.category, o.polarity) for s in train for o in s.opinions]
    names = sorted({category for _, category, _ in known})
    before, after = vectorised([text for text, *_ in known], [text for text, _ in asked])
    model = _regression(
        _beside(before, [category for _, category, _ in known], names),
        [polarity for *_, polarity in known],
    )
    told = model.predict(_beside(after, [category for _, category in asked], names))
    return [int(label) for label in told]


def _beside(features: Any, categories: Sequence[str], names: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix, hstack

    rows = [[float(category == name) for name in names] for category in categories]
    return hstack([features, csr_matrix(rows).reshape(len(categories), len(names))])


def first_targets(
    train: Sequence[Sentence], test: Sequence[Sentence], told: Sequence[set[str]]
) -> list[set[tuple[int, int]]]:
    """Return the places that the official baseline of slot 2 gives, for the categories told.

    For each category, the targets of training of that category; in a sentence told of it, the one
    that stands first.
    """
    listed: dict[str, set[str]] = defaultdict(set)
    for sentence in train:
        for opinion in sentence.opinions:
            if opinion.target:
                listed[opinion.category].add(opinion.target.lower())
    patterns = {category: _any_of(words) for category, words in listed.items()}
    return [
        {match.span() for c in names if c in patterns and (match := patterns[c].search(s.text))}
        for s, names in zip(test, told, strict=True)
    ]


def _any_of(words: set[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def known_targets(
    train: Sequence[Sentence], test: Sequence[Sentence]
) -> list[set[tuple[str, int]]]:
    """Return (target as written, polarity): targets of training, judged by TF-IDF.

    A target is looked for when training marks it at least half of the times it stands there; its
    polarity is learned from the sentence and from the letters around it.
    """
    marked = Counter(t for s in train for t in {o.target.lower() for o in s.opinions if o.target})
    written = " \n ".join(s.text.lower() for s in train)
    kept = {
        target
        for target, count in marked.items()
        if 2 * count >= len(re.findall(rf"(?<!\w){re.escape(target)}(?!\w)", written))
    }
    if not kept:
        return [set() for _ in test]
    pattern = _any_of(kept)
    places = [[(m.start(), m.end()) for m in pattern.finditer(s.text)] for s in test]
    asked = [(s.text, *place) for s, listed in zip(test, places, strict=True) for place in listed]
    judged = iter(_judged_targets(train, asked))
    return [
        {(s.text[start:end], next(judged)) for start, end in listed}
        for s, listed in zip(test, places, strict=True)
    ]


def _judged_targets(train: Sequence[Sentence], asked: Sequence[tuple[str, int, int]]) -> list[int]:
    from scipy.sparse import hstack

    known = [(s.text, *_place(s.text, o), o.polarity) for s in train for o in s.opinions]
    if not asked:
        return []
    whole = vectorised([row[0] for row in known], [row[0] for row in asked])
    near = vectorised([_around(*row[:3]) for row in known], [_around(*row) for row in asked])
    model = _regression(hstack([whole[0], near[0]]), [row[3] for row in known])
    return [int(label) for label in model.predict(hstack([whole[1], near[1]]))]


def _place(text: str, opinion: Opinion) -> tuple[int, int]:
    start = text.lower().find(opinion.target.lower()) if opinion.target else 0
    return (start, start + len(opinion.target)) if opinion.target and start >= 0 else (0, len(text))


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _WINDOW) : end + _WINDOW]


def by_lexicon(
    texts: Sequence[str], sides: Collection[int] = (-1, 0, 1), path: Path = LEXICON
) -> list[int]:
    """Return the side of each text by Pattern's French lexicon: -1, 0 or 1.

    The mean polarity of the words known, turned and halved behind a negation, as Pattern does:
    positive from 0.1. Below, negative; but neutral down to -0.1 when that is one of the ``sides``.
    """
    scores = _lexicon(path)
    lowest = -_CLEAR if 0 in sides else _CLEAR
    found = []
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        told = [
            scores[word] * (-0.5 if _NEGATIONS & set(words[max(0, place - 2) : place]) else 1.0)
            for place, word in enumerate(words)
            if word in scores
        ]
        mean = sum(told) / len(told) if told else 0.0
        found.append(1 if mean >= _CLEAR else 0 if mean > lowest else -1)
    return found


def _lexicon(path: Path) -> dict[str, float]:
    told: dict[str, list[float]] = defaultdict(list)
    for word in ElementTree.parse(path).getroot().iter("word"):
        told[word.get("form", "").lower()].append(float(word.get("polarity", "0")))
    return {form: sum(listed) / len(listed) for form, listed in told.items()}
