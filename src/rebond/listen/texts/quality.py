"""Whether a voice says something: meaningful, hollow, or spam.

A voice set aside is kept and counted, never dropped. What judges is meaningful, however short
("Nul", "Parfait", "👍", "10/10"): see docs/methods/text-care.md for the rules and their checks.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.texts.copies import text_keys
from rebond.listen.texts.folding import as_strings, bytes_of
from rebond.listen.texts.hollow_answers import HOLLOW_ANSWERS
from rebond.listen.texts.spam import PREFILTER, promotes, repeats
from rebond.vocabulary import VoiceStatus

_BATCH = 65_536
_SHORT = 60  # bytes: a longer text is not the product of one bored hand
_FEW_SPACES = 6
_LONG_ENOUGH_TO_REPEAT = 90  # bytes
# Mean log2 probability of the letter pairs of a word: 1 % of real words are under -3.9, 0.1 % under
# -4.6, and those are acronyms and slips.
_IMPROBABLE, _UNUSUAL_ON_ONE_ROW, _UNUSUAL = -4.75, -4.2, -3.65

_KEYBOARD_ROWS = (
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
)
_MARK = re.compile(r"⟦[a-z]+⟧")
_JUDGING_SIGNS = re.compile(
    r"[:;=8][\-o'’]?[)(\]\[dp|/\\*]|<3|\^\^|[+]{2,}|-{3,}|[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]"
    r"|\b\d{1,3}(?:[.,]\d)?\s?(?:/|sur|out of)\s?\d{1,3}\b|\d\s?%",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_HELD = re.compile(r"(.)\1{2,}")
_UNIT_AGAIN = re.compile(r"(.{3,4}?)\1+.{0,3}")
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûü]")


def statuses(texts: Any, languages: Any = None) -> pa.StringArray:
    """Return the `VoiceStatus` of each text.

    Parameters
    ----------
    texts : pa.StringArray, pa.ChunkedArray or sequence of str or None
        n texts, masked or not. Null and empty texts are hollow.
    languages : same length, optional
        Not used by the rules of today, which hold in every language read.

    Returns
    -------
    pa.StringArray
        n values of `VoiceStatus`. Each depends on its own text only.

    >>> statuses(["Nul", "RAS", "fasdfasdf", "👍", "Win at www.best-casino.top"]).to_pylist()
    ['meaningful', 'hollow', 'hollow', 'meaningful', 'spam']
    """
    del languages
    strings = as_strings(texts)
    parts = [_statuses(strings.slice(at, _BATCH)) for at in range(0, len(strings), _BATCH)]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.string())


def _statuses(texts: pa.StringArray) -> pa.StringArray:
    texts = pc.fill_null(texts, "")
    data, limits = bytes_of(texts)
    lengths = np.diff(limits)
    spaces = np.diff(np.concatenate(([0], np.cumsum(data == 32)))[limits])
    code = np.zeros(len(texts), np.int8)
    code[_spam_rows(texts, lengths)] = 2
    short = np.flatnonzero((lengths <= _SHORT) & (spaces <= _FEW_SPACES + 4))
    code[short[_hollow(texts.take(pa.array(short)), spaces[short])]] = 1
    values = [VoiceStatus.MEANINGFUL, VoiceStatus.HOLLOW, VoiceStatus.SPAM]
    return pa.array([value.value for value in values]).take(pa.array(code))


@cache
def _hollow_keys() -> pa.Int64Array:
    """The keys of the answers that say nothing."""
    return pc.unique(text_keys(HOLLOW_ANSWERS))


def _hollow(texts: pa.StringArray, spaces: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Known hollow answers, texts without a word, and keyboard mashing, among short texts."""
    found = pc.is_in(text_keys(texts), _hollow_keys()).to_numpy(zero_copy_only=False)
    known: npt.NDArray[np.bool_] = found.copy()
    few = np.flatnonzero(~known & (spaces <= _FEW_SPACES))
    for row, text in zip(few.tolist(), texts.take(pa.array(few)).to_pylist(), strict=True):
        known[row] = _says_nothing(text)
    return known


def _says_nothing(text: str) -> bool:
    """Whether a short text neither names nor judges anything."""
    for word in _WORD.findall(_MARK.sub(" ", text) if "⟦" in text else text):
        if not is_mashing(word):
            return False
    return not _JUDGING_SIGNS.search(text)


@lru_cache(maxsize=65_536)
def is_mashing(word: str) -> bool:
    """Whether no one would write ``word`` to say something.

    The same letter three times or more and nothing else, a run of the keyboard, a few letters of
    it typed over and over, five letters or more without a vowel, or pairs of letters that none of
    the languages read puts together. Letters held down count once ("pffff", "ouiiii" are said) and
    short words in capitals may be the name of something ("DGCCRF").

    >>> [is_mashing(word) for word in ("fasdfasdf", "qsdf", "aaaa", "Parfait", "MAAF", "pffff")]
    [True, True, True, False, False, False]
    """
    lower = word.lower()
    if len(lower) >= 3 and len(set(lower)) == 1:
        return True
    if len(lower) < 4 or not _is_latin(lower):
        return False
    if _is_run(lower):
        return True
    held = _HELD.sub(r"\1", lower)
    again = _UNIT_AGAIN.fullmatch(held)
    if again and len(held) >= 6 and (_is_run(again[1]) or likelihood(held) < _UNUSUAL):
        return True
    if len(held) < 5 or (word.isupper() and len(word) <= 6):
        return False
    one_row = any(set(held) <= set(row) for row in _KEYBOARD_ROWS)
    least = _UNUSUAL_ON_ONE_ROW if one_row else _IMPROBABLE
    return not _VOWEL.search(held) or likelihood(held) < least


def _is_run(letters: str) -> bool:
    """Whether the letters follow each other on a keyboard, forth or back."""
    return any(letters in row or letters in row[::-1] for row in _KEYBOARD_ROWS)


def _is_latin(word: str) -> bool:
    return all(letter < "\u0250" for letter in word)


@cache
def _letter_pairs() -> npt.NDArray[np.float32]:
    with resources.files("rebond.listen.texts").joinpath("language_model.npz").open("rb") as file:
        pairs: npt.NDArray[np.float32] = np.load(file)["letter_pairs"]
    return pairs


def likelihood(word: str) -> float:
    """Return the mean log2 probability of the letter pairs of ``word``, its ends included.

    Letters are those of `places_of_letters`. About -3 for words, under -5 for most mashing.
    """
    places = places_of_letters(word)
    return float(_letter_pairs()[places[:-1], places[1:]].mean())


def places_of_letters(word: str) -> npt.NDArray[np.int64]:
    """Return 0 for the ends of ``word``, 1 to 26 for a to z, 27 for any other letter."""
    places = [ord(letter) - 96 if "a" <= letter <= "z" else 27 for letter in word]
    return np.array([0, *places, 0])


def _spam_rows(texts: pa.StringArray, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the rows that promote something, or repeat a few words over and over."""
    suspect = pc.match_substring_regex(texts, PREFILTER, ignore_case=True)
    wanted = np.flatnonzero(suspect.to_numpy(zero_copy_only=False))
    long = np.flatnonzero(lengths >= _LONG_ENOUGH_TO_REPEAT)
    found = [row for row, text in _rows(texts, wanted) if promotes(text)]
    found += [row for row, text in _rows(texts, long) if repeats(text)]
    return np.array(found, np.int64)


def _rows(texts: pa.StringArray, rows: npt.NDArray[np.int64]) -> list[tuple[int, str]]:
    return list(zip(rows.tolist(), texts.take(pa.array(rows)).to_pylist(), strict=True))
