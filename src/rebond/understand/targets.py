"""The words that name what is judged, as a normal form that people can read."""

from __future__ import annotations

from rebond.understand.matching import Match
from rebond.understand.polarity import shipped_model
from rebond.understand.sentences import Clause
from rebond.understand.stopwords import STOP_WORDS
from rebond.understand.wordlists import word_set
from rebond.understand.words import NUMBER, WORD, Words

_ENGLISH = word_set("the a an my your our their his her its this that these no")
DETERMINERS = word_set(
    """
    le la les l un une des du mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
    ce cet cette ces aucun aucune the a an my your our their his her its this that these no
    """
)
_NOT_NAMES = word_set(
    """
    plus moins tout tous toute toutes meme autre autres fois jour jours mois an ans annee
    heure heures minute minutes semaine semaines chose choses peu lot bit one day days week
    month months year years time times way thing things most best first last same plupart part
    cas point fait moment fin debut suite top
    """
)

DETERMINERS_OF = {"fr": DETERMINERS - _ENGLISH, "en": _ENGLISH}
JUDGING = 15_000  # difference of integer scores from which a word judges rather than names


def target_of(
    words: Words, match: Match | None, clause: Clause | None = None, language: str = "und"
) -> str:
    """Return the normal form of what is judged: the words matched, else the first noun phrase.

    The form keeps whole words, lower case, accents folded, so that a person can read it; it is
    empty when nothing names it.
    """
    if match is not None:
        return " ".join(
            words.folded[index]
            for index in _telling(words, match.first, match.last)
            if not _judges(words, index)
        )
    if clause is None:
        return ""
    determiners = DETERMINERS_OF.get(language, DETERMINERS)
    for index in range(clause.first, clause.last - 1):
        name = words.folded[index + 1]
        if (
            words.folded[index] in determiners
            and words.kinds[index + 1] == WORD
            and len(name) > 3
            and name not in _NOT_NAMES
            and name not in STOP_WORDS
            and not _judges(words, index + 1)
        ):
            return name
    return ""


def name_of(words: Words, first: int, last: int) -> str:
    """Return the normal form of the tokens ``first`` to ``last``, which name what is judged.

    Little words are left out, unless there are no others.
    """
    told = _telling(words, first, last) or [
        index for index in range(first, last) if words.kinds[index] in (WORD, NUMBER)
    ]
    return " ".join(words.folded[index] for index in told)


def _telling(words: Words, first: int, last: int) -> list[int]:
    return [
        index
        for index in range(first, last)
        if words.kinds[index] == WORD and words.folded[index] not in STOP_WORDS
    ]


def _judges(words: Words, index: int) -> bool:
    scores = shipped_model().word(words.folded[index], words.stems[index], False)
    return abs(scores[2] - scores[0]) >= JUDGING
