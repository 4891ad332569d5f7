"""Scores: on what scale an answer is given, and the number it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.names import words_of
from rebond.listen.columns.values import is_missing, numbers, strings
from rebond.listen.columns.wordings import LONGEST_SCORE, likert_of, score_digits, written_top
from rebond.vocabulary import Message, Quantity, Scale, ScoreKind

_NPS = re.compile(r"\b(nps|net promoter|recomm\w*|promoter score)\b")
_CES = re.compile(r"\b(ces|effort|facile\w*|facilite\w*|easy|ease|easier|simple|simplicite)\b")
_CSAT = re.compile(r"\b(csat|satisf\w*|insatisf\w*|content\w* (de|with)|happy)\b")
_STARS = re.compile(
    r"\b(stars?|etoiles?|rating|ratings|notes?|avis|review|evaluation|starrating|score|notation)\b|★"
)
_SCORE = re.compile(
    r"\b(score|scores|notes?|rating|ratings|rate|rated|grade|points|evaluation|appreciation|notation|qualite|quality|"
    r"agreement|performance|humeur|mood|smiley|noter|notez|noteriez)\b|"
    r"\b(on a|sur une) (scale|echelle)\b"
)
# Figures about many people, or about anything but what the person answered.
_AGGREGATE = re.compile(
    r"\b(average|avg|moyennes?|mean|total|nb|count|votes?|helpful|thumbs|upvotes?|likes?|useful"
    r"|utile|duration|duree|rank|montant|amount|latitude|longitude|zip|postal|seed|lastpage|progress"
    r"|criticality|version)\b"
    r"|\b(company|business|brand|product|store|shop|hotel|entreprise|enseigne|produit"
    r"|magasin) global\b"
)
# Words of a measure that is no score, unless the name also says that it is one.
_MEASURE = re.compile(
    r"\b(level|niveau|nombre|number|price|prix|age|annee|year|mois|month|code|size|store|magasin)\b"
)
_OVERALL = re.compile(
    r"\b(overall|global\w*|general\w*|ensemble|total\w*|nps|recommand\w*|recommend)\b"
)
_INVERTED = re.compile(
    r"\b(effort (fourni|required)|how much effort|quel effort|difficult\w*|insatisf\w*)\b"
)

_TOLD = re.compile(
    r"/\s?(5|7|10|20|100)\b"
    r"|\b(?:sur|out of)\s+(5|7|10|20|100)\b"
    r"|\b[01]\s*(?:à|a|to|et|and|-|–|\.\.)\s*(5|7|10|20|100)\b",
    re.IGNORECASE,
)


# Part of the answers that are no numbers, above which a column is no score; more where its name
# tells its scale: then those rows go to quarantine, with their mend.
_MOST_UNREADABLE, _MOST_UNREADABLE_OF_TOLD = 0.1, 0.5


@dataclass(frozen=True)
class ScaleFound:
    """A scale, why it was chosen, and whether it is sure."""

    scale: Scale
    reason: Message
    certain: bool = True


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
    if not len(array) or pc.mean(pc.utf8_length(array)).as_py() > LONGEST_SCORE:
        return None
    spelled = " ".join(words_of(name))
    top = written_top(array)
    worded = likert_of(array)
    if worded is not None:
        scale = Scale(worded, 1, 5, higher_is_better=not _INVERTED.search(spelled))
        return ScaleFound(scale, Message("its answers are the steps of a worded scale"))
    digits = score_digits(array)
    value = numbers(digits)
    doubtful = _MOST_UNREADABLE_OF_TOLD if _told_top(name) else _MOST_UNREADABLE
    if value.null_count > doubtful * len(value) or _AGGREGATE.search(spelled):
        return None
    if _MEASURE.search(spelled) and not _is_named(spelled):
        return None
    bounds = pc.min_max(value)
    low, high = float(bounds["min"].as_py()), float(bounds["max"].as_py())
    if low < 0 or high > 100:
        return None
    return _by_name(name, spelled, low, high, top, _is_whole(value), array, alone)


def _is_whole(value: pa.DoubleArray) -> bool:
    known = value.drop_null()
    return bool(pc.all(pc.equal(known, pc.floor(known))).as_py())


def _by_name(
    name: str,
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
    if top is None and (told := _told_top(name)) and high <= told:
        kind = _kind_of(spelled, told)
        low_end = 0.0 if low < 1 or told > 10 or kind is ScoreKind.NPS else 1.0
        reason = Message("its name tells its scale, up to {top}", {"top": int(told)})
        return ScaleFound(Scale(kind, low_end, told, better), reason)
    if top is not None:
        kind = ScoreKind.STARS if top == 5 else ScoreKind.OTHER
        low_end = 0.0 if top > 5 or low < 1 else 1.0
        return ScaleFound(
            Scale(kind, low_end, top),
            Message("the answers tell their own scale, up to {top}", {"top": int(top)}),
        )
    ends = {"low": _plain(low), "high": _plain(high)}
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
    named = _is_named(spelled)
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


def _is_named(spelled: str) -> bool:
    """Tell whether a bare name is that of a score."""
    return any(pattern.search(spelled) for pattern in (_STARS, _SCORE, _CSAT, _NPS, _CES))


def _told_top(name: str) -> float | None:
    """Return the end of the scale that a name tells: "Note /10", "de 0 à 10", "(1-5)", "sur 20"."""
    found = _TOLD.search(name)
    return float(next(end for end in found.groups() if end)) if found else None


def _kind_of(spelled: str, top: float) -> ScoreKind:
    """Return what a score measures from its bare name and the end of its scale."""
    if _NPS.search(spelled) and top == 10:
        return ScoreKind.NPS
    if _CES.search(spelled) and top in (5, 7):
        return ScoreKind.CES
    if _CSAT.search(spelled) and top == 5:
        return ScoreKind.CSAT
    return ScoreKind.STARS if top == 5 else ScoreKind.OTHER


def _plain(value: float) -> Quantity:
    return Quantity(value, 0 if value.is_integer() else 1)


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
