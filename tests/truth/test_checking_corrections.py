"""Corrected figures hold the truth as often as they say, where the engine errs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from rebond.quantify import Perimeter, ask
from rebond.quantify.simulated.misread_worlds import MisreadWorld, misread
from rebond.quantify.simulated.worlds import TablesInMemory, Truths, draw

pytestmark = pytest.mark.whole

DRIVERS = {"checkout.waiting": 1.6, "welcome.friendliness": 1.3, "product.quality": 1.2}
WORLDS = 16
Figures = dict[str, tuple[float, float, float]]


def world(seed: int, responses: int) -> TablesInMemory:
    return draw(seed, responses=responses, truths=Truths(drivers=DRIVERS), employees=0.0)


def figures(tables: TablesInMemory, measure: str) -> Figures:
    cells = ask(f"{measure} by theme", Perimeter.whole(tables)).cells
    return {cell.keys[0]: (cell.value or 0.0, cell.low or 0.0, cell.high or 0.0) for cell in cells}


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, float]]:
    large = world(10_000, 30_000)
    measures = ("share", "net_polarity", "weight")
    return {
        measure: {theme: one[0] for theme, one in figures(large, measure).items()}
        for measure in measures
    }


@pytest.fixture(scope="module")
def worlds() -> list[MisreadWorld]:
    return [misread(world(seed, 2500), seed, labelled=250) for seed in range(WORLDS)]


def held(
    worlds: list[MisreadWorld], truth: dict[str, dict[str, float]], measure: str
) -> Iterator[bool]:
    for one in worlds:
        for theme, (_, low, high) in figures(one.read, measure).items():
            if measure != "weight" or theme in DRIVERS:
                yield low <= truth[measure][theme] <= high


@pytest.mark.parametrize("measure", ["share", "net_polarity", "weight"])
def test_corrected_intervals_hold_the_truth(
    worlds: list[MisreadWorld], truth: dict[str, dict[str, float]], measure: str
) -> None:
    assert np.mean(list(held(worlds, truth, measure))) >= 0.93


@pytest.mark.parametrize("measure", ["share", "weight"])
def test_correcting_brings_figures_nearer_to_the_truth(
    worlds: list[MisreadWorld], truth: dict[str, dict[str, float]], measure: str
) -> None:
    apart: dict[str, list[float]] = {"read": [], "corrected": []}
    for one in worlds:
        for cell in ask(f"{measure} by theme", Perimeter.whole(one.read)).cells:
            if measure == "share" or cell.keys[0] in DRIVERS:
                true = truth[measure][cell.keys[0]]
                apart["read"].append(abs((cell.read or 0.0) - true))
                apart["corrected"].append(abs((cell.value or 0.0) - true))
    assert np.mean(apart["corrected"]) < 0.85 * np.mean(apart["read"])
