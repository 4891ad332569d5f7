"""Small shops do not top the list by chance; those truly apart are found."""

import numpy as np
import pytest

from rebond.quantify.groups.funnel import funnel


def shops(seed: int, spread: float, apart: float = 0.0) -> tuple:
    random = np.random.default_rng(seed)
    size = np.array([8] * 30 + [400] * 30)
    error = 1.2 / np.sqrt(size)
    true = 4 + spread * random.normal(size=60)
    true[-1] += apart
    return [f"Shop {i}" for i in range(60)], true, true + error * random.normal(size=60), error


def test_the_first_by_the_raw_figure_is_small_and_the_first_of_the_funnel_is_truly_high() -> None:
    small_raw, gain = 0, []
    for seed in range(60):
        names, true, seen, error = shops(seed, 0.2)
        best = int(np.argmax(seen))
        likely = names.index(funnel(names, seen, error).units[0].name)
        small_raw += best < 30
        gain.append(true[likely] - true[best])
    assert small_raw >= 50
    assert np.mean(gain) > 0.15


def test_where_chance_explains_all_nobody_is_apart() -> None:
    outside = sum(
        any(unit.outside for unit in funnel(names, seen, error).units)
        for names, _, seen, error in (shops(seed, 0.0) for seed in range(100))
    )
    # 60 units at 0.2 % two-sided: 11 % of worlds.
    assert outside <= 18
    names, _, seen, error = shops(1, 0.0)
    assert funnel(names, seen, error).units[0].first < 0.5


def test_a_large_shop_apart_is_outside_and_first() -> None:
    names, _, seen, error = shops(2, 0.1, apart=1.0)
    unit = funnel(names, seen, error).units[0]
    assert (unit.name, unit.outside) == ("Shop 59", True)
    assert unit.first > 0.95


def test_shrunk_intervals_cover_true_figures() -> None:
    covered = total = 0
    for seed in range(60):
        names, true, seen, error = shops(seed, 0.25)
        for unit in funnel(names, seen, error).units:
            covered += unit.low <= true[names.index(unit.name)] <= unit.high
            total += 1
    assert covered / total > 0.93


def test_equal_errors_shrink_as_james_and_stein() -> None:
    seen = np.array([1.0, 2.0, 3.0, 4.0, 10.0])
    found = funnel(list("abcde"), seen, np.ones(5))
    kept = 1 - 1 / seen.var(ddof=1)
    assert found.spread**2 == pytest.approx(seen.var(ddof=1) - 1)
    assert {u.name: u.shrunk for u in found.units}["e"] == pytest.approx(4 + kept * 6)


def test_a_unit_whose_error_is_unknown_and_a_list_without_units() -> None:
    found = funnel(list("abcd"), np.array([3.0, 3.1, 2.9, 5.0]), np.array([0.1, 0.1, 0.1, 0.0]))
    assert all(unit.error > 0 for unit in found.units)
    assert funnel([], np.zeros(0), np.zeros(0)).units == ()
