"""Recent changes: fits are the real ones, chance stays silent, and rises are found."""

import numpy as np
import pytest

from rebond.quantify.changes.counts import dispersion, fit_shares, fit_volumes, likeness
from rebond.quantify.changes.recent import published_rule, recent_changes


def overdispersed(mean: np.ndarray, spread: float, random: np.random.Generator) -> np.ndarray:
    """Counts whose variance is ``spread`` times their mean (negative binomial)."""
    shape = mean / (spread - 1)
    return random.poisson(random.gamma(shape) * (spread - 1)).astype(float)


def test_a_step_without_season_is_the_ratio_of_odds() -> None:
    voices = np.full(20, 100.0)
    speaking = np.array([10.0] * 15 + [20.0] * 5)[:, None]
    design = np.column_stack([np.ones(20), np.arange(20) >= 15])
    fit = fit_shares(design, speaking, voices)
    assert fit.slopes[0, 1] == pytest.approx(np.log((0.2 / 0.8) / (0.1 / 0.9)))
    volumes = fit_volumes(design, speaking)
    assert np.exp(volumes.slopes[0]) == pytest.approx([10, 2])
    # Variance of a log odds ratio, by hand.
    variance = 1 / 150 + 1 / 1350 + 1 / 100 + 1 / 400
    assert np.linalg.inv(fit.information)[0, 1, 1] == pytest.approx(variance)


def test_fits_reach_the_largest_likelihood_that_scipy_finds() -> None:
    from scipy.optimize import minimize

    random = np.random.default_rng(1)
    design = np.column_stack([np.ones(60), np.sin(np.arange(60) / 8), np.arange(60) >= 50])
    voices = random.poisson(80, 60).astype(float)
    y = random.binomial(voices.astype(int), 0.2).astype(float)

    def cost(slopes: np.ndarray) -> float:
        linear = design @ slopes
        return float((voices * np.logaddexp(0, linear) - y * linear).sum())

    best = minimize(cost, np.zeros(3), method="BFGS", options={"gtol": 1e-8}).x
    assert fit_shares(design, y[:, None], voices).slopes[0] == pytest.approx(best, abs=1e-5)


def test_dispersion_in_common_is_nearer_the_truth_than_each_own() -> None:
    random = np.random.default_rng(2)
    y = overdispersed(np.full((26, 40), 40.0), 2.5, random)
    fit = fit_volumes(np.ones((26, 1)), y)
    drawn = dispersion(fit, y.sum(axis=0))
    own = fit.pearson / fit.freedom
    assert np.abs(drawn.spread - 2.5).mean() < 0.5 * np.abs(own - 2.5).mean()
    assert drawn.common == pytest.approx(2.5, rel=0.15)
    assert drawn.freedom > 100


def test_likeness_from_week_to_week_is_found() -> None:
    random = np.random.default_rng(3)
    series = random.normal(size=(80, 30))
    for t in range(1, 80):
        series[t] += 0.4 * series[t - 1]
    assert likeness(series - series.mean(axis=0), 1).mean() == pytest.approx(0.4, abs=0.06)


def world(seed: int, themes: int = 40, weeks: int = 40, level: float = 30.0) -> tuple:
    random = np.random.default_rng(seed)
    voices = overdispersed(np.full(weeks, 20 * level), 3.0, random)
    share = np.full((weeks, themes), 1 / 20)
    return random, voices, share


def test_stable_themes_are_called_changed_at_the_stated_rate_and_the_published_rule_is_not() -> (
    None
):
    called, fired, tests = 0, 0, 0
    for seed in range(25):
        random, voices, share = world(seed)
        speaking = overdispersed(voices[:, None] * share, 2.0, random)
        changes = recent_changes(voices, speaking, [str(i) for i in range(40)], weeks=3)
        called += sum(theme.share.p_value <= 0.05 for theme in changes.themes)
        fired += int(published_rule(speaking).sum())
        tests += 40
    assert 0.03 * tests < called < 0.07 * tests
    assert fired > 0.17 * tests


def test_more_voices_is_not_more_of_a_theme() -> None:
    random, voices, share = world(4)
    voices[-4:] *= 2
    speaking = overdispersed(voices[:, None] * share, 1.5, random)
    changes = recent_changes(voices, speaking, [str(i) for i in range(40)], weeks=4)
    assert changes.volume.low < 2 < changes.volume.high
    assert changes.volume.p_value < 1e-4
    assert sum(theme.share.p_value < 0.01 for theme in changes.themes) <= 2


def test_a_rise_is_found_and_its_ratio_covered() -> None:
    random, voices, share = world(5)
    share[-6:, 0] *= 1.5
    speaking = overdispersed(voices[:, None] * share, 2.0, random)
    theme = recent_changes(voices, speaking, [str(i) for i in range(40)], weeks=6).themes[0]
    assert theme.share.p_value < 0.01
    assert theme.share.low < 1.5 < theme.share.high


def test_a_season_is_no_recent_change_and_equals_last_year() -> None:
    random, voices, share = world(6, weeks=110)
    season = np.exp(0.5 * np.cos(2 * np.pi * (np.arange(110) - 107) / 52.18))
    speaking = overdispersed(voices[:, None] * share * season[:, None], 1.5, random)
    themes = recent_changes(voices, speaking, [str(i) for i in range(40)], weeks=4).themes
    assert sum(theme.share.p_value <= 0.01 for theme in themes) <= 2
    ratios = [theme.last_year.value for theme in themes if theme.last_year]
    assert np.median(ratios) == pytest.approx(1, abs=0.05)
    covered = sum(t.last_year.low < 1 < t.last_year.high for t in themes if t.last_year)
    assert covered >= 34


def test_a_silent_theme_changes_nothing_and_too_few_weeks_are_refused() -> None:
    voices = np.full(60, 50.0)
    speaking = np.zeros((60, 1))
    (theme,) = recent_changes(voices, speaking, ["silent"], weeks=4).themes
    assert theme.share.p_value > 0.5
    assert theme.last_year is not None
    assert theme.last_year.p_value == 1.0
    with pytest.raises(ValueError, match="fewer than 8"):
        recent_changes(voices[:10], speaking[:10], ["silent"], weeks=4)
