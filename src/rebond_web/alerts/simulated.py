"""Simulated companies for alerts: series whose truth is known, to hold the rates that are stated.

Series of one theme share a season and their bad weeks; volumes and levels differ between shops.
"""

from __future__ import annotations

import numpy as np

from rebond.quantify.statistics.intervals import Moments, moments_of, net_interval
from rebond_web.alerts.testing import Array, Series, p_under

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


def scores_at_threshold(
    seed: int, *, answers: float, weeks: int = 26, shops: int = 8, looked_at: int = 4
) -> Array:
    """Return the p-values (w, c) that the NPS of shops is under a threshold where it just is not.

    Every shop is at the threshold in truth: no quiet world makes such a rule ring more often.

    Parameters
    ----------
    answers : float
        Answers a week of a shop; a person gives 1.3 of them.
    looked_at : int
        Weeks taken together.
    """
    random = np.random.default_rng(seed)
    truth, threshold = [0.3, 0.25, 0.45], 0.15
    p = np.ones((weeks, shops))
    for shop in range(shops):
        given = random.poisson(answers, weeks + looked_at - 1)
        week = np.repeat(np.arange(len(given)), given)
        person = random.integers(0, max(1, int(len(week) / 1.3)), len(week))
        usual = random.choice([-1.0, 0.0, 1.0], person.max(initial=0) + 1, p=truth)
        again = random.choice([-1.0, 0.0, 1.0], len(week), p=truth)
        value = np.where(random.random(len(week)) < 0.5, usual[person], again)
        for last in range(weeks):
            now = (week >= last) & (week < last + looked_at)
            if now.any():
                moments = moments_of(value[now].tolist(), person[now].tolist())
                p[last, shop] = p_under(moments, threshold, _upper_end)
    return p


def _upper_end(moments: Moments, level: float) -> float:
    return net_interval(moments, level)[1]
