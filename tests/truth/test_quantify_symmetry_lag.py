"""What the team says before customers do is found with its lag; lasting noise is silent."""

import numpy as np
import pytest

from rebond.quantify import Perimeter
from rebond.quantify.groups.symmetry_lag import Counted, best_lag, leads_tested, residuals
from rebond.quantify.simulated.worlds import draw


def lasting(places: int, periods: int, likeness: float, random: np.random.Generator) -> np.ndarray:
    """Series that resemble themselves from one period to the next, of variance 1."""
    series = np.zeros((places, periods))
    series[:, 0] = random.normal(size=places)
    for t in range(1, periods):
        fresh = (1 - likeness**2) ** 0.5 * random.normal(size=places)
        series[:, t] = likeness * series[:, t - 1] + fresh
    return series


def said(
    mood: np.ndarray, voices: float, random: np.random.Generator, *, uneven: float = 0.8
) -> Counted:
    """Voices of places of unequal sizes, a third of them about the theme, whose signs follow."""
    size = voices * np.exp(random.normal(0, uneven, (len(mood), 1)))
    n = random.poisson(np.broadcast_to(size, mood.shape)).astype(float)
    spoken = random.binomial(n.astype(int), 0.33)
    good = random.binomial(spoken, 1 / (1 + np.exp(-mood)))
    return Counted((2 * good - spoken).astype(float), n)


def world(
    seed: int, *, lag: int | None, likeness: float = 0.7, places: int = 32, periods: int = 20
) -> tuple[Counted, Counted]:
    random = np.random.default_rng(seed)
    team = lasting(places, periods + 12, likeness, random)
    shop = random.normal(0, 0.5, (places, 1))  # lasting differences are no move
    year = 0.6 * np.sin(np.arange(periods) / 2)  # nor is a season
    customers = (
        lasting(places, periods, likeness, random)
        if lag is None
        else team[:, 6 - lag : 6 - lag + periods]
    )
    ours = said(team[:, 6 : 6 + periods] + shop + year, 6, random)
    return ours, said(customers + shop + year, 25, random)


@pytest.mark.parametrize("lag", [-2, 0, 3])
def test_a_planted_lag_is_found(lag: int) -> None:
    found = [best_lag(*world(seed, lag=lag, likeness=0.4), seed=seed) for seed in range(12)]
    told = [one for one in found if one is not None and one.p_value <= 0.01]
    assert len(told) >= 10
    assert sum(one.lag == lag for one in told) >= 0.8 * len(told)
    assert all(one.low > 0 for one in told)
    assert sum(one.lag_low <= lag <= one.lag_high for one in told) >= 0.9 * len(told)


@pytest.mark.parametrize("likeness", [0.0, 0.7, 0.95])
def test_series_that_last_but_have_no_link_are_silent_at_the_stated_rate(likeness: float) -> None:
    p_values = []
    for seed in range(150):
        one = best_lag(*world(500 + seed, lag=None, likeness=likeness), seed=seed)
        assert one is not None
        p_values.append(one.p_value)
    # 5 % of 150 is 7.5; 14 or more would come less than once in forty.
    assert sum(p <= 0.05 for p in p_values) <= 13
    assert sum(p <= 0.5 for p in p_values) >= 50


def test_places_and_periods_have_no_mean_left() -> None:
    ours, _ = world(1, lag=0)
    left = residuals(ours)
    assert np.allclose((left**2).sum(axis=1), 1)
    weights = np.sqrt(ours.voices)
    assert np.abs((left * weights).sum(axis=1)).max() < 1e-3


def test_too_few_places_or_a_side_that_never_moves_tell_nothing() -> None:
    few = world(2, lag=0, places=7)
    assert best_lag(*few) is None
    ours, theirs = world(3, lag=0)
    assert best_lag(Counted(np.zeros_like(ours.signs), ours.voices), theirs) is None


def test_worlds_without_a_link_are_scanned_in_silence() -> None:
    perimeter = Perimeter.whole(draw(11, responses=6000, weeks=78, shops=16, employees=0.3))
    found = leads_tested(perimeter)
    assert len(found) >= 20
    assert all(one.periods == 19 and one.places == 16 for one in found if one.attribute == "Shop")
    assert min(one.p_value for one in found) * len(found) > 0.05
    assert all(abs(one.likely) <= abs(one.coefficient) for one in found)
    assert leads_tested(Perimeter.whole(draw(12, responses=600, weeks=20))) == []
