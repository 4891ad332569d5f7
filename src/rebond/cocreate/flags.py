"""What makes a person look at a contribution before others read it, in French and in English.

Personal data, insults, threats, words of hate, links, repetition. A flag refuses nothing: it says
where somebody should look. See docs/methods/moderation-flags.md for what is found, what is left,
and how often it is wrong.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rebond.listen.texts.personal_data import accounts, addresses, emails, names, phones, plates
from rebond.listen.texts.personal_data.spans import Span
from rebond.listen.texts.spam import promotes, repeats

MOST_LINKS = 2
"""More links than this in one contribution are flagged."""
ALIKE = 0.8
"""Least share of word triples (Jaccard) that a repeated contribution has with an earlier one."""
_HIDDEN = 4  # letters at least of words of which stars may hide half
_LONG_ENOUGH = 8  # words of a text that can repeat another
_SPELLED = 3  # letters written one by one that make a word

_FINDERS = (
    emails.find,
    phones.find,
    accounts.find_ibans,
    accounts.find_cards,
    accounts.find_social_security,
    addresses.find,
    plates.find,
    names.find_titled,
)
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
# Letters of other alphabets that are drawn as ours.
_LOOKALIKES = str.maketrans("аеорсухікмтвнѕјһԁαεορυικτνƖøł", "aeopcyxikmtbhsjhdaeopuiktvlol")
# Signs written for letters; a sign that stands for two is found as either.
_SIGNS = {
    "a": "4@",
    "b": "8",
    "e": "3€",
    "g": "9",
    "i": "1!|",
    "l": "1|",
    "o": "0",
    "s": "5$",
    "t": "7+",
    "z": "2",
}
_WORD = re.compile(r"[@$]?[a-z0-9]+(?:[@$€!|+*]+[a-z0-9]+)*\*{0,4}")
_CHOICE = re.compile(r"[()|?]")


class Doubt(StrEnum):
    """What is doubtful in a text."""

    PERSONAL = "personal data"
    INSULT = "insult"
    THREAT = "threat"
    HATE = "hate"
    LINKS = "links"
    REPEATED = "repeated"


@dataclass(frozen=True)
class Flag:
    """What is doubtful, and where: spans in code points of the text, end exclusive, in order.

    No span where it is about the whole text.
    """

    doubt: Doubt
    spans: tuple[Span, ...] = ()


def flags(text: str, *, others: Sequence[str] = ()) -> tuple[Flag, ...]:
    """Return what is doubtful in a text, one flag a doubt, in the order of `Doubt`.

    Parameters
    ----------
    text : str
        As written; "" has no flag.
    others : sequence of str
        What the same person wrote before: saying it again is doubtful.

    >>> [str(one.doubt) for one in flags("Appelez Mme Martin au 06 12 34 56 78, ce c0nn@rd")]
    ['personal data', 'insult']
    >>> flags("La salle noire coûte 50 €, retard compris")
    ()
    """
    found = {Doubt.PERSONAL: _personal(text), **_unkind(text)}
    told = [Flag(doubt, spans) for doubt, spans in found.items() if spans]
    links = tuple(one.span() for one in _LINK.finditer(text))
    if len(links) > MOST_LINKS or promotes(text):
        told.append(Flag(Doubt.LINKS, links))
    if repeats(text) or any(says_again(text, other) for other in others):
        told.append(Flag(Doubt.REPEATED))
    return tuple(told)


def says_again(text: str, other: str) -> bool:
    """Whether a text is nearly another: eight words at least, four triples of words in five shared.

    >>> said = "ouvrir le magasin le dimanche matin de neuf heures à midi"
    >>> says_again(said, said.upper()), says_again(said, "ouvrir le magasin le lundi")
    (True, False)
    """
    mine, theirs = (_triples(one) for one in (text, other))
    if min(len(mine), len(theirs)) < _LONG_ENOUGH - 2:
        return False
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def _triples(text: str) -> set[tuple[str, ...]]:
    words = [word for word, _, _ in _words(text)]
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def _personal(text: str) -> tuple[Span, ...]:
    return _apart([span for find in _FINDERS for span in find(text)])


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that meet joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


# Unkind words, however they are written


def _unkind(text: str) -> dict[Doubt, tuple[Span, ...]]:
    words = _words(text)
    line = " ".join(word for word, _, _ in words)
    starts, at = {}, 0
    for number, (word, _, _) in enumerate(words):
        starts[at] = number
        at += len(word) + 1
    found: dict[Doubt, tuple[Span, ...]] = {}
    for doubt, pattern in _patterns().items():
        spans = []
        for one in pattern.finditer(line):
            if _is_told(one[0]):
                first = starts[one.start()]
                last = first + one[0].count(" ")
                spans.append((words[first][1], words[last][2]))
        found[doubt] = _apart(spans)
    return found


def _is_told(words: str) -> bool:
    """Whether some words are told by letters: "c*nnard" is, "c******" and "79" are not."""
    hidden = words.count("*")
    signs = len(words) - hidden - sum(letter.isalpha() or letter == " " for letter in words)
    if hidden and (len(words) < _HIDDEN or 2 * hidden > len(words)):
        return False
    return 2 * signs <= len(words) and signs < len(words) - hidden


def _words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text as one hears them, with where each lies in the text.

    Case, accents, invisible signs and letters of other alphabets are put aside; letters written one
    by one ("c.o.n.n.a.r.d") make one word.
    """
    plain, places = [], []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign).casefold().translate(_LOOKALIKES):
            if unicodedata.category(letter) not in ("Mn", "Cf"):
                plain.append(letter)
                places.append(place)
    heard = "".join(plain).replace("œ", "o")
    words = [
        (one[0], places[one.start()], places[one.end() - 1] + 1) for one in _WORD.finditer(heard)
    ]
    return _joined(words)


