"""Simulated companies for alerts: series whose truth is known, to hold the rates that are stated.

Series of one theme share a season and their bad weeks; volumes and levels differ between shops.
"""

from __future__ import annotations

import numpy as np

from rebond_web.alerts.testing import Series

LASTING = 10  # weeks since the change that is planted


def world(
    seed: int,
    *,
    mean: float,
    level: float,
    change: float = 0.0,
    weeks: int = 104,
    shops: int = 8,
    themes: int = 4,
    uneven: float = 0.15,
) -> Series:
    """Return the series of every shop and theme, theme by theme.

    Parameters
    ----------
    mean : float
        Voices a week of a middling series.
    level : float
        Logit of the part of them that is of the kind.
    change : float
        Added to the logit of the first series over the last ten weeks; 0: nothing happens.
    uneven : float
        Standard deviation of the logit from week to week, of the theme and of the series.
    """
    random = np.random.default_rng(seed)
    t = np.arange(weeks)
    shape = weeks, shops * themes
    voices, kind = np.zeros(shape), np.zeros(shape)
    together = random.normal(0, uneven, (weeks, themes))
    for series in range(shape[1]):
        theme = series // shops
        volume = mean * np.exp(random.normal(0, 0.3) + random.normal(0, 0.2, weeks))
        voices[:, series] = random.poisson(volume)
        odds = level + random.normal(0, 0.4) + 0.5 * np.cos(2 * np.pi * t / 52.18 + theme)
        odds = odds + together[:, theme] + random.normal(0, uneven, weeks)
        if series == 0:
            odds = odds + np.where(t >= weeks - LASTING, change, 0.0)
        share = 1 / (1 + np.exp(-odds))
        kind[:, series] = random.binomial(voices[:, series].astype(int), share)
    return Series(kind, voices, np.repeat(np.arange(themes), shops))
