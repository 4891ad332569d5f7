"""From p-values to alerts: false discoveries held over all that a rule scans in half a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.discoveries import q_values

Array = npt.NDArray[np.float64]
HALF_A_YEAR = 26  # weeks


@dataclass(frozen=True)
class Rung:
    """At week ``week`` (a row of what was scanned), the series (columns) newly established."""

    week: int
    series: tuple[int, ...]
    q_values: tuple[float, ...]


def established(p: Array, rate: float) -> npt.NDArray[np.bool_]:
    """Return, for each week and series (w, c), whether it is established that week.

    Benjamini and Hochberg's control at ``rate`` over all the series of that week and of the 25
    weeks before: over half a year, of what a rule announces at most that part is expected to be
    false, and where nothing happens that is the chance that it ever rings.
    """
    return quietest(p) <= rate


def quietest(p: Array) -> Array:
    """Return the adjusted p-values (w, c) of each week among those of its half year."""
    found = np.ones_like(p)
    for week in range(len(p)):
        window = p[max(0, week - HALF_A_YEAR + 1) : week + 1]
        # A rule that is young scans as much as one that is not: weeks to come count as scanned.
        ahead = np.ones((HALF_A_YEAR - len(window), p.shape[1]))
        adjusted = q_values(np.concatenate([window.ravel(), ahead.ravel()]))
        found[week] = adjusted[: window.size].reshape(window.shape)[-1]
    return found


def rings(p: Array, rate: float, weeks: int) -> list[Rung]:
    """Return the weeks at which a rule rings, with what is new: not established of late.

    A series that stays established is told once; it is new again after ``weeks`` weeks of calm.
    """
    q = quietest(p)
    holds = q <= rate
    found = []
    for week in range(len(p)):
        lately = holds[max(0, week - weeks) : week].any(axis=0)
        new = np.flatnonzero(holds[week] & ~lately)
        if len(new):
            new = new[np.argsort(p[week, new], kind="stable")]
            found.append(Rung(week, tuple(new.tolist()), tuple(q[week, new].tolist())))
    return found
