"""Putting clauses together as people do: connectors, punctuation, then the hand that types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Any

from rebond.demo.clauses import data
from rebond.demo.people import plain

ENDS = (".", "!", "?", "…")


@dataclass(frozen=True)
class Phrase:
    """A clause once worded."""

    text: str
    fragment: bool
    polarity: int
    long: bool = False
    general: bool = False


@lru_cache(maxsize=1)
def _slips() -> dict[str, Any]:
    return dict(data("slots.toml")["slips"])


@lru_cache(maxsize=1)
def _connectors() -> dict[str, list[tuple[str, str, int]]]:
    return dict(data("connectors.toml"))


@lru_cache(maxsize=1)
def _asides() -> dict[str, list[str]]:
    return dict(data("slots.toml")["asides"])


def compose(phrases: list[Phrase], *, language: str, paragraphs: bool, rng: Random) -> str:
    """One text from its clauses, with the capitals and the marks that a careful hand would put."""
    text = phrases[0].text
    first = phrases[0]
    if language == "fr" and not first.fragment and first.polarity and rng.random() < 0.05:
        text = _elide(rng.choice(_asides()["before"]), text)
    for before, phrase in pairwise(phrases):
        mark, opening = _connector(before, phrase, language, rng)
        if text.endswith(ENDS):
            mark = " "
        elif _overloads(text, mark):
            mark = ". "
        if paragraphs and mark == ". " and rng.random() < 0.22:
            mark = ".\n"
        text += mark + _elide(opening, phrase.text)
    text += _end(text, phrases, rng)
    last = phrases[-1]
    if language == "fr" and last.polarity and not last.long and rng.random() < 0.07:
        after = rng.choice(_asides()["after_praise" if last.polarity > 0 else "after_blame"])
        text = (text if text.endswith(ENDS) else text + ".") + after
    return _capitals(text if language == "fr" else re.sub(r" (?=[!;])", "", text))


def _connector(before: Phrase, phrase: Phrase, language: str, rng: Random) -> tuple[str, str]:
    if phrase.general and language == "fr":
        turn = before.polarity * phrase.polarity < 0
        closings = _asides()["closing_turn" if turn else "closing_same"]
        return ". ", rng.choice(closings) if rng.random() < (0.6 if turn else 0.2) else ""
    if before.long or phrase.long:
        return ". ", ""
    options = _connectors()[_join(before, phrase, language)]
    mark, opening, _ = rng.choices(options, [option[2] for option in options])[0]
    return mark, opening


def _join(before: Phrase, phrase: Phrase, language: str) -> str:
    """Which list of connectors goes between two phrases."""
    turn = before.polarity * phrase.polarity < 0
    if language == "en":
        return "english_turn" if turn else "english_same"
    if turn:
        name = "to_blame" if phrase.polarity < 0 else "to_praise"
        return f"{name}_fragment" if phrase.fragment else name
    if before.polarity == 0 or phrase.polarity == 0:
        return "aside"
    if before.fragment and phrase.fragment:
        return "same_fragments"
    return "mixed_forms" if phrase.fragment else "same_sentences"


def _overloads(text: str, mark: str) -> bool:
    """Whether the sentence under way would be too long, or say "mais" twice."""
    last = re.split(r"[.!?]\s", text)[-1]
    if "mais" in mark:
        return "mais " in last
    return mark.strip() in ("et", ",") and (last.count(",") > 2 or " et " in last)


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
            text = re.sub(r" ?[.!;]+ +", " ", text).rstrip(".")
    if style == "bare" or (style == "sms" and rng.random() < 0.5):
        text = plain(text)
    if style == "eager":
        if not text.endswith("?"):
            text = text.rstrip(" .!") + rng.choice((" !!!", " !!", "!!!!"))
        text = _replace(
            text, [["très", "trèèès"], ["trop", "troooop"], ["super", "suuuper"]], 0.4, rng
        )
    if style == "capitals":
        text = text.upper() if rng.random() < 0.75 else plain(text).upper()
    return _key(text, rng) if rng.random() < 0.16 and "@" not in text else text


def _replace(text: str, pairs: list[list[str]], rate: float, rng: Random) -> str:
    for right, wrong in pairs:
        if right in text and rng.random() < rate:
            text = re.sub(rf"(?<![\w'’]){re.escape(right)}(?![\w'’])", wrong, text, count=1)
    return text


def _key(text: str, rng: Random) -> str:
    """One slip of a finger inside a word of five letters or more: doubled, missing or swapped."""
    words = list(re.finditer(r"[a-zà-ÿ]{5,}", text))
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
