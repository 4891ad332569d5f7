"""Groups of different persons compared on a ratio, many pairs at once, and what noise leaves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.intervals import Moments

Array = npt.NDArray[np.float64]
N, TOTAL, SQUARES, PEOPLE, YY, XY, XX = range(7)  # columns of `table_of`
_SPREADS = 8.0  # standard deviations of a count beyond which its chance is nothing
_AT_ONCE = 500_000  # chances held together
_ROUNDS = 40


def table_of(moments: Sequence[Moments]) -> Array:
    """Return moments as rows: n, total, squares, people, yy, xy, xx."""
    rows = [(m.n, m.total, m.squares, m.people, m.yy, m.xy, m.xx) for m in moments]
    return np.array(rows, np.float64).reshape(-1, 7)


def moments_of_row(row: Array) -> Moments:
    """Return one row of `table_of` as moments."""
    n, total, squares, people, yy, xy, xx = (float(value) for value in row)
    return Moments(int(n), total, squares, int(people), yy, xy, xx)


def added(parts: Sequence[Moments]) -> Moments:
    """Return the moments of several groups of different persons together."""
    return moments_of_row(table_of(parts).sum(axis=0))


def less(whole: Moments, part: Moments) -> Moments:
    """Return the moments of a whole without one of its groups."""
    return Moments(
        whole.n - part.n,
        whole.total - part.total,
        whole.squares - part.squares,
        whole.people - part.people,
        whole.yy - part.yy,
        whole.xy - part.xy,
        whole.xx - part.xx,
    )


def gap_p(one: Moments, rest: Moments, *, share: bool) -> tuple[float | None, float]:
    """Return the p-value of `compared` for one pair, None where nothing varies, and the error."""
    p, error = compared(table_of([one]), table_of([rest]), share=share)
    return (None if np.isnan(p[0]) else float(p[0])), float(error[0])


def compared(ones: Array, rests: Array, *, share: bool) -> tuple[Array, Array]:
    """Return the p-values (m,) that pairs of groups of persons have the same ratio, and the
    standard errors (m,) of their differences.

    Student's test with the larger of two variances: that of each group apart, clustered by person,
    and that of both together on their effective n, so that a small group that happens to be
    unanimous is no discovery. A share is also put to Fisher's exact test (mid-p, twice the smaller
    side) on effective counts; the larger p-value holds. nan where nothing varies.

    Parameters
    ----------
    ones, rests : (m, 7) arrays
        Rows of `table_of`, of two persons at least.
    """
    from scipy.special import stdtr

    both = ones + rests
    pooled = both[:, SQUARES] / both[:, N] - (both[:, TOTAL] / both[:, N]) ** 2
    varies = pooled > 1e-12
    own, other = _effective(ones), _effective(rests)
    together = np.maximum(pooled, 1e-12) * (1 / own + 1 / other)
    variance = np.maximum(together, _variance(ones) + _variance(rests))
    apart = np.abs(_ratio(ones) - _ratio(rests)) / variance**0.5
    freedom = np.maximum(np.minimum(ones[:, PEOPLE], rests[:, PEOPLE]) - 1, 1e-9)
    p = 2 * stdtr(freedom, -apart)
    if share:
        p = np.maximum(p, _fisher(_ratio(ones), own, _ratio(rests), other))
    return np.where(varies, p, np.nan), np.where(varies, variance**0.5, 0.0)


def _ratio(rows: Array) -> Array:
    ratio: Array = rows[:, TOTAL] / rows[:, N]
    return ratio


def _variance(rows: Array) -> Array:
    """Return the variances of ratios, clustered by person; 0 with fewer than two persons."""
    ratio, people = _ratio(rows), rows[:, PEOPLE]
    spread = rows[:, YY] - 2 * ratio * rows[:, XY] + ratio**2 * rows[:, XX]
    several = np.maximum(spread, 0.0) * people / np.maximum(people - 1, 1) / rows[:, N] ** 2
    return np.where(people < 2, 0.0, several)


def _effective(rows: Array) -> Array:
    """Return the effective n of groups, 1 at least."""
    n, variance = rows[:, N], _variance(rows)
    own = rows[:, SQUARES] / n - _ratio(rows) ** 2
    alike = (variance <= 0) | (own <= 1e-12)
    kish = np.where(rows[:, XX] > 0, n**2 / np.maximum(rows[:, XX], 1e-300), 1.0)
    found = np.where(alike, kish, np.minimum(n, own / np.where(alike, 1.0, variance)))
    return np.maximum(1.0, found)


def _fisher(ratio: Array, size: Array, other_ratio: Array, other_size: Array) -> Array:
    """Return Fisher's mid-p (m,), twice the smaller side, of two shares on their counts.

    The chance of the counts seen, then those next to them away from what is expected, each from
    the one before, as far as any chance is left.
    """
    from scipy.special import betaln

    n1, n2 = np.rint(size), np.rint(other_size)
    k1 = np.minimum(n1, np.rint(ratio * n1))
    k = k1 + np.minimum(n2, np.rint(other_ratio * n2))
    n = n1 + n2

    def choose(m: Array, j: Array) -> Array:
        logs: Array = -betaln(1 + m - j, 1 + j) - np.log(m + 1)
        return logs

    same = np.exp(choose(n1, k1) + choose(n2, k - k1) - choose(n, k))
    spread = np.sqrt(n1 * n2 * k * np.maximum(n - k, 0) / n**2 / np.maximum(n - 1, 1))
    up = k1 > n1 * k / n
    tail = np.zeros(len(n1))
    wide = np.ceil(_SPREADS * spread).astype(np.int64) + 12
    order = np.argsort(wide)
    first = 0
    while first < len(order):
        last = first + 1
        while last < len(order) and (last + 1 - first) * wide[order[last]] <= _AT_ONCE:
            last += 1
        some = order[first:last]
        seen = k1[some, None], k[some, None], n1[some, None], n2[some, None]
        tail[some] = _beyond(*seen, up=up[some, None], steps=int(wide[some[-1]]))
        first = last
    p: Array = np.minimum(1.0, 2 * same * (0.5 + tail))
    # Where the other side is the smaller one: near what is expected, both have about one half.
    other = np.minimum(1.0, 2 * (1 - same * (0.5 + tail)))
    return np.minimum(p, other)


def _beyond(
    k1: Array, k: Array, n1: Array, n2: Array, *, up: npt.NDArray[np.bool_], steps: int
) -> Array:
    """Return the chance of the counts beyond k1, over that of k1 itself."""
    j = np.arange(steps)
    x = np.where(up, k1 + j, k1 - j)
    more = np.maximum((n1 - x) * (k - x), 0) / np.maximum((x + 1) * (n2 - k + x + 1), 1e-300)
    fewer = np.maximum(x * (n2 - k + x), 0) / np.maximum((n1 - x + 1) * (k - x + 1), 1e-300)
    beside = np.where(up, np.where((n1 > x) & (k > x), more, 0), np.where(x > 0, fewer, 0))
    found: Array = np.cumprod(beside, axis=1).sum(axis=1)
    return found


def shrinkage(
    differences: Sequence[float] | Array, errors: Sequence[float] | Array
) -> tuple[list[float], list[float], list[float]]:
    """Return what noise leaves of differences, with their lows and highs.

    Empirical Bayes: a part of the values differs from the rest, normally and by an unknown spread,
    the others do not at all; part and spread are fitted to all values of the attribute together
    (as Johnstone and Silverman 2004, doi:10.1214/009053604000000030, with a normal slab). A value
    keeps of its difference as much as its own noise, and the company it is in, allow.
    """
    from scipy.special import expit

    d, e2 = np.asarray(differences), np.maximum(np.asarray(errors) ** 2, 1e-18)
    part, spread = 0.2, max(float((d**2 - e2).max()), float(e2.mean()))
    for _ in range(_ROUNDS):
        log_odds = np.log(part / (1 - part)) + 0.5 * (
            np.log(e2 / (e2 + spread)) + d**2 * (1 / e2 - 1 / (e2 + spread))
        )
        real = expit(log_odds)
        kept = spread / (spread + e2)
        part = float(np.clip(real.mean(), 1e-3, 1 - 1e-3))
        spread = max(
            float((real * ((kept * d) ** 2 + kept * e2)).sum() / max(real.sum(), 1e-9)), 1e-18
        )
    centre = real * kept * d
    variance = real * (kept * e2 + (kept * d) ** 2) - centre**2
    half = 1.959964 * np.sqrt(np.maximum(variance, 0.0))
    return centre.tolist(), (centre - half).tolist(), (centre + half).tolist()
