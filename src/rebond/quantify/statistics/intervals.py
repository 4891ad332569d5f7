"""Intervals of shares, means and net scores whose units are grouped by person.

Every figure here is a ratio R = Σy / Σx over units (voices, responses). Several units of one
person resemble each other, so the variance is that of the linearised ratio summed by person:

    Var(R) = G / (G − 1) · Σ_g (Y_g − R X_g)² / (Σ X_g)²        g = 1 … G persons

(Kish and Frankel 1974, doi:10.1111/j.2517-6161.1974.tb00981.x). The quantile is Student's with
G − 1 degrees of freedom. The page ``docs/methods/intervals.md`` gives the degenerate cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

LEVEL = 0.95


@dataclass(frozen=True)
class Moments:
    """Sums from which a ratio and its interval are computed.

    ``n`` units, ``total`` Σy, ``squares`` Σy² over units; over persons: ``people`` G,
    ``yy`` ΣY_g², ``xy`` ΣX_g·Y_g, ``xx`` ΣX_g².
    """

    n: int
    total: float
    squares: float
    people: int
    yy: float
    xy: float
    xx: float

    @property
    def ratio(self) -> float:
        """R; not defined when ``n`` is 0."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """Variance of R, clustered by person; 0 with fewer than two persons."""
        if self.people < 2:
            return 0.0
        spread = self.yy - 2 * self.ratio * self.xy + self.ratio**2 * self.xx
        return max(0.0, spread) * self.people / (self.people - 1) / self.n**2

    @property
    def effective_n(self) -> float:
        """Units that would tell as much if each came from another person; at most ``n``.

        n · (variance of one unit / n) / Var(R). When no unit differs from another the units of
        a person are taken as one: (ΣX_g)² / ΣX_g².
        """
        kish = self.n**2 / self.xx if self.xx else 0.0
        simple = self.squares / self.n - self.ratio**2
        if simple <= 1e-12 or self.variance <= 0:
            return min(float(self.n), kish)
        return max(min(float(self.n), simple / self.variance), min(1.0, float(self.n)))


def moments_of(values: list[float], people: list[object]) -> Moments:
    """Return the moments of one value a unit; for tests and small samples."""
    sums: dict[object, tuple[int, float]] = {}
    for value, person in zip(values, people, strict=True):
        count, total = sums.get(person, (0, 0.0))
        sums[person] = (count + 1, total + value)
    return Moments(
        n=len(values),
        total=float(sum(values)),
        squares=float(sum(value**2 for value in values)),
        people=len(sums),
        yy=float(sum(y**2 for _, y in sums.values())),
        xy=float(sum(x * y for x, y in sums.values())),
        xx=float(sum(x**2 for x, _ in sums.values())),
    )


@lru_cache(maxsize=4096)
def quantile(people: int, level: float = LEVEL) -> float:
    """Return Student's two-sided quantile with ``people`` − 1 degrees of freedom.

    >>> round(quantile(31), 3)
    2.042
    """
    from scipy.special import ndtri, stdtrit

    upper = (1 + level) / 2
    return float(stdtrit(people - 1, upper) if people < 2000 else ndtri(upper))


def share_interval(moments: Moments, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's interval of a share on its effective n, between 0 and 1.

    Wilson 1927, doi:10.1080/01621459.1927.10502953; effective n as Korn and Graubard 1998
    (Survey Methodology 24:193-201), never above n. (0, 1) with fewer than two persons.
    """
    if moments.people < 2:
        return 0.0, 1.0
    share, n, z = moments.ratio, moments.effective_n, quantile(moments.people, level)
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def net_interval(moments: Moments, level: float = LEVEL) -> tuple[float, float]:
    """Return the adjusted Wald interval of a mean of −1, 0 and +1, between −1 and 1.

    ¾ of a −1, ¾ of a +1 and 3/2 of a 0 are added to the effective n (Rocks 2016,
    doi:10.1080/00031305.2016.1198279), so that a small or unanimous sample keeps an interval.
    (−1, 1) with fewer than two persons.
    """
    if moments.people < 2:
        return -1.0, 1.0
    n = moments.effective_n
    mean = n * moments.ratio / (n + 3)
    square = (n * moments.squares / moments.n + 1.5) / (n + 3)
    half = quantile(moments.people, level) * (max(0.0, square - mean**2) / (n + 3)) ** 0.5
    return max(-1.0, min(moments.ratio, mean - half)), min(1.0, max(moments.ratio, mean + half))


def mean_interval(
    moments: Moments, low: float, high: float, level: float = LEVEL
) -> tuple[float, float]:
    """Return Student's interval of a mean on a scale from ``low`` to ``high``, clustered.

    The whole scale with fewer than two persons. When all answers are equal the spread is unknown
    and `net_interval` is used on the scale brought to −1…1.
    """
    if moments.people < 2 or high <= low:
        return low, high
    spread = moments.squares / moments.n - moments.ratio**2
    if moments.variance <= 0 or spread <= 1e-12 * max(1.0, moments.ratio**2):
        middle, half_scale = (low + high) / 2, (high - low) / 2
        unit = (moments.ratio - middle) / half_scale
        same = Moments(
            moments.n,
            unit * moments.n,
            unit**2 * moments.n,
            moments.people,
            unit**2 * moments.xx,
            unit * moments.xx,
            moments.xx,
        )
        bounds = net_interval(same, level)
        return middle + half_scale * bounds[0], middle + half_scale * bounds[1]
    half = quantile(moments.people, level) * moments.variance**0.5
    return max(low, moments.ratio - half), min(high, moments.ratio + half)


def difference_interval(
    one: Moments, other: Moments, level: float = LEVEL
) -> tuple[float, float, float]:
    """Return the difference of two ratios of different persons, its low and its high.

    Welch's degrees of freedom over persons (Welch 1947, doi:10.1093/biomet/34.1-2.28). With
    fewer than two persons on a side nothing is known: −∞ and ∞.
    """
    difference = one.ratio - other.ratio
    if one.people < 2 or other.people < 2:
        return difference, float("-inf"), float("inf")
    variance = one.variance + other.variance
    freedom = welch_freedom(one.variance, one.people, other.variance, other.people)
    half = quantile(int(freedom) + 1, level) * variance**0.5
    return difference, difference - half, difference + half


def welch_freedom(variance: float, people: int, other_variance: float, other_people: int) -> float:
    """Return Welch's degrees of freedom; 1 when neither side varies."""
    below = variance**2 / (people - 1) + other_variance**2 / (other_people - 1)
    return max(1.0, (variance + other_variance) ** 2 / below) if below > 0 else 1.0


def difference_p(one: Moments, other: Moments) -> float | None:
    """Return the two-sided p-value of the difference; None where it cannot be tested."""
    if one.people < 2 or other.people < 2 or one.variance + other.variance <= 0:
        return None
    from scipy.special import stdtr

    freedom = welch_freedom(one.variance, one.people, other.variance, other.people)
    statistic = abs(one.ratio - other.ratio) / (one.variance + other.variance) ** 0.5
    return float(2 * stdtr(freedom, -statistic))
