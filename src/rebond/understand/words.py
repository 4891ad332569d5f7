"""Words of a text: where they are, and the normal forms under which they are compared.

A normal form is lower case, without accents, and cut of its French or English endings, so that
"Déçue", "decu" and "déçus" meet. One rule set serves both languages: customers mix them, and short
texts do not always tell which one they are in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rebond.understand.wordlists import word_set

_TOKEN = re.compile(
    r"(?P<code>⟦[a-z]+⟧)"
    r"|(?P<word>[^\W\d_]+(?:[’'´`](?:t|ll|ve|re|s)\b)?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<face>[:;=8xX][-o]?[)(DPp/|]+(?!\w)|<3|\^\^)"
    r"|(?P<mark>\n+|[.!?…]+|[,;:()/+«»\"•*–—-])"
    r"|(?P<symbol>[^\s\w])"
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "´": "'", "`": "'"})
_CACHE_LIMIT = 200_000

WORD, NUMBER, FACE, MARK, CODE = "word", "number", "face", "mark", "code"

# Words that an expression and a text may hold or not without changing what is named.
LIGHT_FRENCH = word_set("le la les l un une des du de d au aux")
LIGHT_ENGLISH = word_set("the a an of")
LIGHT = LIGHT_FRENCH | LIGHT_ENGLISH

_INVARIABLE = word_set(
    """
    gros tres sans dans vous nous plus mais gris bras pays avis mois fois temps jamais apres
    alors moins acces succes cours dessus dessous toujours parcours corps this always less
    unless express business bus class access stress process address yes news was has does his
    minus perhaps mauvais frais francais anglais desormais heureusement
    """
)
# Words that the endings would join to others: "formation" is not "forme", "waiter" is not "wait".
_APART = word_set(
    """
    formation planning effectivement equipement waiter friendly pleasant teller
    passionnant plantation planter accueillant accueillante penibilite
    """
)
_SAME_FORM = {
    "grosse": "gros",
    "grosses": "gros",
    "mauvaise": "mauvais",
    "mauvaises": "mauvais",
    "passionnante": "passionnant",
    "passionnantes": "passionnant",
}
# (ending, what replaces it, shortest stem left): the first that fits is applied.
_ENDINGS: tuple[tuple[str, str, int], ...] = tuple(
    (ending, replacement, shortest)
    for ending, replacement, shortest in [
        ("issements", "i", 3),
        ("issement", "i", 3),
        ("issaient", "i", 3),
        ("issait", "i", 3),
        ("issent", "i", 3),
        ("issant", "i", 3),
        ("eraient", "", 4),
        ("erait", "", 4),
        ("ablement", "abl", 4),
        ("ivement", "iv", 4),
        ("eusement", "eu", 4),
        ("ellement", "el", 4),
        ("ement", "", 4),
        ("ations", "", 4),
        ("ation", "", 4),
        ("abilite", "abl", 3),
        ("ibilite", "ibl", 3),
        ("ivite", "iv", 4),
        ("trice", "teu", 4),
        ("euse", "eu", 3),
        ("eur", "eu", 4),
        ("eux", "eu", 3),
        ("aient", "", 4),
        ("erons", "", 4),
        ("eront", "", 4),
        ("erez", "", 4),
        ("erai", "", 4),
        ("era", "", 5),
        ("ndre", "nd", 2),
        ("ndue", "nd", 3),
        ("ndu", "nd", 3),
        ("ttre", "tt", 2),
        ("antes", "", 5),
        ("ante", "", 5),
        ("ant", "", 5),
        ("ent", "", 5),
        ("ait", "", 4),
        ("ais", "", 5),
        ("ness", "", 4),
        ("ing", "", 3),
        ("ied", "i", 3),
        ("ed", "", 4),
        ("ly", "", 5),
        ("ee", "", 4),
        ("er", "", 4),
        ("ez", "", 4),
        ("if", "iv", 3),
        ("e", "", 4),
    ]
)

_normal: dict[str, tuple[str, str]] = {}


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents; ligatures are written out.

    >>> fold("Déçue, ŒUVRE")
    'decue, oeuvre'
    """
    lowered = text.lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def stem(folded: str) -> str:
    """Return the stem of a folded word; words of three letters or fewer are their own stem.

    >>> [stem(word) for word in ("remboursements", "rembourser", "reactive", "waiting")]
    ['rembours', 'rembours', 'reactiv', 'wait']
    """
    if folded in _SAME_FORM:
        return _SAME_FORM[folded]
    if folded in _APART or (folded[-1:] == "s" and folded[:-1] in _APART):
        return folded.removesuffix("s")
    if len(folded) < 4 or folded in _INVARIABLE:
        return folded
    word = _singular(folded)
    for ending, replacement, shortest in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            word = word[: len(word) - len(ending)] + replacement
            break
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "lnt":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "y":
        word = word[:-1] + "i"
    return word


def _singular(folded: str) -> str:
    if folded.endswith("aux") and len(folded) > 4:
        return folded[:-1] if folded.endswith("eaux") else folded[:-3] + "al"
    if folded.endswith("s") and not folded.endswith("ss"):
        return folded[:-1]
    return folded


def normal_forms(word: str) -> tuple[str, str]:
    """Return the folded form of a word as written, and its stem; remembered from call to call."""
    known = _normal.get(word)
    if known is None:
        if len(_normal) >= _CACHE_LIMIT:
            _normal.clear()
        folded = fold(word)
        known = _normal[word] = (folded, stem(folded))
    return known


@dataclass(slots=True)
class Words:
    """The tokens of a text, one list per property, in the order of the text.

    ``starts`` and ``ends`` are code points of the text, ends exclusive. ``kinds`` tells words from
    numbers, faces (emoji, emoticons), marks (punctuation, line breaks) and masked data.
    """

    folded: list[str]
    stems: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[str]

    def __len__(self) -> int:
        return len(self.folded)


def words_of(text: str) -> Words:
    """Cut ``text`` into its tokens.

    >>> words_of("J'ai attendu 3,5 h :(").folded
    ['j', 'ai', 'attendu', '3,5', 'h', ':(']
    """
    found = Words([], [], [], [], [])
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or MARK
        written = match.group()
        if kind == "word":
            folded, stemmed = normal_forms(written)
        elif kind == "number":
            folded, stemmed = written, "0"
        elif kind == "symbol":
            if unicodedata.category(written) not in ("So", "Sk", "Sc"):
                continue
            kind, folded, stemmed = FACE, written, written
        else:
            folded = stemmed = written
        found.folded.append(folded)
        found.stems.append(stemmed)
        found.starts.append(match.start())
        found.ends.append(match.end())
        found.kinds.append(kind)
    return found


def normal_form(text: str) -> str:
    """Return a short expression as stems separated by spaces, light words left out.

    >>> normal_form("La file d'attente")
    'file attent'
    """
    tokens = words_of(text)
    kept = [
        stemmed
        for folded, stemmed, kind in zip(tokens.folded, tokens.stems, tokens.kinds, strict=True)
        if kind != MARK and folded not in LIGHT
    ]
    return " ".join(kept or tokens.stems)
