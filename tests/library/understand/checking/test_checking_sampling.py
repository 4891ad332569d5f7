"""A sample has known chances, reaches rare themes and voices in which nothing was read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from rebond.understand.checking.sampling import NOTHING, Drawn, draw_positions


def voices(count: int = 3000) -> tuple[list[frozenset[str]], npt.NDArray[np.float64]]:
    random = np.random.default_rng(1)
    said = []
    for _ in range(count):
        some = {theme for theme, share in (("price", 0.4), ("queue", 0.2), ("pets", 0.01))
                if random.random() < share}  # fmt: skip
        said.append(frozenset(some))
    return said, random.random(count)


def drawn(size: int = 200, seed: int = 1) -> tuple[list[frozenset[str]], Drawn]:
    said, confidence = voices()
    return said, draw_positions(said, confidence, size, seed=seed)


def test_it_draws_as_many_voices_as_asked_once_each() -> None:
    _, found = drawn()
    assert len(set(found.positions.tolist())) == len(found.positions) == 200


def test_inverse_chances_add_up_to_all_voices() -> None:
    said, found = drawn()
    assert (1 / found.probabilities).sum() == pytest.approx(len(said))


def test_rare_themes_get_more_than_their_part_and_silence_its_own() -> None:
    said, found = drawn()
    pets = sum("pets" in said[position] for position in found.positions)
    silent = sum(stratum == NOTHING for stratum in found.strata)
    assert pets >= 3 * 200 * sum("pets" in some for some in said) / len(said)
    assert silent >= 0.15 * 200


def test_weighted_shares_are_right_on_average() -> None:
    said, confidence = voices()
    true = np.mean(["pets" in some for some in said])
    found = []
    for seed in range(200):
        one = draw_positions(said, confidence, 100, seed=seed)
        has = np.array(["pets" in said[position] for position in one.positions])
        found.append((has / one.probabilities).sum() / len(said))
    assert np.mean(found) == pytest.approx(true, rel=0.02)


def test_the_same_seed_draws_the_same_voices() -> None:
    assert drawn(seed=3)[1].positions.tolist() == drawn(seed=3)[1].positions.tolist()
    assert drawn(seed=3)[1].positions.tolist() != drawn(seed=4)[1].positions.tolist()


@pytest.mark.parametrize(("count", "size"), [(0, 10), (1, 10), (5, 200), (40, 3)])
def test_small_worlds_are_drawn_whole(count: int, size: int) -> None:
    said, confidence = voices(count)
    found = draw_positions(said, confidence, size, seed=1)
    assert len(found.positions) <= count
    assert (found.probabilities > 0).all()
    assert (found.probabilities <= 1).all()
    if size >= count:
        assert sorted(found.positions.tolist()) == list(range(count))
