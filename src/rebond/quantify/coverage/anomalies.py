"""Is it the data that is ill? A source that stopped, a scale reversed, copies in a wave, ratings
out of line with activity.

Each is a test with a p-value of its own; `told` keeps those that hold at a false-alarm rate over
everything looked at together. Nothing here says why: a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.discoveries import q_values

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
LEAST_WEEKS = 8  # before a stop
MOST_STOPPED = 8  # weeks at the end that are tried as a stop
LEAST_SCORED = 30  # responses with both a score and words
LEAST_COPIES = 5
WINDOWS = (1, 4)  # periods
UNEVEN = 2.0  # copies of a stock phrase count as half as many: their pace varies more than chance
LEAST_UNITS = 8


@dataclass(frozen=True)
class Anomaly:
    """One thing tested on the data.

    ``kind`` is "stopped", "reversed", "copies" or "activity"; ``subject`` the source, question,
    text or unit; ``since`` the place of the first period concerned, −1 where there is none;
    ``seen`` and ``expected`` the figures that do not fit (counts; a correlation against 0);
    ``p_value`` the chance of the like where nothing is wrong.
    """

    kind: str
    subject: str
    since: int
    seen: float
    expected: float
    p_value: float


T = TypeVar("T", bound=Anomaly)


def told(tested: Sequence[T], *, rate: float = 0.01) -> tuple[T, ...]:
    """Return the anomalies that hold, the surest first.

    Benjamini and Hochberg at ``rate`` over all that was tested: where all data are well, the
    chance of telling anything is at most the rate.
    """
    adjusted = q_values([one.p_value for one in tested])
    kept = [one for one, q in zip(tested, adjusted, strict=True) if q <= rate]
    return tuple(sorted(kept, key=lambda one: one.p_value))


def stopped_source(source: str, counts: Array, others: Array | None = None) -> Anomaly | None:
    """Test whether a source stopped, or nearly, in its last weeks.

    Parameters
    ----------
    source : str
    counts : (t,) array
        Responses of the source each week, the last week being over.
    others : (t,) array, optional
        Responses of all other sources: a week when everybody is silent is no stop.

    Returns
    -------
    Anomaly or None
        None under 8 weeks before the weeks tried, or without any response.

    Notes
    -----
    Counts are additive negative binomial, of variance φ times the mean, φ from the weeks before.
    Given the total, the count of the last k weeks is then beta-binomial, so that the mean need
    not be known. k = 1 … 8 are tried and the smallest p-value is multiplied by 8.
    """
    t = len(counts)
    exposure = _exposure(t, others)
    best: Anomaly | None = None
    tried = range(1, min(MOST_STOPPED, t - LEAST_WEEKS) + 1)
    for k in tried:
        late, early = slice(t - k, t), slice(0, t - k)
        if counts[early].sum() <= 0:
            continue
        spread = _spread(counts[early], exposure[early])
        p = few(
            float(counts[late].sum()),
            float(counts.sum()),
            (float(exposure[late].sum()), float(exposure[early].sum())),
            spread,
        )
        expected = float(counts[early].sum() / exposure[early].sum() * exposure[late].sum())
        p = min(1.0, len(tried) * p)
        if best is None or p < best.p_value:
            seen = float(counts[late].sum())
            best = Anomaly("stopped", source, t - k, seen, expected, p)
    return best


def _exposure(t: int, others: Array | None) -> Array:
    """Return how much is expected of each week: half what others do, half the same for all.

    Half only, because sources need not follow each other.
    """
    if others is None or others.sum() <= 0:
        return np.ones(t)
    shared: Array = 0.5 + 0.5 * others / others.mean()
    return shared


def _spread(counts: Array, exposure: Array) -> float:
    """Return the overdispersion of counts, 1 at least, raised by one standard error."""
    mean = np.maximum(counts.sum() / exposure.sum() * exposure, 1e-9)
    freedom = len(counts) - 1
    raw = float(((counts - mean) ** 2 / mean).sum()) / freedom
    return float(max(1.0, raw * (1 + (2 / freedom) ** 0.5)))


def few(last: float, total: float, exposure: tuple[float, float], spread: float) -> float:
    """Return the chance that at most ``last`` of ``total`` fall in the last weeks.

    Beta-binomial of shapes total-mean/(φ − 1) × exposure, binomial when φ is 1.
    """
    from scipy.special import bdtr, betaln

    part = exposure[0] / sum(exposure)
    if spread <= 1.0 + 1e-9:
        return float(bdtr(last, int(total), part))
    shape = total / (spread - 1)
    a, b = shape * part, shape * (1 - part)
    k = np.arange(0, last + 1)
    choose = -betaln(1 + total - k, 1 + k) - np.log(total + 1)
    return float(min(1.0, np.exp(choose + betaln(k + a, total - k + b) - betaln(a, b)).sum()))


def reversed_scale(question: str, score: Array, sign: Array, person: Whole) -> Anomaly | None:
    """Test whether better scores go with worse words: a scale read the wrong way round.

    Parameters
    ----------
    question : str
        And its source, when sources may differ.
    score : (n,) array
        Turned so that higher should be better.
    sign : (n,) array
        Polarity of the response's words, −1 to 1.
    person : (n,) int64 array

    Returns
    -------
    Anomaly or None
        None under 30 responses, or when a side never varies. One-sided test of the slope, variance
        clustered by person (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13). Words of no polarity
        at all, or scores of something else, go with nothing and are not told.
    """
    from scipy.special import stdtr

    n = len(score)
    if n < LEAST_SCORED or np.ptp(score) == 0 or np.ptp(sign) == 0:
        return None
    x, y = sign - sign.mean(), score - score.mean()
    slope = float(x @ y / (x @ x))
    _, who = np.unique(person, return_inverse=True)
    groups = int(who.max()) + 1
    if groups < LEAST_SCORED // 2:
        return None
    parts = np.bincount(who, x * (y - slope * x))
    error = float((groups / (groups - 1) * (parts**2).sum()) ** 0.5 / (x @ x))
    r = float(x @ y / np.sqrt((x @ x) * (y @ y)))
    p = float(stdtr(groups - 1, slope / error)) if error > 0 else float(slope >= 0)
    return Anomaly("reversed", question, -1, r, 0.0, p)


def copy_waves(
    period: Whole, text: npt.NDArray[Any] | Sequence[str], *, voices: Array | None = None
) -> list[Anomaly]:
    """Test, for each text said by several, whether its copies come in a wave.

    Parameters
    ----------
    period : (n,) int64 array
        The day or week of each voice, from 0.
    text : (n,) array
        The text, or the key that near-identical texts share.
    voices : (t,) array, optional
        All voices of each period, where ``text`` holds only those said by several.

    Returns
    -------
    list of Anomaly
        One for each text with 5 copies or more: short stock phrases come at a steady pace, and
        are not told. Scan over windows of 1 and 4 periods (Naus 1965, doi:10.2307/2283005,
        with Bonferroni's bound), the pace being that of all voices, twice as uneven as chance.
    """
    from scipy.special import bdtrc

    if len(period) == 0:
        return []
    every = np.bincount(period) if voices is None else voices
    length, pace = len(every), every / every.sum()
    names, key, counts = np.unique(np.asarray(text), return_inverse=True, return_counts=True)
    found = []
    for place in np.flatnonzero(counts >= LEAST_COPIES):
        when = np.bincount(period[key == place], minlength=length)
        best = Anomaly("copies", str(names[place]), -1, 0.0, 0.0, 1.0)
        windows = [w for w in WINDOWS if w <= length]
        for width in windows:
            inside = np.convolve(when, np.ones(width), mode="valid")
            part = np.convolve(pace, np.ones(width), mode="valid")
            total = int(counts[place] / UNEVEN + 0.5)
            likely = bdtrc(np.ceil(inside / UNEVEN) - 1, total, np.minimum(part, 1.0))
            likely = np.where(inside > 0, likely, 1.0)
            at = int(np.argmin(likely))
            p = min(1.0, float(likely[at]) * len(inside) * len(windows))
            if p < best.p_value:
                expected = float(counts[place] * part[at])
                best = Anomaly("copies", str(names[place]), at, float(inside[at]), expected, p)
        found.append(best)
    return found


def off_activity(
    units: Sequence[str], ratings: Array, activity: Array, *, counted: bool = False
) -> list[Anomaly]:
    """Test, for each unit (shop, week…), whether it has as many ratings as its activity calls for.

    Parameters
    ----------
    units : u names
    ratings : (u,) array
        How many each received.
    activity : (u,) array
        What should bring them: visits, orders, invitations. Units without activity are left out.
    counted : bool
        Whether the activity is itself a count that chance moves (other responses of the unit).

    Returns
    -------
    list of Anomaly
        Two-sided, Student's. Square roots of counts against those expected, with the spread of
        units among themselves taken from the middle of the distribution (a funnel with
        overdispersion, Spiegelhalter 2005, doi:10.1002/sim.1970), so that the odd ones do not hide
        themselves. Empty under 8 units.
    """
    from scipy.special import stdtr

    kept = np.flatnonzero(activity > 0)
    if len(kept) < LEAST_UNITS or ratings[kept].sum() <= 0:
        return []
    y, a = ratings[kept], activity[kept]
    expected = a * float(np.median(y / a)) if np.median(y) > 0 else a * float(y.sum() / a.sum())
    # Variance-stabilised (Anscombe 1948, doi:10.2307/2332343): sd 1/2 when counts are Poisson.
    z = 2 * (np.sqrt(y + 0.375) - np.sqrt(expected + 0.375))
    # Units differ in proportion: their own spread grows with the root of what is expected.
    ratio = np.maximum(expected, 1e-9)
    chance = 1 + (expected / a if counted else np.zeros(len(a)))
    tau2 = _between(z / np.sqrt(chance), ratio / chance)
    score = z / np.sqrt(chance + tau2 * ratio)
    p = 2 * stdtr(max(3, len(kept) // 2), -np.abs(score))
    return [
        Anomaly("activity", units[int(i)], -1, float(y[j]), float(expected[j]), float(p[j]))
        for j, i in enumerate(kept)
    ]


def _between(z: Array, expected: Array) -> float:
    """Return the variance between units of log rates that makes the middle of scores normal."""
    low, high = 0.0, 10.0
    middle = 0.4549  # median of χ² with one degree of freedom
    if float(np.median(z**2)) <= middle:
        return 0.0
    for _ in range(60):
        tried = (low + high) / 2
        if float(np.median(z**2 / (1 + tried * expected))) > middle:
            low = tried
        else:
            high = tried
    return high
