"""Whether a voice says something: meaningful, hollow, or spam.

A voice set aside is kept and counted, never dropped. What judges is meaningful, however short
("Nul", "Parfait", "👍", "10/10"): see docs/methods/text-care.md for the rules and their checks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.copies import text_keys
from rebond.listen.folding import as_strings, bytes_of
from rebond.listen.hollow_answers import HOLLOW_ANSWERS
from rebond.vocabulary import VoiceStatus

_BATCH = 65_536
_SHORT = 60  # bytes: a longer text is not the product of one bored hand
_LONG_ENOUGH_TO_REPEAT = 90  # bytes
_KEYBOARD_ROWS = (
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertz",
)

_MARK = re.compile(r"⟦[a-z]+⟧")
_JUDGING_SIGNS = re.compile(
    r"[:;=8][\-o']?[)(\]\[dp|/\\]|<3|\^\^|[+]{2,}|-{2,}|\b\d{1,3}\s?/\s?\d{1,3}\b|\d\s?%",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]")
_WORD = re.compile(r"[^\W\d_]+")

_LINK = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|net|org|info|biz|xyz|top|shop|online|site|click|ru|io|co|ly|me|fr)"
    r"(?:/|\b)",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\b(?:casinos?|free spins?|crypto(?:monnaies?|currency|currencies)?|bitcoins?|\bbtc\b|forex|viagra|cialis|"
    r"seo|backlinks?|referencement|payday|earn \$?\d+|make money|work from home|gagne[zr]? (?:de l'argent|\d+)|"
    r"argent facile|travail a domicile|pret entre particuliers|offre de pret|credit rapide|voyance|voyant|"
    r"marabout|retour (?:de l')?affectif|retour d'affection|love spell|spell caster|hacker|recovery expert|"
    r"recover (?:your|my) (?:lost|stolen)|invest(?:ment)? platform|binary options?|telegram|whats ?app|"
    r"onlyfans|escort|sexcam|porn|followers|promo(?:tional)? code|code promo|coupon|discount|click here|"
    r"cliquez ici|visit (?:my|our|this) (?:site|website|page|blog)|visitez (?:mon|notre) site|"
    r"check out my|subscribe to my|abonnez[- ]vous|buy now|order now|achetez maintenant|limited offer|"
    r"100 ?% (?:free|gratuit)|gratuit|guaranteed|garanti)\b",
    re.IGNORECASE,
)
_STRONG_PROMOTION = re.compile(
    r"\b(?:casino|free spins?|viagra|cialis|backlinks?|seo services?|spell caster|love spell|marabout|"
    r"voyant|retour (?:de l')?(?:affectif|etre aime)|pret entre particuliers|binary options?|"
    r"recovery expert|earn \$\d+|invest(?:ed|ment)? .{0,40}(?:bitcoin|crypto|btc|forex)|"
    r"(?:bitcoin|crypto|btc|forex) .{0,40}(?:invest|profit|trader|trading|recover))",
    re.IGNORECASE,
)


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
    hollow = _is_hollow(texts)
    spam = _is_spam(texts) & ~hollow
    values = np.where(
        spam, VoiceStatus.SPAM, np.where(hollow, VoiceStatus.HOLLOW, VoiceStatus.MEANINGFUL)
    )
    return pa.array(values.tolist(), pa.string())


@cache
def _hollow_keys() -> pa.Int64Array:
    """The keys of the answers that say nothing, and of no text at all."""
    return pc.unique(pa.concat_arrays([text_keys(HOLLOW_ANSWERS), pa.array([0])]))


def _is_hollow(texts: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Known hollow answers, texts without a word, and keyboard mashing."""
    hollow = pc.is_in(text_keys(texts), _hollow_keys()).to_numpy(zero_copy_only=False).copy()
    _, limits = bytes_of(texts)
    short = np.diff(limits) <= _SHORT
    for row in np.flatnonzero(short):
        hollow[row] = _says_nothing(texts[row].as_py(), known=bool(hollow[row]))
    return hollow


@cache
def _is_mashing(word: str) -> bool:
    """Whether no language would write ``word`` (lower case letters)."""
    if len(word) >= 3 and len(set(word)) == 1:
        return True
    if len(word) < 4:
        return False
    if any(word in row or word in row[::-1] for row in _KEYBOARD_ROWS):
        return True
    unit = re.fullmatch(r"(.{2,4}?)\1+.{0,3}", word)
    if unit and len(unit[1]) > 2 and len(word) >= 6:
        return True
    return len(word) >= 5 and not re.search(r"[aeiouyéèêàâîïôöûüœ]", word)


def _says_nothing(text: str, *, known: bool) -> bool:
    """Whether a short text neither names nor judges anything."""
    if _EMOJI.search(text) or _JUDGING_SIGNS.search(text):
        return False
    words = _WORD.findall(_MARK.sub(" ", text).lower())
    if known or not words:
        return known or not any(character.isalpha() for character in _MARK.sub("", text))
    return all(_is_mashing(word) for word in words)


def _is_spam(texts: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Links with a promotion, trades that only spam speaks of, and the same words over and over."""
    spam = np.zeros(len(texts), bool)
    suspect = pc.match_substring_regex(texts, _SUSPECT, ignore_case=True)
    for row in np.flatnonzero(suspect.to_numpy(zero_copy_only=False)):
        spam[row] = _promotes(texts[row].as_py())
    _, limits = bytes_of(texts)
    for row in np.flatnonzero(np.diff(limits) >= _LONG_ENOUGH_TO_REPEAT):
        words = texts[row].as_py().lower().split()
        spam[row] |= len(words) >= 12 and len(set(words)) <= len(words) * 0.2
    return spam


_SUSPECT = (
    r"https?://|www\.|\.(?:com|net|org|info|biz|xyz|top|shop|online|site|click|ru)\b|casino|spins|crypto|"
    r"bitcoin|forex|viagra|cialis|backlink|seo|spell|marabout|voyant|affectif|aim|particuliers|binary|"
    r"recovery|earn|telegram|whats"
)


def _promotes(text: str) -> bool:
    """Whether a text sells something that has nothing to do with the question."""
    promotions = {found.lower() for found in _PROMOTION.findall(text)}
    if _STRONG_PROMOTION.search(text):
        return True
    return bool(_LINK.search(text)) and len(promotions) >= 2
