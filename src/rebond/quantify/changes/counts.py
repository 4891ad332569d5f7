"""Weekly counts that vary more than chance: quasi-likelihood fits, their dispersion held in common.

Weeks are more unequal than binomial or Poisson counts: their variance is φ times as large
(Wedderburn 1974, doi:10.1093/biomet/61.3.439). One series of 30 weeks tells φ badly; many themes
together tell it well. Each theme's φ is therefore drawn towards that of all (Smyth 2004,
doi:10.2202/1544-6115.1027; for counts Lund et al. 2012, doi:10.1515/1544-6115.1826), which gives
tests nearly the power of one that knows φ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
_ROUNDS = 30
_LEAST_COUNT = 20.0  # of a series, for its dispersion to tell something of the others'


@dataclass(frozen=True)
class Fit:
    """p series fitted on one design of t weeks and k columns.

    ``slopes`` (p, k) on the logit (shares) or log (volumes) scale; ``information`` (p, k, k) at
    dispersion 1; ``deviance`` and ``pearson`` (p,); ``residuals`` (t, p) of Pearson;
    ``freedom`` t − k.
    """

    slopes: Array
    information: Array
    deviance: Array
    pearson: Array
    residuals: Array
    freedom: int


def fit_shares(design: Array, speaking: Array, voices: Array) -> Fit:
    """Fit shares of voices by quasi-binomial regression, logit link.

    Parameters
    ----------
    design : (t, k) array
        Its first column is 1.
    speaking : (t, p) array
        Voices that speak of each theme.
    voices : (t,) array
        All voices; weeks without any must be left out before.
    """
    return _fit(design, speaking, voices)


def fit_volumes(design: Array, counts: Array) -> Fit:
    """Fit counts (t, p) by quasi-Poisson regression, log link, on a design (t, k)."""
    return _fit(design, counts, None)


def _fit(design: Array, counts: Array, of: Array | None) -> Fit:
    t, k = design.shape
    y = counts.T
    total = np.maximum(y.sum(axis=1), 0.5)
    slopes = np.zeros((len(y), k))
    whole = t if of is None else float(of.sum())
    start = np.minimum(total / whole, 1 - 1e-6) if of is not None else total / whole
    slopes[:, 0] = np.log(start) if of is None else np.log(start / (1 - start))
    ridge = 1e-9 * np.eye(k)
    for _ in range(_ROUNDS):
        mean, weight = _means(slopes @ design.T, of)
        information = np.einsum("pt,tk,tl->pkl", weight, design, design)
        score = (y - mean) @ design
        step = np.linalg.solve(information + ridge, score[..., None])[..., 0]
        slopes = np.clip(slopes + np.clip(step, -3, 3), -40, 40)
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    mean, weight = _means(slopes @ design.T, of)
    residuals = (y - mean) / np.sqrt(np.maximum(weight, 1e-12))
    return Fit(
        slopes,
        np.einsum("pt,tk,tl->pkl", weight, design, design) + ridge,
        _deviance(y, mean, of),
        (residuals**2).sum(axis=1),
        residuals.T,
        t - k,
    )


def _means(linear: Array, of: Array | None) -> tuple[Array, Array]:
    """Return the mean counts (p, t) and their variances at dispersion 1."""
    if of is None:
        mean = np.exp(np.clip(linear, -30, 30))
        return mean, mean
    share = 1 / (1 + np.exp(-np.clip(linear, -30, 30)))
    return of * share, of * share * (1 - share)


def _deviance(y: Array, mean: Array, of: Array | None) -> Array:
    from scipy.special import xlogy

    own = xlogy(y, np.maximum(y, 1e-300) / np.maximum(mean, 1e-300))
    if of is None:
        one: Array = 2 * (own - (y - mean)).sum(axis=1)
        return one
    rest, rest_mean = of - y, of - mean
    other = xlogy(rest, np.maximum(rest, 1e-300) / np.maximum(rest_mean, 1e-300))
    both: Array = 2 * (own + other).sum(axis=1)
    return both


@dataclass(frozen=True)
class Dispersion:
    """Dispersions (p,), 1 at least, and the degrees of freedom with which each is known.

    ``common`` is that towards which they are drawn, ``prior`` the degrees of freedom it counts
    for (0 alone, infinite when series do not differ).
    """

    spread: Array
    freedom: float
    common: float
    prior: float


def dispersion(fit: Fit, counted: Array) -> Dispersion:
    """Return each series' dispersion, drawn towards that of all.

    Parameters
    ----------
    fit : Fit
    counted : (p,) array
        Total count of each series: those under 20 tell nothing of the others'.
    """
    freedom = max(1, fit.freedom)
    raw = np.maximum(fit.pearson / freedom, 1e-6)
    telling = raw[counted >= _LEAST_COUNT]
    common, prior = _common(telling, freedom) if len(telling) >= 3 else (1.0, 0.0)
    if np.isinf(prior):
        spread = np.full(len(raw), common)
    else:
        spread = (prior * common + freedom * raw) / (prior + freedom)
    return Dispersion(np.maximum(1.0, spread), freedom + prior, common, prior)


def _common(raw: Array, freedom: int) -> tuple[float, float]:
    """Fit a scaled F distribution to dispersions by the moments of their logarithms."""
    from scipy.special import digamma, polygamma

    logs = np.log(raw) - digamma(freedom / 2) + np.log(freedom / 2)
    excess = float(logs.var(ddof=1) - polygamma(1, freedom / 2))
    if excess <= 0:
        return float(np.exp(logs.mean())), np.inf
    prior = 2 * _inverse_trigamma(excess)
    return float(np.exp(logs.mean() + digamma(prior / 2) - np.log(prior / 2))), prior


def _inverse_trigamma(value: float) -> float:
    from scipy.special import polygamma

    x = 0.5 + 1 / value
    for _ in range(50):
        at = float(polygamma(1, x))
        step = at * (1 - at / value) / float(polygamma(2, x))
        x += step
        if abs(step) < 1e-8 * x:
            break
    return x


def likeness(residuals: Array, columns: int) -> Array:
    """Return each series' correlation (p,) with the week before, drawn towards that of all.

    Its bias of about −columns/t is given back; it stays between 0 and 0.6.
    """
    t, p = residuals.shape
    power = np.maximum((residuals**2).sum(axis=0), 1e-12)
    own = (residuals[1:] * residuals[:-1]).sum(axis=0) / power + (columns + 0.5) / t
    middle = float(own.mean())
    kept = 1.0 if p < 3 else max(0.0, 1 - (1 / t) / max(1e-12, float(own.var(ddof=1))))
    drawn: Array = np.clip(middle + kept * (own - middle), 0.0, 0.6)
    return drawn


def widening(likeness_: Array, weeks: int) -> Array:
    """Return by how much likeness from week to week multiplies the variance of a sum of weeks.

    1 + 2 Σ (1 − j/k) r^j over j = 1 … k − 1.

    >>> widening(np.array([0.0, 0.5]), 2).tolist()
    [1.0, 1.5]
    """
    lags = np.arange(1, weeks)
    wider: Array = 1 + 2 * ((1 - lags / weeks) * likeness_[:, None] ** lags).sum(axis=1)
    return wider
