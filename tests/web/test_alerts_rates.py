"""Alerts: silent where nothing happens, at most as often as they say; found where something falls.

Worlds have shops, themes, seasons and weeks more unequal than chance, those of one theme together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2

from rebond.quantify.statistics.intervals import moments_of, net_interval
from rebond_web.alerts.actions import CERTAINTIES
from rebond_web.alerts.expected import RANG
from rebond_web.alerts.expected import WEEKS as WEEKS_SIMULATED
from rebond_web.alerts.models import Kind
from rebond_web.alerts.ringing import HALF_A_YEAR, rings
from rebond_web.alerts.simulated import LASTING, scores_at_threshold, world
from rebond_web.alerts.testing import Series, p_under, rising, scanned

WEEKS = 104


def half_a_year(series: Series, **how: Any) -> Any:
    return scanned(series, 4, range(WEEKS - HALF_A_YEAR + 1, WEEKS + 1), **how)


@pytest.mark.parametrize("last_year", [False, True])
@pytest.mark.parametrize(("mean", "level"), [(6.0, -0.4), (40.0, -3.5)])
def test_where_nothing_happens_a_rule_hardly_ever_rings(
    mean: float, level: float, last_year: bool
) -> None:
    """At 95 % certainty at most one half year in twenty, give or take what 40 worlds allow."""
    rang, small = 0, []
    for seed in range(40):
        p = half_a_year(world(seed, mean=mean, level=level), last_year=last_year)
        rang += bool(rings(p, 0.05, 4))
        small.append(float((p[::6] < 0.01).mean()))
    assert rang <= 5  # under a chance of 5 %, beyond 5 of 40 happens once in 100
    assert np.mean(small) < 0.015


@pytest.mark.parametrize(("last_year", "mean"), [(False, 14.0), (True, 28.0)])
def test_a_fall_in_one_shop_is_found_and_told_once(last_year: bool, mean: float) -> None:
    found = 0
    for seed in range(10):
        p = half_a_year(world(seed, mean=mean, level=-0.6, change=2.0), last_year=last_year)
        told = [(WEEKS - HALF_A_YEAR + rung.week, rung.series) for rung in rings(p, 0.05, 4)]
        mine = [week for week, series in told if 0 in series]
        found += bool(mine)
        assert len(mine) <= 1
        assert all(week >= WEEKS - LASTING for week in mine)
    assert found >= 9


def test_an_improvement_does_not_ring() -> None:
    p = half_a_year(world(3, mean=14.0, level=-0.2, change=-2.0))
    assert not any(0 in rung.series for rung in rings(p, 0.05, 4))


def test_later_weeks_change_nothing_of_earlier_ones() -> None:
    series = world(5, mean=10.0, level=-1.0, change=1.0)
    cut = Series(series.kind[:90], series.voices[:90], series.theme)
    assert rising(series, 90, 4) == pytest.approx(rising(cut, 90, 4), abs=1e-12)


def test_what_has_too_few_weeks_or_voices_is_not_tested() -> None:
    series = world(1, mean=10.0, level=-1.0)
    assert (rising(series, 10, 4) == 1).all()
    assert (rising(series, 54, 4, last_year=True) == 1).all()
    silent = Series(series.kind * 0, series.voices * 0, series.theme)
    assert (rising(silent, WEEKS, 4) == 1).all()
    everybody = Series(series.voices, series.voices, series.theme)
    assert (rising(everybody, WEEKS, 4) == 1).all()


def test_a_young_rule_is_no_less_sure_than_an_old_one() -> None:
    p = np.full((1, 3), 0.9)
    p[0, 0] = 0.05 / 3 * 0.9
    assert rings(p, 0.05, 4) == []
    p[0, 0] /= HALF_A_YEAR
    assert [rung.series for rung in rings(p, 0.05, 4)] == [(0,)]


def upper(moments: Any, level: float) -> float:
    return net_interval(moments, level)[1]


def test_a_score_is_under_as_often_as_chance_says() -> None:
    """Where it is just at the threshold, p is under 5 % once in twenty at most."""
    random = np.random.default_rng(0)
    draws = [random.choice([-1.0, 0.0, 1.0], 60, p=[0.3, 0.3, 0.4]).tolist() for _ in range(600)]
    p = [p_under(moments_of(one, list(range(60))), 0.1, upper) for one in draws]
    assert 0.01 < np.mean(np.asarray(p) < 0.05) < 0.075


@pytest.mark.parametrize("answers", [4.0, 40.0])
def test_a_rule_on_scores_hardly_ever_rings_where_none_is_under(answers: float) -> None:
    """At 95 % certainty one half year in twenty: beyond 4 of 20 happens once in 300."""
    worlds = [scores_at_threshold(seed, answers=answers) for seed in range(20)]
    assert sum(bool(rings(p, 0.05, 4)) for p in worlds) <= 4
    assert np.mean([(p[::6] < 0.05).mean() for p in worlds]) > 0.01


def test_what_is_told_of_each_kind_of_rule_is_what_its_worlds_gave() -> None:
    """Measured again in fewer worlds, no kind rings more often than the page says it does."""
    assert set(RANG) == {(kind, certainty) for kind in Kind for certainty in CERTAINTIES}
    for (_, certainty), rang in RANG.items():
        assert rang.most == pytest.approx(chi2.ppf(0.975, 2 * rang.times + 2) / 2, abs=0.1)
        assert rang.times * HALF_A_YEAR / WEEKS_SIMULATED <= 1 - certainty / 100
    few = [half_a_year(world(seed, mean=6.0, level=-0.4)) for seed in range(500, 512)]
    assert sum(len(rings(p, 0.05, 4)) for p in few) <= 3


def test_what_rings_is_what_the_interval_excludes() -> None:
    answers = [-1.0] * 40 + [1.0] * 20
    moments = moments_of(answers, list(range(60)))
    p = p_under(moments, 0.0, upper)
    assert p < 0.025
    assert upper(moments, 1 - 2 * p) == pytest.approx(0.0, abs=1e-6)
    assert p_under(moments_of([-1.0] * 9, list(range(9))), 0.0, upper) == 1.0
    assert p_under(moments_of([1.0] * 30, list(range(30))), 0.0, upper) == 1.0
