"""Putting clauses together as people do: order, connectors, punctuation, then the hand that types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from rebond.demo.clauses import data
from rebond.demo.people import plain

ENDS = (".", "!", "?", "…")

# Between two clauses: (what ends the first, what begins the second, whether a capital follows).
SAME_SENTENCES = (
    (". ", "", 30),
    (", ", "", 7),
    (" et ", "", 6),
    (". ", "de plus, ", 2),
    (". ", "en plus, ", 2),
    (". ", "et ", 2),
    (". ", "et puis ", 1),
    (". ", "sinon, ", 1),
    (". ", "sans compter que ", 1),
    (" ! ", "", 4),
    ("... ", "", 4),
    (" ; ", "", 1),
)
SAME_FRAGMENTS = ((", ", "", 40), (" et ", "", 14), (". ", "", 16), (" ; ", "", 2), (" + ", "", 2), (" / ", "", 2), ("\n", "", 2))
TO_BLAME = (
    (", mais ", "", 12),
    (" mais ", "", 8),
    (". ", "par contre, ", 7),
    (". ", "par contre ", 6),
    (". ", "mais ", 4),
    (". ", "en revanche, ", 3),
    (". ", "seul bémol : ", 3),
    (". ", "petit bémol, ", 2),
    (". ", "", 4),
    (", sauf que ", "", 2),
    (". ", "cela dit, ", 1),
)
TO_BLAME_FRAGMENT = ((", mais ", "", 8), (" mais ", "", 8), (". ", "seul bémol : ", 5), (". ", "point négatif : ", 2), (". ", "par contre ", 4), (". ", "", 3))
TO_PRAISE = (
    (", mais ", "", 8),
    (". ", "heureusement, ", 3),
    (". ", "par contre, ", 5),
    (". ", "en revanche, ", 4),
    (". ", "point positif : ", 3),
    (". ", "", 6),
    (". ", "cela dit, ", 3),
    (". ", "je dois reconnaître que ", 2),
    (" mais ", "", 5),
)
TO_PRAISE_FRAGMENT = ((", mais ", "", 8), (" mais ", "", 6), (". ", "point positif : ", 4), (". ", "sinon ", 4), (". ", "", 4))
ENGLISH_SAME = ((". ", "", 20), (" and ", "", 6), (". ", "also, ", 3), (", ", "", 3))
ENGLISH_TURN = ((", but ", "", 10), (". ", "however, ", 6), (". ", "shame though, ", 1), (". ", "", 4))


@dataclass(frozen=True)
class Phrase:
    """A clause once worded."""

    text: str
    fragment: bool
    polarity: int


@lru_cache(maxsize=1)
def _slips() -> dict[str, Any]:
    return dict(data("slots.toml")["slips"])


def compose(phrases: list[Phrase], *, language: str, paragraphs: bool, rng: Random) -> str:
    """One text from its clauses, with the capitals and the marks that a careful hand would put."""
    text = phrases[0].text
    for before, phrase in zip(phrases, phrases[1:], strict=False):
        mark, opening = _connector(before, phrase, language, rng)
        if text.endswith(ENDS):
            mark = " "
        elif mark.strip() in ("et", ",") and _has_many_commas(text):
            mark = ". "
        if paragraphs and mark == ". " and rng.random() < 0.22:
            mark = ".\n"
        text += mark + _elide(opening, phrase.text)
    return _capitals(text + _end(text, phrases, rng))


def _connector(before: Phrase, phrase: Phrase, language: str, rng: Random) -> tuple[str, str]:
    turn = before.polarity * phrase.polarity < 0
    if language == "en":
        options = ENGLISH_TURN if turn else ENGLISH_SAME
    elif turn and phrase.polarity < 0:
        options = TO_BLAME_FRAGMENT if phrase.fragment else TO_BLAME
    elif turn:
        options = TO_PRAISE_FRAGMENT if phrase.fragment else TO_PRAISE
    elif before.polarity == 0 or phrase.polarity == 0:
        options = ((". ", "", 12), (", ", "", 3), ("... ", "", 1))
    elif before.fragment and phrase.fragment:
        options = SAME_FRAGMENTS
    elif phrase.fragment:
        options = ((". ", "", 5), (", ", "", 5))
    else:
        options = SAME_SENTENCES
    mark, opening, _ = rng.choices(options, [option[2] for option in options])[0]
    return mark, opening


def _has_many_commas(text: str) -> bool:
    """Whether the sentence under way is already long."""
    last = re.split(r"[.!?]\s", text)[-1]
    return last.count(",") > 2 or " et " in last


def _elide(opening: str, text: str) -> str:
    if opening.endswith("que ") and text[:1].lower() in "aeéèêiouyh" and not text.startswith("ha"):
        return opening[:-2] + "'" + text
    return opening + text


def _end(text: str, phrases: list[Phrase], rng: Random) -> str:
    if text.endswith(ENDS):
        return ""
    if len(phrases) == 1 and phrases[0].fragment:
        return rng.choices(("", ".", " !"), (70, 18, 12))[0]
    return rng.choices((".", "", " !", "...", " !!"), (58, 24, 10, 6, 2))[0]


def _capitals(text: str) -> str:
    return re.sub(r"(^|[.!?]\s+|\n)([a-zà-ÿœ])", lambda m: m[1] + m[2].upper(), text)


def by_hand(text: str, style: str, rng: Random) -> str:
    """The text as this hand types it: accents, capitals, marks and slips."""
    if style == "careful":
        return text.replace("'", "’") if rng.random() < 0.2 else text
    if style == "sms":
        text = _replace(text.lower(), _slips()["sms"], 0.8, rng)
    elif rng.random() < 0.55:
        text = _replace(text, _slips()["pairs"], 0.2, rng)
    if style in ("lower", "sms"):
        text = text.lower()
        if rng.random() < 0.5:
            text = re.sub(r"[.!] ", " ", text).rstrip(".")
    if style == "bare" or (style == "sms" and rng.random() < 0.5):
        text = plain(text)
    if style == "eager":
        text = re.sub(r" ?[.!]$", rng.choice((" !!!", " !!", "!!!!")), text)
        text = _replace(text, [["très", "trèèès"], ["trop", "troooop"], ["super", "suuuper"]], 0.4, rng)
    if style == "capitals":
        text = text.upper() if rng.random() < 0.75 else plain(text).upper()
    return _key(text, rng) if rng.random() < 0.16 else text


def _replace(text: str, pairs: list[list[str]], rate: float, rng: Random) -> str:
    for right, wrong in pairs:
        if right in text and rng.random() < rate:
            text = re.sub(rf"(?<![\w'’]){re.escape(right)}(?![\w'’])", wrong, text, count=1)
    return text


def _key(text: str, rng: Random) -> str:
    """One slip of a finger inside a word of five letters or more: doubled, missing or swapped."""
    words = [match for match in re.finditer(r"[a-zà-ÿ]{5,}", text)]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randint(word.start() + 1, word.end() - 2)
    slip = rng.randint(0, 2)
    if slip == 0:
        return text[:at] + text[at] + text[at:]
    if slip == 1:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
