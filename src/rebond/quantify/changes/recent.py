"""What changed of late: the last weeks against those before, and against the same of last year.

For each theme, its count of the last k weeks is parted into what comes from more voices in all
(volume) and what comes from more voices speaking of it (share):

    count now / count before = volume now / volume before × odds-like ratio of shares

Each factor is tested by a quasi-likelihood fit with the season taken out from 13 months on; the
dispersion is held in common over themes (`counts`), so that a short series is tested nearly as well
as if its dispersion were known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.changes.counts import (
    Dispersion,
    Fit,
    dispersion,
    fit_shares,
    fit_volumes,
    likeness,
    widening,
)
from rebond.quantify.changes.steps import season_design

Array = npt.NDArray[np.float64]
A_YEAR = 52
LEAST_BEFORE = 8  # weeks
LEAST_EACH = 5.0  # voices before and now, for a series to tell its own season and dispersion


@dataclass(frozen=True)
class Ratio:
    """A ratio of now to before, 1 when nothing changed, with its interval and two-sided p-value."""

    value: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class Recent:
    """How a theme's last weeks compare.

    ``share`` is the ratio of odds of being spoken of, close to that of shares for rare themes;
    ``before`` and ``after`` are its shares of voices in %; ``last_year`` compares with the same
    weeks one year before, None under a year and ``weeks`` more. ``spread`` is the overdispersion
    used. The theme's count changed by about share × volume.
    """

    theme: str
    weeks: int
    share: Ratio
    before: float
    after: float
    last_year: Ratio | None
    n: int
    spread: float


@dataclass(frozen=True)
class Changes:
    """Every theme's recent change, and that of the number of voices, apart."""

    volume: Ratio
    themes: tuple[Recent, ...]
    freedom: float


def recent_changes(
    voices: Array, speaking: Array, themes: Sequence[str], *, weeks: int, level: float = 0.95
) -> Changes:
    """Compare the last ``weeks`` weeks with all those before.

    Parameters
    ----------
    voices : (t,) array
        Voices of each week.
    speaking : (t, p) array
        Those that speak of each theme.
    weeks : int
        How many weeks are “now”; 8 weeks before are needed.

    Notes
    -----
    The p-value is that of the signed root of the difference of deviances over the dispersion, read
    against Student's with the freedom of the dispersion held in common (Lund et al. 2012,
    doi:10.1515/1544-6115.1826). Weeks without voices are left out of shares.

    Raises
    ------
    ValueError
        When fewer than 8 weeks precede.
    """
    t = len(voices)
    if not 1 <= weeks <= t - LEAST_BEFORE:
        raise ValueError(f"{weeks} of {t} weeks leave fewer than {LEAST_BEFORE} before them")
    now = (np.arange(t) >= t - weeks).astype(np.float64)
    base = season_design(t)
    volume = _ratios(base, now, None, voices[:, None], weeks, level)[0][0]
    kept = voices > 0
    shares, spread = _shares(base[kept], now[kept], voices[kept], speaking[kept], weeks, level)
    years = _last_year(voices, speaking, weeks, spread, level)
    past, late = now == 0, now == 1
    found = tuple(
        Recent(
            theme=theme,
            weeks=weeks,
            share=shares[i],
            before=100 * float(speaking[past, i].sum() / max(1.0, voices[past].sum())),
            after=100 * float(speaking[late, i].sum() / max(1.0, voices[late].sum())),
            last_year=years[i],
            n=int(speaking[:, i].sum()),
            spread=float(spread.spread[i]),
        )
        for i, theme in enumerate(themes)
    )
    return Changes(volume, found, spread.freedom)


def _shares(
    base: Array, now: Array, of: Array, counts: Array, weeks: int, level: float
) -> tuple[list[Ratio], Dispersion]:
    """Return the ratio of each series, those nearly silent on one side by an exact test.

    Their own weeks tell neither a season nor a dispersion: they take that of all.
    """
    sides = np.stack([counts[now == side].sum(axis=0) for side in (0, 1)])
    sparse = (sides < LEAST_EACH).any(axis=0) & (sides.sum(axis=0) > 0)
    usual, spread = _ratios(base, now, of, counts[:, ~sparse], weeks, level)
    found = dict(zip(np.flatnonzero(~sparse).tolist(), usual, strict=True))
    spreads = np.full(counts.shape[1], max(1.0, spread.common))
    spreads[~sparse] = spread.spread
    voices = np.array([of[now == side].sum() for side in (0, 1)])
    for i in np.flatnonzero(sparse).tolist():
        found[i] = _exact(sides[:, i], voices, float(spreads[i]), level)
    ratios = [found[i] for i in range(counts.shape[1])]
    return ratios, Dispersion(spreads, spread.freedom, spread.common, spread.prior)


