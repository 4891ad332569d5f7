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


@dataclass(frozen=True)
class Rises:
    """Every word's test, at the end of a series: (w,) arrays.

    ``p_value`` over all spans; ``span`` the weeks of the surest one, ``recent`` and ``expected``
    the voices that hold the word then; ``spread`` its dispersion.
    """

    p_value: Array
    span: npt.NDArray[np.int64]
    recent: Array
    expected: Array
    spread: Array


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
    Benjamini and Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x) over the p-values of
    `rises`. Nothing under 12 weeks of past or 3 recent voices.
    """
    if len(counts) < LEAST_PAST + max(SPANS) or not words:
        return ()
    tested = rises(counts[:, None, :], voices[:, None])
    q = q_values(tested.p_value)
    found = [
        Rising(
            word=words[i],
            since=len(counts) - int(tested.span[i]),
            span=int(tested.span[i]),
            recent=int(tested.recent[i]),
            expected=float(tested.expected[i]),
            p_value=float(tested.p_value[i]),
            q_value=float(q[i]),
        )
        for i in np.flatnonzero((q <= rate) & (tested.recent >= LEAST_VOICES)).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (one.p_value, one.word)))


def rises(
    counts: Array, voices: Array, *, same_season: npt.NDArray[np.bool_] | None = None
) -> Rises:
    """Test whether each word comes up in the last weeks.

    Parameters
    ----------
    counts : (t, s, w) array
        Voices that hold each word, by week and source; 20 weeks at least.
    voices : (t, s) array
        All voices: what is expected of a word follows the sources it comes from, and a source
        never heard before tells nothing.
    same_season : (t,) bool array, optional
        The weeks of last year that are the season of the last ones. A word that came up then is
        compared with them, and they are no part of the past of the others.

    Notes
    -----
    A word's recent count is predicted from its past one by negative binomial counts (`many`),
    whose dispersion φ is that of words of like frequency, from their past weeks together, since
    one rare word tells nothing of its own. The smallest of the p-values over the spans is
    multiplied by 4.
    """
    t, _, w = counts.shape
    late = max(SPANS)
    season = np.zeros(t, bool) if same_season is None else same_season
    before = (np.arange(t) < t - late) & ~season
    known = voices[before].sum(axis=0) > 0
    counts, voices = counts[:, known], voices[:, known]
    spread = burstiness(counts[before].sum(axis=1), voices[before].sum(axis=1))
    p_value, span = np.ones(w), np.full(w, SPANS[0])
    recent, expected = np.zeros(w), np.zeros(w)
    for weeks in SPANS:
        now = np.arange(t) >= t - weeks
        seen = counts[now].sum(axis=(0, 1))
        past, part = _exposed(counts, voices, before, now)
        p = many(seen, past, part, spread)
        if season.any():
            own, factor = _exposed(counts, voices, season, now)
            high = many(own, past, _exposed(counts, voices, before, season)[1], spread) <= 0.05
            p = np.where(high, np.maximum(p, many(seen, own, factor, spread)), p)
        better = p < p_value
        p_value, span = np.where(better, p, p_value), np.where(better, weeks, span)
        recent = np.where(better, seen, recent)
        expected = np.where(better, past * part, expected)
    return Rises(np.minimum(1.0, len(SPANS) * p_value), span, recent, expected, spread)


def _exposed(
    counts: Array, voices: Array, before: npt.NDArray[np.bool_], now: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return each word's count before (w,), and by how much its sources' voices multiply it now.

    A word never heard before follows all sources together.
    """
    past, of = counts[before].sum(axis=0), voices[before].sum(axis=0)
    growth = voices[now].sum(axis=0) / np.maximum(of, 1.0)
    total = past.sum(axis=0)
    overall = voices[now].sum() / max(1.0, float(of.sum()))
    grown = (past * growth[:, None]).sum(axis=0) / np.maximum(total, 1e-9)
    return total, np.where(total > 0, grown, overall)


def many(recent: Array, past: Array, part: float | Array, spread: Array) -> Array:
    """Return the chance of at least ``recent`` voices of each word (w,), given its past.

    Parameters
    ----------
    recent, past : (w,) arrays
        Voices that hold the word, lately and before.
    part : float or (w,) array
        Recent voices over past voices.
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
    mean = gammaincinv(shape, chance) * wide * np.broadcast_to(part, recent.shape)[:, None]
    mean = np.maximum(mean, 1e-9)

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
