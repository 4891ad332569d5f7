"""Filling a clause: alternatives in brackets, words in braces, agreement with the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from rebond.demo.clauses import data

PARTS = re.compile(r"(\[[^\]]*\]|\{[a-z_]+\})")
AGREEMENT = re.compile(r"@(eur|er|e)")
CONTRACTIONS = (
    (re.compile(r"\bde (?=une?\b)"), "d'"),
    (re.compile(r"\bde le\b"), "du"),
    (re.compile(r"\bà le\b"), "au"),
)
FEMININE = {"e": "e", "er": "ère", "eur": "euse"}
MASCULINE = {"e": "", "er": "er", "eur": "eur"}


@dataclass(frozen=True)
class Slot:
    """A brace: the name of a list of words."""

    name: str


@dataclass(frozen=True)
class Choice:
    """A pair of brackets: one of several wordings."""

    options: tuple[tuple[str | Slot | Choice, ...], ...]


@dataclass(frozen=True)
class Speaker:
    """Who writes: for agreement, and what they give of themselves when they are asked to call."""

    woman: bool
    email: str
    phone: str


@lru_cache(maxsize=1)
def slots() -> dict[str, list[str]]:
    """The words of each brace."""
    return {name: words for name, words in data("slots.toml").items() if isinstance(words, list)}


@cache
def template(text: str) -> tuple[str | Slot | Choice, ...]:
    """The pieces of a clause, in order."""
    pieces: list[str | Slot | Choice] = []
    for part in PARTS.split(text):
        if part.startswith("["):
            pieces.append(Choice(tuple(template(option) for option in part[1:-1].split("|"))))
        elif part.startswith("{"):
            pieces.append(Slot(part[1:-1]))
        elif part:
            pieces.append(part)
    return tuple(pieces)


def fill(text: str, speaker: Speaker, rng: Random) -> str:
    """One wording of a clause, as this speaker would say it."""
    filled = _fill(template(text), speaker, rng)
    for apart, together in CONTRACTIONS:
        filled = apart.sub(together, filled)
    return re.sub(r" +(?=[,.])", "", re.sub(r" {2,}", " ", filled)).strip()


def _fill(pieces: tuple[str | Slot | Choice, ...], speaker: Speaker, rng: Random) -> str:
    endings = FEMININE if speaker.woman else MASCULINE
    words = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(AGREEMENT.sub(lambda match: endings[match[1]], piece))
        elif isinstance(piece, Slot):
            words.append(_word(piece.name, speaker, rng))
        else:
            words.append(_fill(rng.choice(piece.options), speaker, rng))
    return "".join(words)


def _word(name: str, speaker: Speaker, rng: Random) -> str:
    if name == "telephone":
        return speaker.phone
    if name == "courriel":
        return speaker.email
    if name == "commande":
        return f"{rng.choice(('VT', 'W', 'n°', ''))}{rng.randint(100000, 989999)}"
    return rng.choice(slots()[name])