def _joined(words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    joined: list[tuple[str, int, int]] = []
    row: list[tuple[str, int, int]] = []
    for word in [*words, ("", 0, 0)]:
        # "c o n n a r d": one letter after the other, one sign apart.
        if len(word[0]) == 1 and (not row or word[1] == row[-1][2] + 1):
            row.append(word)
            continue
        if len(row) >= _SPELLED:
            row = [("".join(letter for letter, _, _ in row), row[0][1], row[-1][2])]
        joined += row
        row = [word] if len(word[0]) == 1 else []
        joined += [word] if len(word[0]) > 1 else []
    return joined


@cache
def _entries() -> dict[Doubt, tuple[str, ...]]:
    document = tomllib.loads(
        files("rebond.cocreate").joinpath("flagged_words.toml").read_text("utf-8")
    )
    return {Doubt(name): tuple(entries) for name, entries in document.items()}


@cache
def _patterns() -> dict[Doubt, re.Pattern[str]]:
    return {doubt: _any_of(entries) for doubt, entries in _entries().items()}


def _any_of(entries: tuple[str, ...]) -> re.Pattern[str]:
    # Written letter by letter, "f u c k y o u" has no space left: each entry is known without.
    known = dict.fromkeys([*entries, *(entry.replace(" ", "") for entry in entries)])
    return re.compile(rf"(?<![^ ])(?:{'|'.join(map(_pattern, known))})(?![^ *])")


def _pattern(entry: str) -> str:
    """Return the regular expression of an entry: each letter, or the signs written for it.

    A letter stands for itself or for three and more, a doubled one for any number: "salle" is not
    "sale", "connaaard" is "connard". A star hides any letter but the first of a word.
    """
    pieces, at, starts = [], 0, True
    while at < len(entry):
        letter = entry[at]
        if letter == "(":
            pieces.append("(?:")
        elif letter == " " or _CHOICE.match(letter):
            pieces.append(letter)
            starts = letter == " " or (starts and letter == "|")
        else:
            star = "" if starts else "*"
            one = f"[{letter}{re.escape(_SIGNS.get(letter, ''))}{star}]"
            doubled = entry[at + 1 : at + 2] == letter
            pieces.append(f"{one}+" if doubled else f"(?:{one}{{3,}}|{one})")
            at += doubled
            starts = False
        at += 1
    return "".join(pieces)
