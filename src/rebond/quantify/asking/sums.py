"""Sums by cell, computed in DuckDB: only one small row a cell comes to Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.facts import collected
from rebond.quantify.statistics.intervals import Moments

if TYPE_CHECKING:
    import narwhals as nw

Keys = tuple[Any, ...]


def moments_by_cell(
    units: nw.LazyFrame[Any], columns: tuple[str, ...], *, by_response: bool = False
) -> dict[Keys, Moments]:
    """Return the moments of each cell of ``units`` (person, y and the dimension columns).

    ``by_response`` first takes the mean of each response's units, so that a response counts once.
    """
    import narwhals as nw

    if by_response:
        units = units.group_by(*columns, "person", "response").agg(nw.col("y").mean())
    people = units.group_by(*columns, "person").agg(
        nw.len().cast(nw.Float64).alias("x"),
        nw.col("y").cast(nw.Float64).sum().alias("y"),
        (nw.col("y").cast(nw.Float64) ** 2).sum().alias("squares"),
    )
    x, y = nw.col("x"), nw.col("y")
    sums = [
        x.sum().alias("n"),
        y.sum().alias("total"),
        nw.col("squares").sum(),
        nw.len().alias("people"),
        (y * y).sum().alias("yy"),
        (x * y).sum().alias("xy"),
        (x * x).sum().alias("xx"),
    ]
    return _moments(
        people.group_by(*columns).agg(*sums) if columns else people.select(*sums), columns
    )


def share_by_cell(
    speaking: nw.LazyFrame[Any],
    all_units: nw.LazyFrame[Any],
    columns: tuple[str, ...],
    base_columns: tuple[str, ...],
) -> dict[Keys, Moments]:
    """Return the moments of the share of ``all_units`` that are in ``speaking``, by cell.

    ``speaking`` has one row for each unit that counts (person and all ``columns``); the share's
    base is the units of the same ``base_columns`` (the dimensions that do not depend on what is
    said), so a person who never speaks of a theme still counts.
    """
    import narwhals as nw

    base = all_units.group_by(*base_columns, "person").agg(nw.len().cast(nw.Float64).alias("x"))
    x, y = nw.col("x"), nw.col("y")
    base_sums = [
        x.sum().alias("n"),
        nw.len().alias("people"),
        (x * x).sum().alias("xx"),
    ]
    bases = _moments(
        base.group_by(*base_columns).agg(*base_sums) if base_columns else base.select(*base_sums),
        base_columns,
    )
    spoken = speaking.group_by(*columns, "person").agg(nw.len().cast(nw.Float64).alias("y"))
    joined = spoken.join(base, on=[*base_columns, "person"])
    sums = [
        y.sum().alias("total"),
        (y * y).sum().alias("yy"),
        (x * y).sum().alias("xy"),
    ]
    table = collected(joined.group_by(*columns).agg(*sums) if columns else joined.select(*sums))
    cells = {}
    for row in table.to_pylist():
        keys = tuple(row[name] for name in columns)
        of = bases.get(tuple(row[name] for name in base_columns))
        if of is not None and row["total"] is not None:
            total = float(row["total"])
            cells[keys] = Moments(
                of.n, total, total, of.people, float(row["yy"]), float(row["xy"]), of.xx
            )
    if not columns and not cells:
        cells[()] = bases.get((), Moments(0, 0, 0, 0, 0, 0, 0))
    if columns == base_columns:
        cells = {keys: cells.get(keys, of) for keys, of in bases.items()}
    return cells


def counts_by_cell(
    units: nw.LazyFrame[Any], columns: tuple[str, ...], *, weight: str = ""
) -> dict[Keys, tuple[int, int]]:
    """Return the units and the people of each cell.

    ``weight`` names a column that tells for how many units a row stands; 0 for none.
    """
    import narwhals as nw

    if weight:
        units = units.filter(nw.col(weight) > 0)
    size = nw.col(weight).sum() if weight else nw.len()
    people = units.group_by(*columns, "person").agg(size.alias("x"))
    sums = [nw.col("x").sum().alias("n"), nw.len().alias("people")]
    table = collected(people.group_by(*columns).agg(*sums) if columns else people.select(*sums))
    return {
        tuple(row[name] for name in columns): (int(row["n"] or 0), int(row["people"]))
        for row in table.to_pylist()
    }


def _moments(frame: nw.LazyFrame[Any], columns: tuple[str, ...]) -> dict[Keys, Moments]:
    return {
        tuple(row[name] for name in columns): Moments(
            int(row["n"] or 0),
            float(row.get("total") or 0),
            float(row.get("squares") or 0),
            int(row["people"]),
            float(row.get("yy") or 0),
            float(row.get("xy") or 0),
            float(row.get("xx") or 0),
        )
        for row in collected(frame).to_pylist()
    }
