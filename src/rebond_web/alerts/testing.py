"""Whether the last weeks of many series are above those before: one p-value a series and week.

A series counts, week by week, voices of which some are of a kind (unfavourable ones, complaints).
Its last weeks are compared with those before, the season of its theme taken out, or with the same
weeks of the year before. Weeks vary more than chance: dispersions are held in common over all
series (`rebond.quantify.changes.counts`). See ``docs/methods/alerts.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.changes.counts import Fit, dispersion, fit_shares, likeness, widening
from rebond.quantify.changes.steps import SEASON_KNOWN, season_design
from rebond.quantify.statistics.intervals import Moments

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
A_YEAR = 52
LOOKED_BACK = 104  # weeks before the last ones, at most
LEAST_BEFORE = 8  # weeks
LEAST_NOW, LEAST_PAST = 5.0, 20.0  # voices of a series, for it to be tested
LEAST_KIND = 5.0  # of the kind, both sides together
LEAST_PEOPLE = 10  # behind a score
LEAST_FOR_SEASON = 60.0
EXACT_UNDER = 0.02  # p-values that matter: the exact test can only raise them
# Weeks that vary are skewed: their sums have a heavier tail than quasi-likelihood says.
MOST_FREEDOM = 52.0
_ROUNDS = 25


@dataclass(frozen=True)
class Series:
    """Weekly counts of c series.

    ``kind`` (t, c) of ``voices`` (t, c); ``theme`` (c,) numbers the theme of each: series of one
    theme share their season.
    """

    kind: Array
    voices: Array
    theme: npt.NDArray[np.int64]


def rising(series: Series, end: int, weeks: int, *, last_year: bool = False) -> Array:
    """Return the one-sided p-value (c,) that each series' part of the kind did not rise.

    Parameters
    ----------
    series : Series
    end : int
        The week after the last one looked at; later weeks are not looked at.
    weeks : int
        How many weeks are “now”.
    last_year : bool
        Against the same weeks one year before, rather than against all those before.

    Returns
    -------
    (c,) array
        1 where a series is not tested: too few weeks or voices, or a kind too rare.

    Notes
    -----
    The signed root of the difference of quasi-binomial deviances between one level and two, over
    the dispersion, against Student's (Wedderburn 1974, doi:10.1093/biomet/61.3.439; Lund et al.
    2012, doi:10.1515/1544-6115.1826). Rare kinds are not normal: the p-value is at least the
    hypergeometric one of what is of the kind now, given what is at all, counts over the dispersion.
    """
    start = max(0, end - weeks - LOOKED_BACK)
    y, n = series.kind[start:end], series.voices[start:end]
    t = len(y)
    now, past = _sides(t, weeks, last_year)
    if past is None:
        return np.ones(y.shape[1])
    sides = (n * now[:, None]).sum(axis=0), (n * past[:, None]).sum(axis=0)
    both = (now | past)[:, None]
    kept = (sides[0] >= LEAST_NOW) & (sides[1] >= LEAST_PAST)
    kept &= ((y * both).sum(axis=0) >= LEAST_KIND) & (((n - y) * both).sum(axis=0) > 0)
    p = np.ones(y.shape[1])
    if kept.any():
        p[kept] = _tested(y[:, kept], n[:, kept], series.theme[kept], now, past)
    return p


def _sides(t: int, weeks: int, last_year: bool) -> tuple[Mask, Mask | None]:
    """Return which weeks are “now”, and which they are compared with; None when too few."""
    now = np.arange(t) >= t - weeks
    if last_year:
        past = np.zeros(t, dtype=bool)
        if t < A_YEAR + weeks:
            return now, None
        past[t - weeks - A_YEAR : t - A_YEAR] = True
        return now, past
    return now, None if t - weeks < LEAST_BEFORE else ~now


def _tested(y: Array, n: Array, theme: npt.NDArray[np.int64], now: Mask, past: Mask) -> Array:
    from scipy.special import stdtr

    season, extra = _seasons(y, n, theme, now, past)
    spread, freedom = _spread(y, n, season, now)
    # The same weeks of two years share their season: it is in what varies, not in the comparison.
    same_weeks = not np.array_equal(past, ~now)
    offset = np.zeros_like(season) if same_weeks else season
    extra = np.zeros_like(extra) if same_weeks else extra
    one = _level(y, n, offset, now | past)
    two = [_level(y, n, offset, side) for side in (now, past)]
    gained = np.maximum(
        0.0,
        _deviance(y, n, offset, one, now | past)
        - _deviance(y, n, offset, two[0], now)
        - _deviance(y, n, offset, two[1], past),
    )
    own = 1 / _information(n, offset, two[0], now) + 1 / _information(n, offset, two[1], past)
    root = np.sign(two[0] - two[1]) * np.sqrt(gained / spread * own / (own + extra))
    p = stdtr(min(freedom, MOST_FREEDOM), -root)
    expected = (n * _share(offset, one) * now[:, None]).sum(axis=0)
    sides = (now | past)[:, None]
    of, total = (n * sides).sum(axis=0) / spread, (y * sides).sum(axis=0) / spread
    said = (y * now[:, None]).sum(axis=0) / spread
    for i in np.flatnonzero(p <= EXACT_UNDER):
        drawn = of[i] * expected[i] / (total[i] * spread[i])
        p[i] = max(p[i], _exact(said[i], total[i], drawn, of[i]))
    tested: Array = np.clip(p, 0.0, 1.0)
    return tested


def _exact(said: float, total: float, drawn: float, of: float) -> float:
    """Return the hypergeometric chance of at least ``said`` of a kind now.

    ``total`` of the kind among ``of``, of which ``drawn`` are now: as many as would give now what
    one level of both sides expects there.
    """
    from scipy.special import betaln

    whole, n, k = round(of), round(drawn), round(total)
    x = np.arange(max(0, k - (whole - n)), min(n, k) + 1, dtype=np.float64)

    def choose(m: float, j: Array) -> Array:
        chosen: Array = -betaln(1 + m - j, 1 + j) - np.log(m + 1)
        return chosen

    logs = choose(k, x) + choose(whole - k, n - x)
    chances = np.exp(logs - logs.max(initial=-np.inf))
    above = chances[x >= np.floor(said + 1e-9)].sum()
    return float(above / chances.sum()) if len(x) else 1.0


def _seasons(
    y: Array, n: Array, theme: npt.NDArray[np.int64], now: Mask, past: Mask
) -> tuple[Array, Array]:
    """Return the season (t, c) of each series' theme, on the logit scale, and the variance (c,)
    that not knowing it better adds to the comparison.
    """
    t, c = y.shape
    offset, extra = np.zeros((t, c)), np.zeros(c)
    if t < SEASON_KNOWN:
        return offset, extra
    design = np.column_stack([season_design(t), now.astype(np.float64)])
    for one in np.unique(theme):
        mine = theme == one
        pooled, of = y[:, mine].sum(axis=1), n[:, mine].sum(axis=1)
        known = of > 0
        if min(pooled.sum(), (of - pooled).sum()) < LEAST_FOR_SEASON:
            continue
        fit = fit_shares(design[known], pooled[known, None], of[known])
        season = design[:, 1:-1]
        offset[:, mine] = (season @ fit.slopes[0, 1:-1])[:, None]
        cover = np.linalg.inv(fit.information[0])[1:-1, 1:-1]
        apart = season[now].mean(axis=0) - season[past].mean(axis=0)
        extra[mine] = float(apart @ cover @ apart)
    return offset, extra


def _level(y: Array, n: Array, offset: Array, side: Mask) -> Array:
    """Return the logit (c,) of each series on some weeks, half a voice added to each kind."""
    y, n, offset = y[side], n[side], offset[side]
    wanted = (y.sum(axis=0) + 0.5) / (n.sum(axis=0) + 1) * n.sum(axis=0)
    level: Array = np.log(wanted / (n.sum(axis=0) - wanted))
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-(offset + level)))
        slope = np.maximum((n * share * (1 - share)).sum(axis=0), 1e-9)
        step = np.clip((wanted - (n * share).sum(axis=0)) / slope, -2, 2)
        level = np.clip(level + step, -15, 15)
        if np.abs(step).max(initial=0.0) < 1e-8:
            break
    return level


def _share(offset: Array, level: Array) -> Array:
    share: Array = 1 / (1 + np.exp(-(offset + level)))
    return share


def _information(n: Array, offset: Array, level: Array, side: Mask) -> Array:
    share = _share(offset[side], level)
    told: Array = np.maximum((n[side] * share * (1 - share)).sum(axis=0), 1e-9)
    return told


def _deviance(y: Array, n: Array, offset: Array, level: Array, side: Mask) -> Array:
    share = np.clip(_share(offset[side], level), 1e-12, 1 - 1e-12)
    of, said = n[side], y[side]
    found: Array = -2 * (said * np.log(share) + (of - said) * np.log(1 - share)).sum(axis=0)
    return found


def _spread(y: Array, n: Array, season: Array, now: Mask) -> tuple[Array, float]:
    """Return the dispersion (c,) of each series, drawn towards that of all, and its freedom.

    Of what is left once the season, and a level of its own for the last weeks, are in.
    """
    late, before = _level(y, n, season, now), _level(y, n, season, ~now)
    share = np.where(now[:, None], _share(season, late), _share(season, before))
    residuals = (y - n * share) / np.sqrt(np.maximum(n * share * (1 - share), 1e-12))
    residuals[n == 0] = 0.0
    known = np.maximum((n > 0).sum(axis=0) - 2, 1)
    freedom = int(np.median(known))
    empty = np.zeros((y.shape[1], 1))
    pearson = (residuals**2).sum(axis=0) * freedom / known
    fit = Fit(empty, empty[..., None], empty[:, 0], pearson, residuals, freedom)
    found = dispersion(fit, y.sum(axis=0))
    wide = found.spread * widening(likeness(residuals, 2), int(now.sum()))
    return wide, found.freedom


def scanned(series: Series, weeks: int, ends: Sequence[int], *, last_year: bool = False) -> Array:
    """Return the p-values (len(ends), c) of `rising` at several weeks."""
    return np.stack([rising(series, end, weeks, last_year=last_year) for end in ends])


def p_under(moments: Moments, threshold: float, upper: Callable[[Moments, float], float]) -> float:
    """Return the one-sided p-value that a score is not under a threshold, in its own unit.

    The smallest p at which the interval of level 1 − 2p, whose ``upper`` end is given, stays under
    the threshold: what rings is what the interval shown excludes. 1 under ten people.
    """
    if moments.people < LEAST_PEOPLE or moments.ratio >= threshold:
        return 1.0
    low, high = -16.0, np.log10(0.5)
    if upper(moments, 1 - 2 * 10**low) < threshold:
        return float(10**low)
    for _ in range(30):
        middle = (low + high) / 2
        if upper(moments, 1 - 2 * 10**middle) < threshold:
            high = middle
        else:
            low = middle
    return float(10**high)