def _exact(counts: Array, voices: Array, spread: float, level: float) -> Ratio:
    """Return the ratio of odds of two shares (before, now), one of them rare.

    Half a voice more on each side (Anscombe 1956, doi:10.1093/biomet/43.3-4.461); the p-value is
    twice the smaller tail of the binomial of what is said now, given what is said at all, counts
    divided by the dispersion.
    """
    from scipy.special import bdtr, bdtrc, ndtri

    rest = np.maximum(voices - counts, 0.0)
    odds = (counts + 0.5) / (rest + 0.5)
    size = float(np.log(odds[1] / odds[0]))
    error = (spread * float((1 / (counts + 0.5) + 1 / (rest + 0.5)).sum())) ** 0.5
    half = float(ndtri((1 + level) / 2)) * error
    total, late = round(float(counts.sum()) / spread), round(float(counts[1]) / spread)
    part = float(voices[1] / voices.sum())
    upper = float(bdtrc(late - 1, total, part)) if late else 1.0
    p = min(1.0, 2 * min(float(bdtr(late, total, part)), upper))
    with np.errstate(over="ignore"):
        value, low, high = (float(np.exp(end)) for end in (size, size - half, size + half))
    return Ratio(value, low, high, p)


def _ratios(
    base: Array, now: Array, of: Array | None, counts: Array, weeks: int, level: float
) -> tuple[list[Ratio], Dispersion]:
    """Return the ratio now to before of each series, and the dispersions used."""
    whole = np.column_stack([base, now])
    if of is None:
        with_step, without = fit_volumes(whole, counts), fit_volumes(base, counts)
    else:
        with_step, without = fit_shares(whole, counts, of), fit_shares(base, counts, of)
    spread = dispersion(with_step, counts.sum(axis=0))
    alike = likeness(with_step.residuals, whole.shape[1])
    spread = Dispersion(
        spread.spread * widening(alike, weeks), spread.freedom, spread.common, spread.prior
    )
    return _tested(with_step, without, spread, level), spread


def _tested(with_step: Fit, without: Fit, spread: Dispersion, level: float) -> list[Ratio]:
    from scipy.special import stdtr, stdtrit

    freedom = min(spread.freedom, 1e6)
    size = with_step.slopes[:, -1]
    error = np.sqrt(spread.spread * np.linalg.inv(with_step.information)[:, -1, -1])
    gained = np.maximum(0.0, without.deviance - with_step.deviance)
    p_values = 2 * stdtr(freedom, -np.sqrt(gained / spread.spread))
    half = stdtrit(freedom, (1 + level) / 2) * error
    with np.errstate(over="ignore"):
        return [
            Ratio(float(np.exp(s)), float(np.exp(s - h)), float(np.exp(s + h)), float(p))
            for s, h, p in zip(size, half, p_values, strict=True)
        ]


def _last_year(
    voices: Array, speaking: Array, weeks: int, spread: Dispersion, level: float
) -> list[Ratio | None]:
    """Return the ratio of the last weeks to the same weeks one year before, of each theme.

    Two shares at the dispersion of the whole series; a theme silent on either side gets half a
    voice more on both.
    """
    from scipy.special import stdtr, stdtrit

    t = len(voices)
    if t < A_YEAR + weeks:
        return [None] * speaking.shape[1]
    late = slice(t - weeks, t)
    early = slice(t - weeks - A_YEAR, t - A_YEAR)
    freedom = min(spread.freedom, 1e6)
    found: list[Ratio | None] = []
    for i, wide in enumerate(spread.spread):
        sides = [
            (float(speaking[part, i].sum()), float(voices[part].sum())) for part in (late, early)
        ]
        if min(of for _, of in sides) <= 0:
            found.append(None)
            continue
        more = 0.5 if min(y for y, _ in sides) == 0 else 0.0
        odds = [(y + more) / max(of - y + more, 0.5) for y, of in sides]
        error = np.sqrt(
            wide * sum(1 / (y + more) + 1 / max(of - y + more, 0.5) for y, of in sides if y + more)
        )
        size = float(np.log(max(odds[0], 1e-12) / max(odds[1], 1e-12)))
        half = float(stdtrit(freedom, (1 + level) / 2)) * error
        p = float(2 * stdtr(freedom, -abs(size) / error)) if error > 0 else 1.0
        if sides[0][0] + sides[1][0] == 0:
            found.append(Ratio(1.0, 0.0, np.inf, 1.0))
            continue
        with np.errstate(over="ignore"):
            value, low, high = (float(np.exp(end)) for end in (size, size - half, size + half))
        found.append(Ratio(value, low, high, p))
    return found


def published_rule(counts: Array) -> npt.NDArray[np.bool_]:
    """Return which series (t, p) a leading product's published rule calls trending in week t.

    More than the mean of the four weeks before by one standard deviation of theirs, and more than
    ten voices (dictanova-demo-python, retail, use case 3). For comparison only: it fires on about
    one stable theme in five, each week.
    """
    past = counts[-5:-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        size = (counts[-1] - past.mean(axis=0)) / past.std(axis=0, ddof=1)
    fires: npt.NDArray[np.bool_] = (size > 1) & (counts[-1] > 10)
    return fires
