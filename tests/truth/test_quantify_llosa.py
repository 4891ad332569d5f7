"""Llosa's matrix finds planted classes by a correspondence analysis that is the real one."""

import numpy as np
import pytest

from rebond.quantify.drivers.llosa import correspondence, llosa

# Greenacre's staff by smoking habit, the classic table (none, light, medium, heavy).
SMOKERS = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])


def test_the_classic_table_has_its_published_inertias() -> None:
    axes = correspondence(SMOKERS)
    assert axes.inertia == pytest.approx([0.074759, 0.010017, 0.000414], abs=1e-6)
    assert np.abs(axes.rows[:, 0]) == pytest.approx(
        [0.0658, 0.2590, 0.3806, 0.2330, 0.2011], abs=1e-4
    )


def test_inertia_is_that_of_scipys_chi_square() -> None:
    from scipy.stats import chi2_contingency

    expected = chi2_contingency(SMOKERS).statistic / SMOKERS.sum()
    assert correspondence(SMOKERS).inertia.sum() == pytest.approx(expected)


def test_rows_lie_where_reciprocal_averaging_puts_them() -> None:
    axes = correspondence(SMOKERS)
    averaged = (SMOKERS / SMOKERS.sum(axis=1, keepdims=True)) @ axes.columns
    assert axes.rows == pytest.approx(averaged / np.sqrt(axes.inertia))


POINTS = {  # of satisfaction, when judged (well, badly)
    "price": (0.2, -1.6),
    "waiting": (0.2, -1.5),
    "gift": (1.6, -0.2),
    "smile": (1.5, -0.2),
    "product": (1.6, -1.6),
    "advice": (1.5, -1.5),
    "bag": (0.1, -0.1),
    "music": (0.0, 0.0),
}
CLASSES = ["basic", "basic", "plus", "plus", "key", "key", "secondary", "secondary"]


def answers(n: int, seed: int, force: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    signs = random.choice([-1, 0, 1], size=(n, 8), p=[0.12, 0.76, 0.12])
    points = np.array(list(POINTS.values()))
    felt = np.where(signs > 0, points[:, 0], np.where(signs < 0, points[:, 1], 0.0)).sum(axis=1)
    return np.clip(np.rint(3 + force * felt + random.normal(0, 0.8, n)), 1, 5), signs


def test_planted_classes_are_found_and_settled() -> None:
    score, signs = answers(4000, 1)
    found = llosa(score, signs, np.arange(4000), list(POINTS), resamples=200, permutations=99)
    kinds = {theme.theme: theme.kind for theme in found.themes}
    assert [kinds[theme] for theme in POINTS] == CLASSES
    assert all(theme.settled for theme in found.themes if theme.kind != "secondary")
    assert found.p_value <= 0.01


def test_the_music_that_goes_with_nothing_is_not_apart() -> None:
    score, signs = answers(4000, 2)
    found = llosa(score, signs, np.arange(4000), list(POINTS), resamples=200, permutations=99)
    (music,) = (theme for theme in found.themes if theme.theme == "music")
    assert music.low < 0 < music.high


def test_a_coarser_scale_turned_round_turns_the_axis_with_it() -> None:
    score, signs = answers(3000, 3)
    person = np.arange(3000)
    found = llosa(score, signs, person, list(POINTS), resamples=50, permutations=9)
    groups = np.digitize(score, [2.5, 3.5])
    coarse = llosa(groups.astype(float), signs, person, list(POINTS), resamples=50, permutations=9)
    assert {t.theme: t.kind for t in coarse.themes} == {t.theme: t.kind for t in found.themes}
    assert all(t.well > 0 for t in found.themes if t.kind in ("key", "plus"))


def test_where_scores_go_with_nothing_no_class_is_settled() -> None:
    settled = 0
    for seed in range(30):
        score, signs = answers(600, 100 + seed, force=0.0)
        found = llosa(score, signs, np.arange(600), list(POINTS), resamples=100, permutations=59)
        settled += any(theme.settled for theme in found.themes)
    # 5 % of 30 worlds is 1.5; 5 or more would come by chance once in fifty.
    assert settled <= 4


def test_few_judgements_are_not_placed() -> None:
    score, signs = answers(500, 4)
    signs[9:, 0] = np.where(signs[9:, 0] < 0, 0, signs[9:, 0])
    found = llosa(score, signs, np.arange(500), list(POINTS), resamples=50, permutations=9)
    assert found.unplaced == ("price",)
    empty = llosa(np.full(5, 3.0), signs[:5], np.arange(5), list(POINTS))
    assert empty.themes == ()
