"""A subject that no theme covers, found early: words that come up, counted week after week.

Each week, the words (stems, targets) of voices that the codebook does not cover are counted over
the last 1, 2, 4 and 8 weeks and compared with all weeks before. Words come in bursts, so that their
counts vary more than chance; a word never heard before is compared with how often words as rare as
it came up in the past. The false-discovery rate is held over every word looked at that week. Words
announced that come in the same voices are one subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.discoveries import q_values

Array = npt.NDArray[np.float64]
SPANS = (1, 2, 4, 8)  # weeks
LEAST_PAST = 12  # weeks before
LEAST_VOICES = 3.0  # of a word lately: fewer are not told
RATE = 0.05
_RATES = 16
TOGETHER = 0.3  # part of the rarer word's voices that hold the other too: one subject


@dataclass(frozen=True)
class Rising:
    """One word that comes up: ``recent`` voices over the last ``span`` weeks, ``expected`` there
    from its past, its first week of the rise ``since`` (a place), and its q-value of the week.
    """

    word: str
    since: int
    span: int
    recent: int
    expected: float
    p_value: float
    q_value: float


@dataclass(frozen=True)
class Subject:
    """Rising words that come in the same voices; the surest first. ``voices`` hold any of them."""

    words: tuple[Rising, ...]
    since: int
    voices: int


def rising_words(
    counts: Array, voices: Array, words: Sequence[str], *, rate: float = RATE
) -> tuple[Rising, ...]:
    """Return the words that come up at the end of a series, the surest first.

    Parameters
    ----------
    counts : (t, w) array
        Voices outside the codebook that hold each word, each week; the last week is over.
    voices : (t,) array
        All meaningful voices of each week: more voices are not more of a word.
    words : w names
    rate : float
        False-discovery rate over all words of the week; where nothing comes up it is also the
        chance that this week says anything.

    Notes
    -----
    A word's recent count is predicted from its past one by negative binomial counts (`many`),
    whose dispersion φ is that of words of like frequency, from their past weeks together, since
    one rare word tells nothing of its own. The smallest
    of the p-values over the spans is multiplied by 4; then Benjamini and Hochberg (1995,
    doi:10.1111/j.2517-6161.1995.tb02031.x). Nothing under 12 weeks of past or 3 recent voices.
    """
    t, w = counts.shape
    if t < LEAST_PAST + max(SPANS) or w == 0:
        return ()
    late = max(SPANS)
    spread = burstiness(counts[: t - late], voices[: t - late])
    best = np.ones(w)
    span = np.full(w, SPANS[0])
    for weeks in SPANS:
        recent, past = counts[t - weeks :].sum(axis=0), counts[: t - late].sum(axis=0)
        part = float(voices[t - weeks :].sum() / max(1.0, voices[: t - late].sum()))
        p = many(recent, past, part, spread)
        better = p < best
        best, span = np.where(better, p, best), np.where(better, weeks, span)
    p_values = np.minimum(1.0, len(SPANS) * best)
    q = q_values(p_values)
    found = []
    for i in np.flatnonzero(q <= rate):
        weeks = int(span[i])
        recent = int(counts[t - weeks :, i].sum())
        if recent < LEAST_VOICES:
            continue
        pace = float(counts[: t - late, i].sum() / max(1.0, voices[: t - late].sum()))
        expected = pace * float(voices[t - weeks :].sum())
        found.append(
            Rising(
                words[int(i)], t - weeks, weeks, recent, expected, float(p_values[i]), float(q[i])
            )
        )
    return tuple(sorted(found, key=lambda one: (one.p_value, one.word)))


def many(recent: Array, past: Array, part: float, spread: Array) -> Array:
    """Return the chance of at least ``recent`` voices of each word (w,), given its past.

    Parameters
    ----------
    recent, past : (w,) arrays
        Voices that hold the word, lately and before.
    part : float
        Recent voices over past voices, of all words.
    spread : (w,) array
        φ, 1 at least.

    Notes
    -----
    Given its rate a word's count is additive negative binomial, of mean m and variance φm: bursts
    of a few voices. The rate is gamma, of shape (past + ½)/φ: Jeffreys's, with as much evidence as
    bursts give. The tail is the mean over 16 equally likely rates. A word never heard before is
    only looked at because it is heard now: its chance is that given one voice at least.
    """
    from scipy.special import betainc, gammaincinv

    wide = np.maximum(spread, 1.001)[:, None]
    shape = (past[:, None] + 0.5) / wide
    chance = (np.arange(_RATES) + 0.5) / _RATES
    mean = np.maximum(gammaincinv(shape, chance) * wide * part, 1e-9)

    def at_least(y: Array) -> Array:
        tail = betainc(np.maximum(y, 1e-9)[:, None], mean / (wide - 1), 1 - 1 / wide)
        averaged: Array = np.where(y > 0, tail.mean(axis=1), 1.0)
        return averaged

    p = at_least(recent)
    heard = np.where(past > 0, 1.0, at_least(np.minimum(recent, 1.0)))
    given: Array = np.minimum(1.0, p / np.maximum(heard, 1e-300))
    return given


def burstiness(counts: Array, voices: Array) -> Array:
    """Return the dispersion φ (w,) of words, 1 at least, from those of like frequency.

    Parameters
    ----------
    counts : (t, w) array
    voices : (t,) array

    Notes
    -----
    Pearson's dispersion D, pooled over the words of the same power of two of total count N. Words
    are grouped by what they reached, which hides bursts (a word heard once never shows any): given
    N, D is about Nφ/(φ − 1 + N), which is turned round. Words heard once or never have the φ of
    those heard twice or thrice.
    """
    total = counts.sum(axis=0)
    part = voices / max(1.0, float(voices.sum()))
    mean = np.maximum(part[:, None] * total, 1e-12)
    own = ((counts - mean) ** 2 / mean).sum(axis=0) / max(1, len(counts) - 1)
    level = np.floor(np.log2(np.maximum(total, 2))).astype(int)
    spread = np.ones(len(total))
    for place in np.unique(level):
        telling = (level == place) & (total >= 2)
        if telling.any():
            reached, seen = float(total[telling].mean()), float(own[telling].mean())
            room = max(reached - seen, 0.1 * reached)
            spread[level == place] = max(1.0, seen * (reached - 1) / room)
    return spread


def subjects(rising: Sequence[Rising], holding: Sequence[set[int]]) -> tuple[Subject, ...]:
    """Bring rising words of the same voices under one subject.

    Parameters
    ----------
    rising : sequence of Rising
    holding : sequence of set of int
        The recent voices that hold each of them, in the same order.

    Returns
    -------
    tuple of Subject
        Two words are together when 30 % of the rarer one's voices hold both; subjects are what
        such pairs link, the surest first.
    """
    group = list(range(len(rising)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i in range(len(rising)):
        for j in range(i):
            least = min(len(holding[i]), len(holding[j]))
            if least and len(holding[i] & holding[j]) >= TOGETHER * least:
                group[root(i)] = root(j)
    found: dict[int, list[int]] = {}
    for i in range(len(rising)):
        found.setdefault(root(i), []).append(i)
    told = [
        Subject(
            tuple(sorted((rising[i] for i in places), key=lambda one: (one.p_value, one.word))),
            min(rising[i].since for i in places),
            len(set().union(*(holding[i] for i in places))),
        )
        for places in found.values()
    ]
    return tuple(sorted(told, key=lambda subject: subject.words[0].p_value))
