"""Power and false alarms of recent changes, beside an oracle and a published rule.

    python -m benchmarks.recent_changes [WORLDS]

Simulated worlds (WORLDS a cell, 12 by default) of 60 themes over 52 weeks; in half of the themes
the last weeks rise. Counts are negative binomial, of variance twice the mean, then of a multiple
drawn for each theme between 1.2 and 4. The oracle makes the same test and knows the dispersion of
each theme. Both are read at the threshold where 5 % of their own stable themes
are called changed; the rate of each at a plain p ≤ 0.05 is printed too. The published rule (mean
of four weeks + 1 standard deviation) has no threshold to set: its rates are as they come.
"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt

from rebond.quantify.changes.counts import fit_shares
from rebond.quantify.changes.recent import published_rule, recent_changes
from rebond.quantify.changes.steps import season_design

THEMES, WEEKS = 60, 52
COMMON, LEAST, MOST = 2.0, 1.2, 4.0  # multiples of the mean
LEVELS = (20, 40, 100)  # voices a week that speak of the theme
RISES = (0.2, 0.3, 0.5, 1.0)
SPANS = (3, 6, 12)  # weeks
Array = npt.NDArray[np.float64]


def counts(mean: Array, spread: float | Array, random: np.random.Generator) -> Array:
    """Draw counts whose variance is ``spread`` times their mean."""
    drawn: Array = random.poisson(random.gamma(mean / (spread - 1)) * (spread - 1)).astype(float)
    return drawn


def world(
    seed: int, level: float, rise: float, span: int, *, uneven: bool
) -> tuple[Array, Array, npt.NDArray[np.bool_], Array]:
    """Return voices (t,), those that speak of each theme (t, p), which rise, their dispersion."""
    random = np.random.default_rng((seed, int(level), round(100 * rise), span, int(uneven)))
    voices = counts(np.full(WEEKS, 20.0 * level), 3.0, random)
    share = np.full((WEEKS, THEMES), 1 / 20)
    risen = np.arange(THEMES) < THEMES // 2
    share[WEEKS - span :, risen] *= 1 + rise
    spread = np.full(THEMES, COMMON)
    if uneven:
        spread = np.exp(random.uniform(np.log(LEAST), np.log(MOST), THEMES))
    return voices, counts(voices[:, None] * share, spread, random), risen, spread


def oracle(voices: Array, speaking: Array, span: int, spread: Array) -> Array:
    """Return the p-values of the test that knows the dispersion of each theme."""
    from scipy.special import ndtr

    base = season_design(WEEKS)
    now = (np.arange(WEEKS) >= WEEKS - span).astype(float)
    without = fit_shares(base, speaking, voices).deviance
    with_step = fit_shares(np.column_stack([base, now]), speaking, voices).deviance
    # Shares of 1/20: binomial variance is 19/20 of Poisson's, of which the spread is the multiple.
    p: Array = 2 * ndtr(-np.sqrt(np.maximum(0, without - with_step) / (spread * 20 / 19)))
    return p


def cell(level: float, rise: float, span: int, worlds: int, *, uneven: bool) -> dict[str, Array]:
    """Return the p-values (or alarms) of each method: column 0 stable themes, 1 risen ones."""
    found: dict[str, list[Array]] = {"ours": [], "oracle": [], "rule": []}
    for seed in range(worlds):
        voices, speaking, risen, spread = world(seed, level, rise, span, uneven=uneven)
        names = [str(i) for i in range(THEMES)]
        changes = recent_changes(voices, speaking, names, weeks=span)
        ours = np.array([theme.share.p_value for theme in changes.themes])
        rule = 1.0 - published_rule(speaking)
        known = oracle(voices, speaking, span, spread)
        for name, p in (("ours", ours), ("oracle", known), ("rule", rule)):
            found[name].append(np.column_stack([p[~risen], p[risen]]))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def table(worlds: int, *, uneven: bool) -> None:
    """Print the table of one kind of dispersion."""
    print(f"\ndispersion {f'{LEAST} to {MOST}, each theme its own' if uneven else COMMON}")
    print(
        "voices/week  rise  weeks | power: ours  oracle  part | false at 5 %: ours  oracle | rule"
    )
    parts, false = [], []
    for level in LEVELS:
        for rise in RISES:
            for span in SPANS:
                p = cell(level, rise, span, worlds, uneven=uneven)
                power = {
                    name: float((p[name][:, 1] <= np.quantile(p[name][:, 0], 0.05)).mean())
                    for name in ("ours", "oracle")
                }
                rate = {name: float((p[name][:, 0] <= 0.05).mean()) for name in p}
                part = power["ours"] / max(power["oracle"], 1e-9)
                parts.append(part)
                false.append(rate["ours"])
                print(
                    f"{level:11d} {rise:5.0%} {span:6d} | {power['ours']:11.1%} "
                    f"{power['oracle']:7.1%} {part:5.0%} | {rate['ours']:18.1%} "
                    f"{rate['oracle']:7.1%} | {rate['rule']:.0%} false,"
                    f" {(p['rule'][:, 1] <= 0.05).mean():.0%} of rises"
                )
    print(
        f"part of the oracle's power: mean {np.mean(parts):.1%}, least {min(parts):.1%};"
        f" false alarms at a stated 5 %: {np.mean(false):.2%}"
    )


if __name__ == "__main__":
    for own in (False, True):
        table(int(sys.argv[1]) if len(sys.argv) > 1 else 12, uneven=own)
