"""Figures of fractions are the same to the bit, whatever the order in which rows are added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest

from rebond.quantify import Perimeter, Question
from rebond.quantify.asking.arrays import means
from rebond.quantify.asking.exact import exact_sums
from rebond.quantify.asking.sums import moments_by_cell
from rebond.quantify.groups.symmetry import standardised
from rebond.quantify.simulated.worlds import draw
from rebond.quantify.statistics.intervals import Moments
from rebond.quantify.use_cases.subjects import asked
from rebond.quantify.use_cases.weekly import weekly

N = 3000


def answers() -> pa.Table:
    """Return three answers a response to questions of one kind, in tenths."""
    random = np.random.default_rng(4)
    response = np.repeat(np.arange(N // 3), 3)
    value = np.round(random.uniform(0, 10, N), 1)
    return pa.table(
        {
            "response": response,
            "person": response // 2,
            "d0": response % 7,
            "question": pa.array(np.array(["a", "b", "c"])[np.arange(N) % 3]),
            "kind": pa.array(["csat"] * N),
            "value": value,
            "y": value,
            "low": np.zeros(N),
            "high": np.full(N, 10.0),
            "higher_is_better": pa.array([True] * N),
        }
    )


Frame = nw.LazyFrame[Any]


def in_orders(table: pa.Table, work: Callable[[Frame, Frame], Any]) -> list[Any]:
    """Return what a work gives on the rows of a table in several orders, and people's weights."""
    people = np.arange(N // 6)
    given = np.random.default_rng(1).uniform(0.3, 3, len(people))
    found = []
    for seed in range(4):
        order = np.random.default_rng(seed).permutation(table.num_rows)
        connection = duckdb.connect()
        connection.register("rows", table.take(pa.array(order)))
        connection.register("given", pa.table({"person": people, "weight": given}))
        frames = [nw.from_native(connection.table(name)) for name in ("rows", "given")]
        found.append(work(*frames))
    return found


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("weighed", [True, False])
def test_moments_do_not_depend_on_the_order_of_rows(once: bool, weighed: bool) -> None:
    def moments(frame: Frame, given: Frame) -> dict[tuple[Any, ...], Moments]:
        weights = given if weighed else None
        return moments_by_cell(frame, ("d0",), by_response=once, fractions=True, weights=weights)

    first, *others = in_orders(answers(), moments)
    assert all(one == first for one in others)


def test_scores_in_standard_deviations_do_not_depend_on_the_order_of_rows() -> None:
    def moments(frame: Frame, _: Frame) -> dict[tuple[Any, ...], Moments]:
        return moments_by_cell(standardised(frame), ("d0",), by_response=True, fractions=True)

    first, *others = in_orders(answers(), moments)
    assert all(one == first for one in others)


def test_a_question_that_everybody_answers_alike_tells_nothing() -> None:
    table = answers()
    alike = pa.array(np.where(np.arange(N) % 3 == 0, 7.3, table["value"].to_numpy()))
    table = table.set_column(table.schema.get_field_index("value"), "value", alike)
    rows = standardised(nw.from_native(table).lazy()).collect()
    y = {name: rows.filter(nw.col("question") == name)["y"] for name in ("a", "b")}
    assert (y["a"] == 0).all()
    assert (y["b"].mean(), y["b"].std()) == pytest.approx((0, 1), abs=1e-9)


def test_means_of_a_response_do_not_depend_on_the_order_of_its_answers() -> None:
    table = answers()
    response, value = table["response"].to_numpy(), table["value"].to_numpy()
    order = np.random.default_rng(2).permutation(N)
    assert (means(response, value)[1] == means(response[order], value[order])[1]).all()


def test_sums_are_those_of_the_numbers() -> None:
    random = np.random.default_rng(3)
    values, group = random.normal(0, 100, N), random.integers(0, 5, N)
    assert exact_sums(group, values) == pytest.approx(np.bincount(group, values), abs=1e-7)
    whole = np.round(values)
    assert (exact_sums(group, whole) == np.bincount(group, whole)).all()


def test_subjects_that_share_a_dispersion_are_in_their_own_order() -> None:
    about = asked(Question.parse("trending by theme"))
    keys = weekly(about, Perimeter.whole(draw(3, responses=800, weeks=30))).keys
    assert list(keys) == sorted(keys)
    assert len(keys) > 5
