"""Sentences and clauses: a clause is a stretch of text that judges in one direction.

"Personnel aimable mais caisse trop lente" holds two clauses. Customers write without full stops,
with lists, with line breaks, with "..." for every mark: each of these is a cut here.
"""

from __future__ import annotations

from dataclasses import dataclass

from rebond.understand.wordlists import word_set
from rebond.understand.words import MARK, WORD, Words

_ABBREVIATIONS = word_set(
    """
    m mr mme mlle mm dr me st ste av bd tel ex art etc env max min n no num p pp cf vs eg ie
    approx dept mrs ms inc ltd co jr sr prof rdv
    """
)
# What opens a clause of its own, by first word: the words that must follow it ("" = none).
_CONTRASTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "mais": ((),),
    "par": (("contre",), ("ailleurs",)),
    "en": (("revanche",),),
    "cependant": ((),),
    "toutefois": ((),),
    "neanmoins": ((),),
    "pourtant": ((),),
    "sauf": (("que",), ("qu",)),
    "hormis": ((),),
    "dommage": ((),),
    "seul": (("bemol",), ("hic",), ("point", "negatif"), ("point", "noir")),
    "seule": (("ombre",),),
    "petit": (("bemol",),),
    "alors": (("que",), ("qu",)),
    "tandis": (("que",), ("qu",)),
    "malgre": ((),),
    "bien": (("que",), ("qu",)),
    "but": ((),),
    "however": ((),),
    "although": ((),),
    "though": ((),),
    "yet": ((),),
    "whereas": ((),),
    "unfortunately": ((),),
    "malheureusement": ((),),
    "despite": ((),),
    "except": ((),),
    "on": (("the", "other", "hand"),),
    "only": (("downside",), ("issue",), ("complaint",)),
}
_CONNECTORS = word_set("et car donc puis ensuite parce and because so then also")
_LONG = 28  # words after which a clause without punctuation is cut at its next connector


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` to ``last`` (exclusive) of a text; ``sentence`` numbers its sentence."""

    first: int
    last: int
    sentence: int


def clauses_of(text: str, words: Words) -> list[Clause]:
    """Cut the tokens of ``text`` into clauses, in order, without overlap.

    Clauses hold at least one word, number or emoji; marks at their ends are left out.

    >>> from rebond.understand.words import words_of
    >>> text = "Accueil parfait, mais la caisse est lente. À revoir !"
    >>> words = words_of(text)
    >>> [text[words.starts[c.first]:words.ends[c.last - 1]] for c in clauses_of(text, words)]
    ['Accueil parfait', 'mais la caisse est lente', 'À revoir !']
    """
    clauses: list[Clause] = []
    first = sentence = 0
    length = 0
    count = len(words)
    for index in range(count):
        kind = words.kinds[index]
        if kind == MARK:
            if _ends_sentence(text, words, index):
                _add(clauses, words, first, index + 1, sentence)
                first, length = index + 1, 0
                sentence += 1
        elif kind == WORD:
            opens = _opens_clause(words, index, count) or (
                length >= _LONG and words.folded[index] in _CONNECTORS
            )
            if opens and index > first and length > 0:
                _add(clauses, words, first, index, sentence)
                first, length = index, 0
            length += 1
        else:
            length += 1
    _add(clauses, words, first, count, sentence)
    return clauses


def _ends_sentence(text: str, words: Words, index: int) -> bool:
    mark = words.folded[index]
    if mark[0] in "\n;•":
        return True
    if mark[0] in "*-–—+":
        before = text[: words.starts[index]].rstrip(" \t")
        return (
            not before or before[-1] in "\n;" or (mark[0] in "•–—" and _spaced(text, words, index))
        )
    if mark[0] not in ".!?…":
        return False
    if mark != ".":
        return True
    if (
        index
        and words.folded[index - 1] in _ABBREVIATIONS
        and words.ends[index - 1] == words.starts[index]
    ):
        return False
    end = words.ends[index]
    if end >= len(text) or text[end].isspace():
        return True
    # "bien.Le" is two sentences, "rebond.fr" is one word.
    return text[end].isupper() or (index + 1 < len(words) and words.ends[index + 1] - end > 4)


def _spaced(text: str, words: Words, index: int) -> bool:
    start, end = words.starts[index], words.ends[index]
    return start > 0 and text[start - 1].isspace() and end < len(text) and text[end].isspace()


def _opens_clause(words: Words, index: int, count: int) -> bool:
    followers = _CONTRASTS.get(words.folded[index])
    if followers is None:
        return False
    for follower in followers:
        stop = index + 1 + len(follower)
        if stop <= count and tuple(words.folded[index + 1 : stop]) == follower:
            return True
    return False


def _add(clauses: list[Clause], words: Words, first: int, last: int, sentence: int) -> None:
    """Add tokens ``first`` to ``last`` without marks at their ends, except ! and ?."""
    while first < last and words.kinds[first] == MARK:
        first += 1
    while last > first and words.kinds[last - 1] == MARK and words.folded[last - 1][0] not in "!?":
        last -= 1
    if last > first:
        clauses.append(Clause(first, last, sentence))
