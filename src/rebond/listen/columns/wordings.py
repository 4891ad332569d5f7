"""Scores as people write them: "4/5", "★★★★", "Très satisfait", "Oui"."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.values import is_missing, numbers, strings
from rebond.vocabulary import ScoreKind

_FRACTION = (
    r"^\s*(?P<value>\d{1,3}(?:[.,]\d+)?)\s*(?:/|sur|out of|of)\s*(?P<top>5|"
    r"7|10|20|100)\s*(?:stars?|étoiles?|points?)?\s*$"
)


_WITH_STARS = r"^\s*(?P<value>\d(?:[.,]\d)?)\s*-?\s*(?:★|⭐|\*|stars?|étoiles?|etoiles?)\s*$"


_SYMBOLS = r"^\s*(?:★|⭐|\x{FE0F}|☆|\*)+\s*$"


_FRACTION_RE = re.compile(_FRACTION, re.IGNORECASE)


_WITH_STARS_RE = re.compile(_WITH_STARS, re.IGNORECASE)


LONGEST_SCORE = 60  # characters of an answer that can be a score


_LIKERT: tuple[tuple[ScoreKind, tuple[tuple[str, ...], ...]], ...] = (
    (
        ScoreKind.OTHER,
        (
            ("strongly disagree", "sd", "pas du tout d'accord", "tout à fait en désaccord"),
            ("disagree", "d", "plutôt pas d'accord", "pas d'accord", "en désaccord"),
            (
                "neutral",
                "n",
                "neutre",
                "ni d'accord ni pas d'accord",
                "neither agree nor disagree",
                "m",
            ),
            ("agree", "a", "plutôt d'accord", "d'accord"),
            ("strongly agree", "sa", "tout à fait d'accord", "totalement d'accord"),
        ),
    ),
    (
        ScoreKind.CSAT,
        (
            (
                "very dissatisfied",
                "pas du tout satisfait",
                "très insatisfait",
                "extremely dissatisfied",
            ),
            (
                "dissatisfied",
                "peu satisfait",
                "plutôt pas satisfait",
                "insatisfait",
                "plutôt insatisfait",
                "somewhat dissatisfied",
            ),
            (
                "neutral",
                "neutre",
                "ni satisfait ni insatisfait",
                "moyennement satisfait",
                "neither satisfied nor dissatisfied",
            ),
            ("satisfied", "satisfait", "plutôt satisfait", "somewhat satisfied"),
            ("very satisfied", "très satisfait", "tout à fait satisfait", "extremely satisfied"),
        ),
    ),
    (
        ScoreKind.OTHER,
        (
            ("very poor", "très mauvais", "terrible", "très mauvaise"),
            ("poor", "mauvais", "bad", "mauvaise"),
            ("fair", "average", "moyen", "neither good nor poor", "moyenne", "ok", "passable"),
            ("good", "bon", "bien", "bonne"),
            ("very good", "excellent", "très bon", "très bien", "très bonne", "excellente"),
        ),
    ),
    (
        ScoreKind.STARS,
        (("one",), ("two",), ("three",), ("four",), ("five",)),
    ),
)


_BINARY = {
    "yes": "1",
    "oui": "1",
    "true": "1",
    "vrai": "1",
    "no": "0",
    "non": "0",
    "false": "0",
    "faux": "0",
}


def score_digits(values: pa.StringArray) -> pa.StringArray:
    """Write scores as plain numbers: "4/5", "4,0", "★★★★" and "Satisfied" become "4".

    What is no score stays as it is, so that nothing is lost; absences stay too.

    >>> score_digits(pa.array(["4,5", "8/10", "★★★☆☆", "Très satisfait", "peut-être"])).to_pylist()
    ['4.5', '8', '3', '5', 'peut-être']
    """
    encoded = strings(values).dictionary_encode()
    words = encoded.dictionary
    read = numbers(words).to_pylist()
    written = [
        _digits(word) if number is None else f"{number:.10g}"
        for word, number in zip(words.to_pylist(), read, strict=True)
    ]
    return pa.array(written, pa.string()).take(encoded.indices)


def _digits(word: str) -> str:
    if len(word) > LONGEST_SCORE:
        return word
    for pattern in (_FRACTION_RE, _WITH_STARS_RE):
        if found := pattern.match(word):
            return f"{float(found['value'].replace(',', '.')):g}"
    bare = word.replace("\ufe0f", "").strip()
    if bare and set(bare) <= set("★⭐☆*"):
        return str(sum(sign != "☆" for sign in bare))
    folded = _folded(word)
    if folded in _BINARY:
        return _BINARY[folded]
    for _, steps in _LIKERT:
        for rank, names in enumerate(steps, start=1):
            if folded in names:
                return str(rank)
    leading = re.match(r"^\s*(\d{1,2})\s*[-–:=(.)]\s*\D+$", word)
    return leading[1] if leading else word


def _folded(word: str) -> str:
    word = " ".join(word.lower().replace("’", "'").split())
    return re.sub(
        r"\((e|s|e s)\)|·e|\.e\b", "", re.sub(r"(satisfait)(e|es|s)\b", r"\1", word)
    ).strip()


def likert_of(values: pa.StringArray) -> ScoreKind | None:
    """Return what a column of worded answers measures, or None when it holds no such scale."""
    known = strings(values)
    known = known.filter(pc.invert(is_missing(known)))
    if not len(known):
        return None
    counts = {_folded(item["values"]): item["counts"] for item in known.value_counts().to_pylist()}
    total = sum(counts.values())
    for kind, steps in _LIKERT:
        reached = [sum(counts.get(name, 0) for name in names) for names in steps]
        if sum(reached) >= 0.9 * total and sum(count > 0 for count in reached) >= 3:
            return kind
    return None


def written_top(array: pa.StringArray) -> float | None:
    """Return the end of the scale that the answers themselves tell, as in "4/5" or "★★★★"."""
    found = pc.extract_regex(array.unique(), f"(?i){_FRACTION}").drop_null()
    if len(found):
        tops = pc.cast(found.field("top"), pa.float64())
        return float(pc.max(tops).as_py())
    starred = pc.match_substring_regex(array, f"(?i){_WITH_STARS}|{_SYMBOLS}")
    return 5.0 if pc.mean(pc.cast(starred, pa.float64())).as_py() > 0.8 else None
