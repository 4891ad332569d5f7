"""Scores: on what scale an answer is given, and the number it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.reading.names import words_of
from rebond.listen.values import is_missing, numbers, strings
from rebond.vocabulary import Message, Scale, ScoreKind

_NPS = re.compile(r"\b(nps|net promoter|recomm\w*|promoter score)\b")
_CES = re.compile(r"\b(ces|effort|facile\w*|facilite\w*|easy|ease|easier|simple|simplicite)\b")
_CSAT = re.compile(r"\b(csat|satisf\w*|insatisf\w*|content\w* (de|with)|happy)\b")
_STARS = re.compile(
    r"\b(stars?|etoiles?|rating|ratings|notes?|avis|review|evaluation|starrating|score|notation)\b|★"
)
_SCORE = re.compile(
    r"\b(score|scores|notes?|rating|ratings|rate|rated|grade|points|evaluation|appreciation|notation|qualite|quality|"
    r"agreement|performance|humeur|mood|smiley|noter|notez|noteriez)\b|\b(on a|sur une) (scale|echelle)\b"
)
_AGGREGATE = re.compile(
    r"\b(global|average|avg|moyenne?|mean|total|nb|nombre|count|number|votes?|helpful|thumbs|upvotes?|likes?|"
    r"useful|utile|duration|duree|rank|level|niveau|montant|amount|price|prix|age|annee|year|mois|month|version|"
    r"latitude|longitude|code|zip|postal|seed|lastpage|progress|size|store|magasin|criticality)\b"
)
_OVERALL = re.compile(
    r"\b(overall|global\w*|general\w*|ensemble|total\w*|nps|recommand\w*|recommend)\b"
)
_INVERTED = re.compile(
    r"\b(effort (fourni|required)|how much effort|quel effort|difficult\w*|insatisf\w*)\b"
)
_FRACTION = r"^\s*(?P<value>\d{1,3}(?:[.,]\d+)?)\s*(?:/|sur|out of|of)\s*(?P<top>5|7|10|20|100)\s*(?:stars?|étoiles?|points?)?\s*$"
_WITH_STARS = r"^\s*(?P<value>\d(?:[.,]\d)?)\s*-?\s*(?:★|⭐|\*|stars?|étoiles?|etoiles?)\s*$"
_SYMBOLS = r"^\s*(?:★|⭐|\x{FE0F}|☆|\*)+\s*$"

_LIKERT: tuple[tuple[ScoreKind, tuple[tuple[str, ...], ...]], ...] = (
    (
        ScoreKind.OTHER,
        (
            ("strongly disagree", "sd", "pas du tout d'accord", "tout à fait en désaccord"),
            ("disagree", "d", "plutôt pas d'accord", "pas d'accord", "en désaccord"),
            ("neutral", "n", "neutre", "ni d'accord ni pas d'accord", "neither agree nor disagree", "m"),
            ("agree", "a", "plutôt d'accord", "d'accord"),
            ("strongly agree", "sa", "tout à fait d'accord", "totalement d'accord"),
        ),
    ),
    (
        ScoreKind.CSAT,
        (
            ("very dissatisfied", "pas du tout satisfait", "très insatisfait", "extremely dissatisfied"),
            ("dissatisfied", "peu satisfait", "plutôt pas satisfait", "insatisfait", "plutôt insatisfait",
             "somewhat dissatisfied"),
            ("neutral", "neutre", "ni satisfait ni insatisfait", "moyennement satisfait",
             "neither satisfied nor dissatisfied"),
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
)  # fmt: skip
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


_LONGEST_SCORE = 60  # characters of an answer that can be a score


@dataclass(frozen=True)
class ScaleFound:
    """A scale, why it was chosen, and whether it is sure."""

    scale: Scale
    reason: Message
    certain: bool = True


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
    if len(word) > _LONGEST_SCORE:
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


_FRACTION_RE = re.compile(_FRACTION, re.IGNORECASE)
_WITH_STARS_RE = re.compile(_WITH_STARS, re.IGNORECASE)


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


def overall_rank(name: str) -> int:
    """Return 0 for the score that sums up a response, more for the score of a part of it."""
    spelled = " ".join(words_of(name))
    if _OVERALL.search(spelled):
        return 0
    kinds = (r"\bsatisf\w*", r"^(note|rating|score|stars?|etoiles?|avis|nps|csat|ces)$")
    return 1 if any(re.search(kind, spelled) for kind in kinds) else 2


def scale_of(name: str, values: pa.StringArray, *, alone: bool = False) -> ScaleFound | None:
    """Return the scale of the column ``name``, or None when it is not a score.

    ``values`` : its cells; ``alone`` tells that no other column could be the score of the file, so
    that small whole numbers under any name are taken for one, without certainty.
    """
    array = strings(values)
    array = array.filter(pc.invert(is_missing(array)))
    if not len(array) or pc.mean(pc.utf8_length(array)).as_py() > _LONGEST_SCORE:
        return None
    spelled = " ".join(words_of(name))
    top = _written_top(array)
    worded = likert_of(array)
    if worded is not None:
        scale = Scale(worded, 1, 5, higher_is_better=not _INVERTED.search(spelled))
        return ScaleFound(scale, Message("its answers are the steps of a worded scale"))
    digits = score_digits(array)
    value = numbers(digits)
    if value.null_count > 0.1 * len(value) or _AGGREGATE.search(spelled):
        return None
    bounds = pc.min_max(value)
    low, high = float(bounds["min"].as_py()), float(bounds["max"].as_py())
    if low < 0 or high > 100:
        return None
    return _by_name(spelled, low, high, top, _is_whole(value), array, alone)


def _is_whole(value: pa.DoubleArray) -> bool:
    known = value.drop_null()
    return bool(pc.all(pc.equal(known, pc.floor(known))).as_py())


def _written_top(array: pa.StringArray) -> float | None:
    """Return the end of the scale that the answers themselves tell, as in "4/5" or "★★★★"."""
    found = pc.extract_regex(array.unique(), f"(?i){_FRACTION}").drop_null()
    if len(found):
        tops = pc.cast(found.field("top"), pa.float64())
        return float(pc.max(tops).as_py())
    starred = pc.match_substring_regex(array, f"(?i){_WITH_STARS}|{_SYMBOLS}")
    return 5.0 if pc.mean(pc.cast(starred, pa.float64())).as_py() > 0.8 else None


def _by_name(
    spelled: str,
    low: float,
    high: float,
    top: float | None,
    whole: bool,
    array: pa.StringArray,
    alone: bool,
) -> ScaleFound | None:
    """Choose the scale from the bare name, the ends of the answers and how they are written."""
    better = not _INVERTED.search(spelled)
    if top is not None:
        kind = ScoreKind.STARS if top == 5 else ScoreKind.OTHER
        low_end = 0.0 if top > 5 or low < 1 else 1.0
        return ScaleFound(
            Scale(kind, low_end, top),
            Message("the answers tell their own scale, up to {top}", {"top": int(top)}),
        )
    ends = {"low": f"{low:g}", "high": f"{high:g}"}
    if _NPS.search(spelled):
        if high <= 1:
            return ScaleFound(
                Scale(ScoreKind.OTHER, 0, 1), Message("a recommendation answered by yes or no")
            )
        if whole and high > 5:
            return ScaleFound(
                Scale(ScoreKind.NPS, 0, 10),
                Message(
                    "its name speaks of recommending and its answers go from {low} to {high}", ends
                ),
                high <= 10,
            )
    if high <= 1 or (high > 10 and not whole and high > 20):
        return None
    if _CES.search(spelled) and whole and high <= 7:
        end = 7.0 if high > 5 else 5.0
        return ScaleFound(
            Scale(ScoreKind.CES, 1, end, better),
            Message("its name speaks of effort and its answers go from {low} to {high}", ends),
            high != 6,
        )
    if _CSAT.search(spelled) and high <= 5:
        return ScaleFound(
            Scale(ScoreKind.CSAT, min(1.0, low), 5, better),
            Message(
                "its name speaks of satisfaction and its answers go from {low} to {high}", ends
            ),
        )
    named = bool(
        _STARS.search(spelled)
        or _SCORE.search(spelled)
        or _CSAT.search(spelled)
        or _NPS.search(spelled)
        or _CES.search(spelled)
    )
    if named and high <= 5:
        return ScaleFound(
            Scale(ScoreKind.STARS, 0.0 if low < 1 else 1.0, 5, better),
            Message("its name is a score and its answers go from {low} to {high}", ends),
        )
    if named:
        return ScaleFound(
            _wide_scale(low, high, better),
            Message("its name is a score and its answers go from {low} to {high}", ends),
            high in (10, 20, 100),
        )
    if alone and whole and 3 <= high <= 10 and low >= 0 and 2 <= len(array.unique()) <= 11:
        kind = ScoreKind.STARS if high <= 5 else ScoreKind.OTHER
        end = 5.0 if high <= 5 else 10.0
        return ScaleFound(
            Scale(kind, 0.0 if low < 1 else 1.0, end),
            Message("the only column of small whole numbers, from {low} to {high}", ends),
            False,
        )
    return None


def _wide_scale(low: float, high: float, better: bool) -> Scale:
    """Return a scale that starts at 0 or 1 and ends on 7, 10, 20 or 100."""
    end = next(top for top in (10.0, 20.0, 100.0) if high <= top)
    return Scale(ScoreKind.OTHER, 1.0 if low >= 1 and end == 10.0 else 0.0, end, better)


def named_scale(kind: ScoreKind, low: float | None, high: float | None) -> Scale:
    """Return the usual scale of ``kind``, or the one whose ends are given."""
    usual = {
        ScoreKind.NPS: (0.0, 10.0),
        ScoreKind.CSAT: (1.0, 5.0),
        ScoreKind.CES: (1.0, 7.0),
        ScoreKind.STARS: (1.0, 5.0),
        ScoreKind.OTHER: (0.0, 10.0),
    }[kind]
    return Scale(kind, usual[0] if low is None else low, usual[1] if high is None else high)
