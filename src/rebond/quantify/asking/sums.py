"""Sums by cell, computed in DuckDB: only one small row a cell comes to Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.facts import collected
from rebond.quantify.statistics.intervals import Moments

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

Keys = tuple[Any, ...]


def moments_by_cell(
    units: nw.LazyFrame[Any],
    columns: tuple[str, ...],
    *,
    by_response: bool = False,
    weights: nw.LazyFrame[Any] | None = None,
) -> dict[Keys, Moments]:
    """Return the moments of each cell of ``units`` (person, y and the dimension columns).

    ``by_response`` first takes the mean of each response's units, so that a response counts once.
    ``weights`` (person, weight) give each person a weight; who has none is left out. Sums are then
    brought back to the units that there are, so that n counts them and not their weights.
    """
    import narwhals as nw

    if by_response:
        units = units.group_by(*columns, "person", "response").agg(nw.col("y").mean())
    people = units.group_by(*columns, "person").agg(
        nw.len().cast(nw.Float64).alias("x"),
        nw.col("y").cast(nw.Float64).sum().alias("y"),
        (nw.col("y").cast(nw.Float64) ** 2).sum().alias("squares"),
    )
    people = _weighed(people, weights, "x", "y", "squares")
    x, y = nw.col("x"), nw.col("y")
    sums = [
        x.sum().alias("n"),
        y.sum().alias("total"),
        nw.col("squares").sum(),
        nw.len().alias("people"),
        (y * y).sum().alias("yy"),
        (x * y).sum().alias("xy"),
        (x * x).sum().alias("xx"),
        *_units(weights),
    ]
    table = collected(people.group_by(*columns).agg(*sums) if columns else people.select(*sums))
    return _moments(table, columns)


def share_by_cell(
    speaking: nw.LazyFrame[Any],
    all_units: nw.LazyFrame[Any],
    columns: tuple[str, ...],
    base_columns: tuple[str, ...],
    *,
    weights: nw.LazyFrame[Any] | None = None,
) -> dict[Keys, Moments]:
    """Return the moments of the share of ``all_units`` that are in ``speaking``, by cell.

    ``speaking`` has one row for each unit that counts (person and all ``columns``); the share's
    base is the units of the same ``base_columns`` (the dimensions that do not depend on what is
    said), so a person who never speaks of a theme still counts. ``weights`` are those of
    `moments_by_cell`.
    """
    import narwhals as nw

    base = all_units.group_by(*base_columns, "person").agg(nw.len().cast(nw.Float64).alias("x"))
    base = _weighed(base, weights, "x")
    x, y = nw.col("x"), nw.col("y")
    base_sums = [
        x.sum().alias("n"),
        nw.len().alias("people"),
        (x * x).sum().alias("xx"),
        *_units(weights),
    ]
    based = collected(
        base.group_by(*base_columns).agg(*base_sums) if base_columns else base.select(*base_sums)
    )
    bases = _moments(based, base_columns)
    scales = {tuple(row[name] for name in base_columns): _scale(row) for row in based.to_pylist()}
    spoken = speaking.group_by(*columns, "person").agg(nw.len().cast(nw.Float64).alias("y"))
    spoken = _weighed(spoken, weights, "y")
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
        part = tuple(row[name] for name in base_columns)
        of = bases.get(part)
        if of is not None and row["total"] is not None:
            scale = scales[part]
            total, yy, xy = (float(row[name]) for name in ("total", "yy", "xy"))
            cells[keys] = Moments(
                of.n, scale * total, scale * total, of.people, scale**2 * yy, scale**2 * xy, of.xx
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


def _weighed(
    people: nw.LazyFrame[Any], weights: nw.LazyFrame[Any] | None, *names: str
) -> nw.LazyFrame[Any]:
    """Multiply the sums of each person by their weight; ``units`` keeps the first of them as is."""
    import narwhals as nw

    if weights is None:
        return people
    heavy = people.join(weights, on="person", how="inner")
    return heavy.with_columns(
        nw.col(names[0]).alias("units"),
        *((nw.col(name) * nw.col("weight")).alias(name) for name in names),
    )


def _units(weights: nw.LazyFrame[Any] | None) -> list[nw.Expr]:
    import narwhals as nw

    return [] if weights is None else [nw.col("units").sum().alias("units")]


def _scale(row: dict[str, Any]) -> float:
    """Return what brings weighted sums back to the units that there are; 1 without weights."""
    return float(row["units"] / row["n"]) if row.get("units") and row["n"] else 1.0


def _moments(table: pa.Table, columns: tuple[str, ...]) -> dict[Keys, Moments]:
    found = {}
    for row in table.to_pylist():
        scale = _scale(row)
        found[tuple(row[name] for name in columns)] = Moments(
            int(row.get("units") or row["n"] or 0),
            scale * float(row.get("total") or 0),
            scale * float(row.get("squares") or 0),
            int(row["people"]),
            scale**2 * float(row.get("yy") or 0),
            scale**2 * float(row.get("xy") or 0),
            scale**2 * float(row.get("xx") or 0),
        )
    return found
