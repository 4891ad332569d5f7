"""Sums by cell, computed in DuckDB: only one small row a cell comes to Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.quantify.asking.exact import mean_by, summed
from rebond.quantify.asking.facts import collected
from rebond.quantify.statistics.intervals import Moments

if TYPE_CHECKING:
    import narwhals as nw

Keys = tuple[Any, ...]


def moments_by_cell(
    units: nw.LazyFrame[Any],
    columns: tuple[str, ...],
    *,
    by_response: bool = False,
    fractions: bool = False,
    weights: nw.LazyFrame[Any] | None = None,
) -> dict[Keys, Moments]:
    """Return the moments of each cell of ``units`` (person, y and the dimension columns).

    ``by_response`` first takes the mean of each response's units, so that a response counts once.
    ``fractions`` tells that y may be no whole number.
    ``weights`` (person, weight) give each person a weight; who has none is left out. Sums are then
    brought back to the units that there are, so that n counts them and not their weights.
    """
    import narwhals as nw

    if by_response:
        units = mean_by(units, (*columns, "person", "response"), "y")
    fractions = fractions or by_response
    y = nw.col("y").cast(nw.Float64)
    squared = units.with_columns(y, (y * y).alias("squares"))
    count, sums = nw.len().alias("units"), ("y", "squares")
    people = summed(squared, (*columns, "person"), sums, count, fractions=fractions)
    people = _weighed(people.with_columns(_as_x()), weights, "x", "y", "squares")
    fractions = fractions or weights is not None
    names, products = ("units", "x", "y", "squares"), ("yy", "xy", "xx")
    found = _totals(people, columns, names, products, fractions=fractions)
    return {keys: _moments(row) for keys, row in found.items()}


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

    base = all_units.group_by(*base_columns, "person").agg(nw.len().alias("units"))
    base = _weighed(base.with_columns(_as_x()), weights, "x")
    fractions = weights is not None
    bases = _totals(base, base_columns, ("units", "x"), ("xx",), fractions=fractions)
    spoken = speaking.group_by(*columns, "person").agg(nw.len().alias("y"))
    spoken = _weighed(spoken.with_columns(nw.col("y").cast(nw.Float64)), weights, "y")
    joined = spoken.join(base.drop("units"), on=[*base_columns, "person"], how="inner")
    cells = {}
    totals = _totals(joined, columns, ("y",), ("yy", "xy"), fractions=fractions)
    for keys, row in totals.items():
        of = bases.get(tuple(k for k, c in zip(keys, columns, strict=True) if c in base_columns))
        if of is not None and row["y"] is not None:
            people = {name: of[name] for name in ("units", "x", "xx", "people")}
            cells[keys] = _moments(row | people | {"squares": row["y"]})
    if not columns and not cells:
        cells[()] = _moments(bases.get((), {}))
    if columns == base_columns:
        cells = {keys: cells.get(keys, _moments(of)) for keys, of in bases.items()}
    return cells


def counts_by_cell(
    units: nw.LazyFrame[Any], columns: tuple[str, ...], *, size: str = ""
) -> dict[Keys, tuple[int, int]]:
    """Return the units and the people of each cell.

    ``size`` names a column that tells for how many units a row stands; 0 for none.
    """
    import narwhals as nw

    if size:
        units = units.filter(nw.col(size) > 0)
    count = nw.col(size).sum() if size else nw.len()
    people = units.group_by(*columns, "person").agg(count.alias("units"))
    found = _totals(people, columns, ("units",), ())
    return {keys: (int(row["units"] or 0), int(row["people"])) for keys, row in found.items()}


def _as_x() -> nw.Expr:
    import narwhals as nw

    return nw.col("units").cast(nw.Float64).alias("x")


def _weighed(
    people: nw.LazyFrame[Any], weights: nw.LazyFrame[Any] | None, *names: str
) -> nw.LazyFrame[Any]:
    """Multiply the sums of each person by their weight."""
    import narwhals as nw

    if weights is None:
        return people
    heavy = people.join(weights, on="person", how="inner")
    return heavy.with_columns(*((nw.col(name) * nw.col("weight")).alias(name) for name in names))


def _totals(
    people: nw.LazyFrame[Any],
    columns: tuple[str, ...],
    names: tuple[str, ...],
    products: tuple[str, ...],
    *,
    fractions: bool = False,
) -> dict[Keys, dict[str, Any]]:
    """Return, by cell, the people and the sums over people of columns and of their products."""
    import narwhals as nw

    if products:
        factors = [(nw.col(p[0]) * nw.col(p[1])).alias(p) for p in products]
        people = people.with_columns(*factors)
    count = nw.len().alias("people")
    table = collected(summed(people, columns, (*names, *products), count, fractions=fractions))
    return {tuple(row[name] for name in columns): row for row in table.to_pylist()}


def _moments(row: dict[str, Any]) -> Moments:
    """Return the moments that sums make, brought back to the units that there are."""
    units, x = float(row.get("units") or 0), row.get("x") or 0
    scale = units / x if x else 1.0
    return Moments(
        int(units),
        scale * float(row.get("y") or 0),
        scale * float(row.get("squares") or 0),
        int(row.get("people") or 0),
        scale**2 * float(row.get("yy") or 0),
        scale**2 * float(row.get("xy") or 0),
        scale**2 * float(row.get("xx") or 0),
    )
