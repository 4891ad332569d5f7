"""Incidents and lasting changes are dated; steady and seasonal series are left alone."""

import numpy as np
import pytest

from rebond.quantify.changes.shifts import shifts


def series(seed: int, share: np.ndarray, level: float = 150.0, spread: float = 1.8) -> tuple:
    random = np.random.default_rng(seed)
    voices = random.poisson(random.gamma(level / 2, size=len(share)) * 2).astype(float)
    mean = voices * share
    return voices, np.minimum(
        voices, random.poisson(random.gamma(mean / (spread - 1)) * (spread - 1))
    )


def test_an_incident_that_comes_and_goes_is_dated() -> None:
    covered = 0
    for seed in range(5):
        share = np.full(60, 0.1)
        share[30:36] = 0.22
        found = shifts(*series(seed, share, level=300))[0]
        assert abs(found.start - 30) <= 1
        assert abs(found.end - 36) <= 1
        assert not found.lasting
        covered += found.low < 0.12 < found.high
    assert covered >= 4


def test_an_incident_and_a_lasting_change_are_both_found() -> None:
    share = np.full(60, 0.08)
    share[12:18], share[40:] = 0.2, 0.16
    found = sorted(shifts(*series(7, share, level=300)), key=lambda shift: shift.start)
    assert [abs(shift.start - week) <= 1 for shift, week in zip(found, (12, 40), strict=True)]
    assert [shift.lasting for shift in found] == [False, True]


def test_a_single_step_is_that_of_the_other_method() -> None:
    from rebond.quantify.changes.steps import find_steps

    share = np.where(np.arange(50) < 30, 0.1, 0.18)
    voices, speaking = series(3, share)
    (found,) = shifts(voices, speaking)
    steps = find_steps(voices, speaking[:, None])
    assert steps is not None
    assert (found.start, found.lasting) == (int(steps.at[0]), True)
    assert found.size == pytest.approx(float(steps.size[0]))


@pytest.mark.parametrize("week", [0, 3, 29])
def test_voices_of_one_week_show_no_step(week: int) -> None:
    from rebond.quantify.changes.steps import find_steps

    voices = np.where(np.arange(30) == week, 200.0, 0.0)
    assert find_steps(voices, voices[:, None] / 2) is None


def test_steady_series_are_left_alone_at_the_stated_rate() -> None:
    alarms = sum(bool(shifts(*series(seed, np.full(40, 0.1)))) for seed in range(150, 270))
    # 5 % of 120 is 6; 11 or more would come less than once in twenty.
    assert alarms <= 10


def test_a_season_is_no_shift() -> None:
    season = 0.1 * np.exp(0.6 * np.cos(2 * np.pi * np.arange(104) / 52.18))
    assert sum(bool(shifts(*series(seed, season))) for seed in range(8)) <= 1


def test_series_that_tell_nothing() -> None:
    assert shifts(np.full(10, 50.0), np.full(10, 5.0)) == ()
    assert shifts(np.full(40, 50.0), np.zeros(40)) == ()
    assert shifts(np.zeros(40), np.zeros(40)) == ()
