"""The expressions of `ask` run on other engines than DuckDB, and give the same figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest

from rebond.quantify import Perimeter, ask
from rebond.quantify.asking import facts as facts_module
from rebond.quantify.asking.facts import Facts, collected
from rebond.quantify.asking.population import _population
from rebond.quantify.simulated.worlds import TablesInMemory, draw

QUESTIONS = (
    "responses by week, channel",
    "voices by quarter where solicited = true",
    "opinions by polarity",
    "nps by Shop",
    "nps by Region of Shop where month >= 2024-02",
    "nps by theme where stakeholder = customer",
    "mean_score by Shop",
    "median by Region",
    "distribution",
    "share by theme, month",
    "share by branch where theme = price or polarity = negative",
    "net_polarity by Shop, theme where channel = survey",
    "responses where (channel = survey or Region = Region 2) and not theme = price",
    "nps where voice holds (theme = price and polarity = negative) or note <= 4",
    "voices where words = voices and not text contains 13",
    "share by theme where day = last 2 months",
)


def plain(table: pa.Table) -> pa.Table:
    """Return a table without unsigned numbers and zoned types, which Spark does not have."""
    for place, field in enumerate(table.schema):
        if pa.types.is_uint64(field.type):
            signed = pa.array(table.column(place).to_numpy().view("int64"))
            table = table.set_column(place, field.name, signed)
    return table


def on_arrow(table: pa.Table) -> Any:
    return nw.from_native(table).lazy()


def on_polars(table: pa.Table) -> Any:
    polars = pytest.importorskip("polars")
    return nw.from_native(polars.from_arrow(table).lazy())


def on_spark(table: pa.Table) -> Any:
    sql = pytest.importorskip("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    return nw.from_native(session.createDataFrame(table))


class Elsewhere(Facts):
    """The narrow tables of a world, held by another engine."""

    engine: Callable[[pa.Table], Any]

    def table(self, name: str) -> Any:
        table = super().table(name)
        return self.remember(f"held {name}", lambda: self.engine(plain(collected(table))))


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    return draw(5, responses=400, shops=6, weeks=16)


@pytest.mark.parametrize("engine", [on_arrow, on_polars, on_spark])
def test_another_engine_gives_the_same_figures(
    engine: Callable[[pa.Table], Any], world: TablesInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    perimeter = Perimeter.whole(world)
    expected = {question: ask(question, perimeter) for question in QUESTIONS}
    held = type("Held", (Elsewhere,), {"engine": staticmethod(engine)})(world)
    monkeypatch.setattr(facts_module, "facts_of", lambda _: held)
    elsewhere = perimeter.where()
    for question in QUESTIONS:
        _population.cache_clear()
        figure = ask(question, elsewhere)
        assert figure.population == expected[question].population
        cells = zip(figure.cells, expected[question].cells, strict=True)
        for cell, other in (*cells, (figure.total, expected[question].total)):
            assert (cell.keys, cell.n, cell.people) == (other.keys, other.n, other.people)
            assert cell.value == pytest.approx(other.value)
            assert cell.low == pytest.approx(other.low)
            assert cell.high == pytest.approx(other.high)
    _population.cache_clear()
