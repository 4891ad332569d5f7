"""Krippendorff's alpha agrees with its author's examples, computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rebond.understand.checking.agreement import agreement, counts_of, krippendorff_alpha

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A to C:
# https://repository.upenn.edu/asc_papers/43
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(observers: tuple[str, ...]) -> list[list[str | None]]:
    return [[None if c == "." else c for c in unit] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("observers", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (FOUR_OBSERVERS, 0.743)]
)
def test_alpha_is_the_published_one(observers: tuple[str, ...], published: float) -> None:
    assert krippendorff_alpha(units(observers)) == pytest.approx(published, abs=5e-4)


def test_perfect_agreement_is_one_and_indifference_is_unknown() -> None:
    assert krippendorff_alpha([("a", "a"), ("b", "b")]) == 1.0
    assert krippendorff_alpha([("a", "a"), ("a", "a")]) is None
    assert krippendorff_alpha([("a", None), ("b", None)]) is None


def test_the_interval_holds_alpha_and_shrinks_with_more_units() -> None:
    few = agreement([counts_of(units(NOMINAL))])
    many = agreement([counts_of(units(NOMINAL) * 20)])
    for found in (few, many):
        assert found.low is not None
        assert found.high is not None
        assert found.alpha is not None
        assert found.low <= found.alpha <= found.high
    assert few.units == 12
    assert (many.high or 0) - (many.low or 0) < (few.high or 0) - (few.low or 0)


def test_chance_is_that_of_each_set_by_itself() -> None:
    rare = counts_of([("1", "1")] + [("0", "0")] * 99)
    common = counts_of([("1", "1")] * 50 + [("0", "0")] * 50)
    assert agreement([rare, common]).alpha == pytest.approx(1.0)
    mixed = np.array([[1.0, 1.0]] * 50 + [[2.0, 0.0]] * 50)
    assert (agreement([mixed]).alpha or 0) < 0.5
