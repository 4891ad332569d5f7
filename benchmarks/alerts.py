"""How often alerts ring where nothing happens, and how often they find what was planted.

``python -m benchmarks.alerts 60``: worlds a line where nothing happens, a third as many elsewhere.
``python -m benchmarks.alerts kinds 80``: how often each kind of rule rings a week where nothing
happens, over that many worlds a setting; the site tells it (`rebond_web.alerts.expected`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from scipy.stats import chi2

from rebond_web.alerts.ringing import HALF_A_YEAR, rings
from rebond_web.alerts.simulated import LASTING, scores_at_threshold, world
from rebond_web.alerts.testing import Series, scanned

WEEKS, NOW = 104, 4
QUIET = ((6.0, -0.4, 0.15), (2.0, -0.4, 0.15), (40.0, -3.5, 0.15), (40.0, -3.5, 0.3))
FALLS = ((6.0, 2.0), (14.0, 1.0), (14.0, 2.0), (28.0, 1.0))


def half_a_year(series: Series, *, last_year: bool) -> np.ndarray:
    """Return the p-values of the last 26 weeks."""
    ends = range(WEEKS - HALF_A_YEAR + 1, WEEKS + 1)
    return scanned(series, NOW, ends, last_year=last_year)


ANSWERS = (4.0, 12.0, 40.0)  # a week of a shop


def quiet_worlds(kind: str, worlds: int) -> Iterator[np.ndarray]:
    """Yield the p-values of half a year of one kind of rule in worlds where nothing happens."""
    if kind == "under":
        for answers in ANSWERS:
            yield from (scores_at_threshold(seed, answers=answers) for seed in range(worlds))
        return
    for mean, level, uneven in (QUIET[0], *QUIET[2:]):
        for seed in range(worlds):
            series = world(seed, mean=mean, level=level, uneven=uneven)
            yield half_a_year(series, last_year=kind == "complaints")


def kinds(worlds: int) -> None:
    """Print how often each kind of rule rings, at each certainty."""
    for kind in ("falls", "complaints", "under"):
        scanned_worlds = list(quiet_worlds(kind, worlds))
        for certainty in (95, 99):
            rang = [len(rings(p, 1 - certainty / 100, NOW)) for p in scanned_worlds]
            weeks, most = HALF_A_YEAR * len(rang), chi2.ppf(0.975, 2 * (sum(rang) + 1)) / 2
            print(
                f"{kind}, certainty {certainty} %: {sum(rang)} rings in {weeks} weeks"
                f" ({sum(map(bool, rang))} of {len(rang)} half-years),"
                f" at most {most:.1f}",
                flush=True,
            )


def main(worlds: int) -> None:
    """Print one line a setting."""
    for last_year in (False, True):
        against = "last year" if last_year else "the weeks before"
        for mean, level, uneven in QUIET:
            rang, small = 0, []
            for seed in range(worlds):
                p = half_a_year(
                    world(seed, mean=mean, level=level, uneven=uneven), last_year=last_year
                )
                rang += bool(rings(p, 0.05, NOW))
                small.append((p[::6] < 0.01).mean())
            print(
                f"nothing happens, against {against}, {mean:g} voices a week,"
                f" logit {level:g}, uneven {uneven:g}:"
                f" half-years that ring {100 * rang / worlds:.1f} %,"
                f" p under 1 %: {100 * float(np.mean(small)):.2f} %",
                flush=True,
            )
        for mean, change in FALLS:
            found, false = 0, 0
            for seed in range(worlds // 3):
                series = world(seed, mean=mean, level=-0.6, change=change)
                told = rings(half_a_year(series, last_year=last_year), 0.05, NOW)
                first = WEEKS - LASTING - (WEEKS - HALF_A_YEAR)
                found += any(0 in one.series and one.week >= first for one in told)
                false += any(set(one.series) - {0} for one in told)
            print(
                f"a change of {change:g} in the logit for ten weeks, against {against},"
                f" {mean:g} voices a week: found {300 * found / worlds:.0f} %,"
                f" something else told {300 * false / worlds:.0f} %",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["kinds"]:
        kinds(int(sys.argv[2]) if len(sys.argv) > 2 else 80)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
