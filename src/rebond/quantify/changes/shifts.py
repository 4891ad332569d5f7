"""Change points: the weeks between which a share of voices stood at another level.

A step tells that a level changed for good (`steps`); an incident comes and goes. Here every window
of weeks, those that end with the data too, is tried beside level and season by least squares (the
statistic of circular binary segmentation, Olshen et al. 2004,
doi:10.1093/biostatistics/kxh008). The largest is kept when it is beyond what the largest of noise
reaches, put in the model, those before moved to where they are then clearest, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rebond.quantify.changes.steps import season_design

Array = npt.NDArray[np.float64]
LEAST_LENGTH = 3  # weeks of a window, and outside it
LEAST_WEEKS = 16
MOST_WINDOWS = 4000  # tried: beyond, windows start and end every other week, and so on
DRAWS = 1000
MOST_SHIFTS = 6


@dataclass(frozen=True)
class Shift:
    """Weeks ``start`` to ``end`` (places, end exclusive) at another level than the others.

    ``size`` in points of share (0 to 1) with its interval, other shifts and season held equal;
    ``lasting`` when it goes on to the end; ``p_value`` over all windows tried.
    """

    start: int
    end: int
    size: float
    low: float
    high: float
    p_value: float
    lasting: bool


def shifts(voices: Array, speaking: Array, *, rate: float = 0.05) -> tuple[Shift, ...]:
    """Return the shifts of one series, the clearest first.

    Parameters
    ----------
    voices, speaking : (t,) arrays
        Voices of each week, and those that speak of the theme. Weeks without voices are left out.
    rate : float
        Where the share never shifts, the chance that anything is returned.

    Returns
    -------
    tuple of Shift
        Empty under 16 weeks with voices, and where nobody or everybody speaks of the theme.

    Notes
    -----
    The variance is that of what is left once the window is in, never under the binomial one, and
    widened by (1 + r)/(1 − r) where weeks resemble the one before (r from 0 to 0.6). The same
    window must also stand by an exact binomial test of its count, times the number of weeks.
    Sizes are those of the clearest windows, hence a little too large on average.
    """
    kept = np.flatnonzero(voices > 0)
    n = voices[kept]
    if len(kept) < LEAST_WEEKS or not 0 < speaking[kept].sum() < n.sum():
        return ()
    root = np.sqrt(n)
    y = speaking[kept] / n * root
    windows = _windows(len(voices))
    inside = ((kept[:, None] >= windows[:, 0]) & (kept[:, None] < windows[:, 1])).astype(np.float64)
    columns = inside * root[:, None]
    design = season_design(len(voices))[kept] * root[:, None]
    mean = float(speaking[kept].sum() / n.sum())
    found: list[tuple[int, float]] = []
    while len(found) < MOST_SHIFTS:
        beside = np.column_stack([design, columns[:, [k for k, _ in found]]])
        best, p, spread = _clearest(beside, y, columns, mean * (1 - mean))
        if best is None:
            break
        p = max(p, _exact(speaking[kept], n, inside[:, best], spread))
        if p > rate:
            break
        found = _placed(design, y, columns, mean * (1 - mean), [*found, (best, p)])
    design = np.column_stack([design, columns[:, [k for k, _ in found]]])
    levels = [float((speaking[kept] @ inside[:, k]) / (n @ inside[:, k])) for k, _ in found]
    uneven = np.array([max(1.0, s * (1 - s) / (mean * (1 - mean))) for s in levels])
    told = [(windows[k], p) for k, p in found]
    return _sized(design, y, mean * (1 - mean), told, uneven, len(voices))


def _windows(weeks: int) -> npt.NDArray[np.int64]:
    """Return the windows tried: (w, 2), start and end."""
    step = 1
    while True:
        starts = np.arange(0, weeks, step)
        ends = np.unique(np.append(np.arange(0, weeks, step), weeks))
        first, last = (grid.ravel() for grid in np.meshgrid(starts, ends, indexing="ij"))
        length = last - first
        usable = (length >= LEAST_LENGTH) & (weeks - length >= LEAST_LENGTH)
        # A window from the first week is the rest of the weeks, turned round; a return to the level
        # before that is under three weeks old cannot be told from going on.
        usable &= (first >= LEAST_LENGTH) & ((last == weeks) | (last <= weeks - LEAST_LENGTH))
        if usable.sum() <= MOST_WINDOWS:
            return np.column_stack([first[usable], last[usable]])
        step += 1


def _clearest(
    design: Array, y: Array, columns: Array, binomial: float
) -> tuple[int | None, float, float]:
    """Return the clearest window beside a design, its p-value over all, and the overdispersion."""
    from scipy.special import stdtr

    basis, _ = np.linalg.qr(design)
    left = y - basis @ (basis.T @ y)
    turned = columns - basis @ (basis.T @ columns)
    length = np.sqrt((turned**2).sum(axis=0))
    usable = np.flatnonzero(length > 1e-6 * np.sqrt((columns**2).sum(axis=0)).max())
    freedom = len(y) - design.shape[1] - 1
    if not len(usable) or freedom < 5:
        return None, 1.0, 1.0
    directions = turned[:, usable] / length[usable]
    gain = directions.T @ left
    best = int(np.argmax(np.abs(gain)))
    rest = left - directions[:, best] * gain[best]
    spread = _spread(rest, freedom, binomial)
    single = float(2 * stdtr(freedom, -abs(gain[best]) / (spread * binomial) ** 0.5))
    tried = _tried(directions.tobytes(), directions.shape, freedom)
    return int(usable[best]), min(1.0, single * tried), spread


def _placed(
    design: Array, y: Array, columns: Array, binomial: float, found: list[tuple[int, float]]
) -> list[tuple[int, float]]:
    """Move each window to where it is clearest beside the others, the first found first.

    Each keeps the p-value with which it was found.
    """
    placed = list(found)
    for i in range(len(placed) - 1):
        others = [k for j, (k, _) in enumerate(placed) if j != i]
        best, _, _ = _clearest(np.column_stack([design, columns[:, others]]), y, columns, binomial)
        if best is not None:
            placed[i] = (best, placed[i][1])
    return placed


def _exact(speaking: Array, n: Array, inside: Array, spread: float) -> float:
    """Return the two-sided binomial p-value of the window's count, over the windows of its length.

    Counts are divided by the overdispersion. Rare themes are not normal: this holds them back.
    """
    from scipy.special import bdtr, bdtrc

    total = round(float(speaking.sum()) / spread)
    within = round(float(speaking @ inside) / spread)
    part = float((n @ inside) / n.sum())
    upper = float(bdtrc(within - 1, total, part)) if within else 1.0
    return min(1.0, 2 * min(float(bdtr(within, total, part)), upper) * len(n))


def _spread(left: Array, freedom: int, binomial: float) -> float:
    """Return the overdispersion of what is left, 1 at least, widened for likeness between weeks."""
    power = float((left**2).sum())
    r = float((left[1:] * left[:-1]).sum()) / max(power, 1e-12) + 1.5 / len(left)
    r = min(0.6, max(0.0, r))
    return max(1.0, power / freedom / binomial) * (1 + r) / (1 - r)


@lru_cache(maxsize=64)
def _tried(content: bytes, shape: tuple[int, int], freedom: int) -> float:
    """Return by how much to multiply the p-value of one window for the clearest of all.

    From noise on the same design: the largest ratio, over the tail (1 % to 10 %), of the frequency
    of the maximum to the p-value of a single one.
    """
    from scipy.special import stdtr

    directions = np.frombuffer(content).reshape(shape)
    random = np.random.default_rng(0)
    scale = np.sqrt(random.chisquare(freedom, DRAWS) / freedom)
    largest = np.abs(random.standard_normal((DRAWS, shape[0])) @ directions).max(axis=1)
    p = np.sort(2 * stdtr(freedom, -largest / scale))
    tail = np.arange(DRAWS // 100, DRAWS // 10)
    return float(max(1.0, np.max((tail + 1) / DRAWS / p[tail])))


def _sized(
    design: Array,
    y: Array,
    binomial: float,
    found: list[tuple[npt.NDArray[np.int64], float]],
    uneven: Array,
    weeks: int,
) -> tuple[Shift, ...]:
    """Return the shifts with their sizes, all of them in the model together.

    ``uneven`` is by how much the variance of a share is larger at each shift's own level.
    """
    from scipy.special import stdtrit

    if not found:
        return ()
    inverse = np.linalg.pinv(design.T @ design)
    slopes = inverse @ (design.T @ y)
    freedom = max(1, len(y) - design.shape[1])
    spread = _spread(y - design @ slopes, freedom, binomial) * binomial
    half = float(stdtrit(freedom, 0.975)) * np.sqrt(spread * np.diag(inverse))
    first = design.shape[1] - len(found)
    half[first:] *= np.sqrt(uneven)
    return tuple(
        Shift(
            start=int(window[0]),
            end=int(window[1]),
            size=float(slopes[first + k]),
            low=float(slopes[first + k] - half[first + k]),
            high=float(slopes[first + k] + half[first + k]),
            p_value=p,
            lasting=int(window[1]) == weeks,
        )
        for k, (window, p) in enumerate(found)
    )
