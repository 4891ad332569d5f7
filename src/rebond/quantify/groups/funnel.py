"""Who is apart beyond what their size explains: funnel limits, and ranks that small n cannot win.

A shop with ten answers is often first or last by chance. The funnel draws, for each size, how far
from the mean chance alone goes (Spiegelhalter 2005, doi:10.1002/sim.1970), with the spread that
shops really have between them added. Ranks are those of what is likely, not of what was seen
(Laird and Louis 1989, doi:10.3102/10769986014001029).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
LEAST_UNITS = 3
DRAWS = 2000


@dataclass(frozen=True)
class Unit:
    """One unit (shop, seller…) among its peers.

    ``observed`` its figure, ``error`` its standard error; ``shrunk`` what is likely, drawn to the
    ``middle`` of all, with its 95 % interval; ``rank`` the rank expected of it (1 is highest),
    from ``rank_low`` to ``rank_high``; ``first`` the chance that it truly is the highest, ``last``
    the lowest. ``outside`` the funnel: beyond the limit of its size at 99.8 %.
    """

    name: str
    observed: float
    error: float
    shrunk: float
    low: float
    high: float
    rank: float
    rank_low: int
    rank_high: int
    first: float
    last: float
    outside: bool


@dataclass(frozen=True)
class Funnel:
    """Units, the highest likely figure first; ``middle`` of all, ``spread`` the standard deviation
    of true figures between units (0 when chance explains all that is seen).
    """

    units: tuple[Unit, ...]
    middle: float
    spread: float

    def limits(self, error: float, level: float = 0.998) -> tuple[float, float]:
        """Return the funnel's limits for a unit of that standard error."""
        from scipy.special import ndtri

        half = float(ndtri((1 + level) / 2)) * (self.spread**2 + error**2) ** 0.5
        return self.middle - half, self.middle + half


def funnel(names: Sequence[str], figures: Array, errors: Array, *, seed: int = 0) -> Funnel:
    """Return where each unit stands among its peers.

    Parameters
    ----------
    names : u names
    figures : (u,) array
        Mean, share or net polarity of each.
    errors : (u,) array
        Their standard errors, clustered by person (`intervals.Moments.variance` ** 0.5). Units of
        error 0 (one answer, or all the same) take the largest of the others: their own cannot be
        known.

    Notes
    -----
    Normal figures around true ones, themselves normal around a middle; their spread by the
    equation of Paule and Mandel (1982, doi:10.6028/jres.087.022). Shrunk
    figures and intervals allow for the middle being estimated. Under 3 units there is no funnel:
    spread 0 and every unit is drawn to the middle.
    """
    u = len(names)
    if u == 0:
        return Funnel((), np.nan, 0.0)
    own = np.where(errors > 0, errors, errors.max(initial=0.0) or 1.0)
    spread = _between(figures, own) if u >= LEAST_UNITS else 0.0
    weight = 1 / (spread**2 + own**2)
    middle = float((weight * figures).sum() / weight.sum())
    kept = spread**2 * weight
    shrunk = middle + kept * (figures - middle)
    variance = kept * own**2 + (1 - kept) ** 2 / weight.sum()
    truths = shrunk + np.sqrt(variance) * np.random.default_rng(seed).standard_normal((DRAWS, u))
    ranks = np.argsort(np.argsort(-truths, axis=1), axis=1) + 1
    outside = np.abs(figures - middle) > 3.0902 * np.sqrt(spread**2 + own**2)
    half = 1.959964 * np.sqrt(variance)
    units = [
        Unit(
            name=name,
            observed=float(figures[i]),
            error=float(own[i]),
            shrunk=float(shrunk[i]),
            low=float(shrunk[i] - half[i]),
            high=float(shrunk[i] + half[i]),
            rank=float(ranks[:, i].mean()),
            rank_low=int(np.quantile(ranks[:, i], 0.025, method="nearest")),
            rank_high=int(np.quantile(ranks[:, i], 0.975, method="nearest")),
            first=float((ranks[:, i] == 1).mean()),
            last=float((ranks[:, i] == u).mean()),
            outside=bool(outside[i]),
        )
        for i, name in enumerate(names)
    ]
    return Funnel(tuple(sorted(units, key=lambda unit: (unit.rank, unit.name))), middle, spread)


def alike(figures: Array, errors: Array) -> float:
    """Return the p-value that units do not differ beyond chance, 1 under two of them.

    Cochran's Q against a χ² of u − 1 degrees of freedom (Cochran 1954, doi:10.2307/3001666).
    """
    from scipy.special import chdtrc

    known = np.isfinite(figures) & (errors > 0)
    if known.sum() < 2:
        return 1.0
    weight = 1 / errors[known] ** 2
    middle = (weight * figures[known]).sum() / weight.sum()
    excess = float((weight * (figures[known] - middle) ** 2).sum())
    return float(chdtrc(int(known.sum()) - 1, excess))


def _between(figures: Array, errors: Array) -> float:
    """Return the spread between units at which their weighted squares are what is expected."""

    def excess(variance: float) -> float:
        weight = 1 / (variance + errors**2)
        middle = (weight * figures).sum() / weight.sum()
        return float((weight * (figures - middle) ** 2).sum()) - (len(figures) - 1)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float(np.ptp(figures)) ** 2 + float(errors.max()) ** 2
    while excess(high) > 0:
        high *= 2
    for _ in range(80):
        tried = (low + high) / 2
        low, high = (tried, high) if excess(tried) > 0 else (low, tried)
    return float(high**0.5)
