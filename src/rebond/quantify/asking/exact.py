"""Sums of fractions that do not depend on the order of rows.

An engine adds in the order that its threads come to, and additions of fractions round. Here a
number is cut into two parts, multiples of 2⁻¹⁸ and of 2⁻³⁶; sums of either part are exact, whatever
the order, as long as they stay under 2³⁵ (3 · 10¹⁰) in size, so that a figure asked again is the
same to the bit. A number is rounded to 2⁻³⁶ (1.5 · 10⁻¹¹); whole numbers are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import narwhals as nw

_FINE = 2.0**18


def summed(
    frame: nw.LazyFrame[Any],
    by: Sequence[str],
    names: Sequence[str],
    *beside: nw.Expr,
    fractions: bool = True,
) -> nw.LazyFrame[Any]:
    """Return the sums of columns under their names, by others, and aggregates ``beside`` them.

    Without ``fractions`` all are whole numbers, whose sums are exact as they are.
    """
    import narwhals as nw

    parts: dict[str, nw.Expr] = {}
    for name in names if fractions else ():
        parts[f"{name} coarse"], parts[f"{name} fine"] = _parts(nw.col(name))
    if fractions:
        frame = frame.with_columns(*(part.alias(name) for name, part in parts.items()))
    sums = [*beside, *(nw.col(name).sum() for name in parts or names)]
    frame = frame.group_by(*by).agg(*sums) if by else frame.select(*sums)
    if not fractions:
        return frame
    whole = ((nw.col(f"{name} coarse") + nw.col(f"{name} fine")).alias(name) for name in names)
    return frame.with_columns(*whole).drop(*parts)


def mean_by(frame: nw.LazyFrame[Any], by: Sequence[str], name: str) -> nw.LazyFrame[Any]:
    """Return the mean of a column without nulls under its name, by others."""
    import narwhals as nw

    frame = summed(frame, by, (name,), nw.len().alias("rows"))
    return frame.select(*by, (nw.col(name) / nw.col("rows")).alias(name))


def exact_sums(group: npt.NDArray[Any], values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the sums of values (n,) by group (n,), numbered from 0."""
    coarse, fine = _parts(values)
    sums = np.bincount(group, coarse) + np.bincount(group, fine)
    return sums.astype(np.float64, copy=False)


def _parts(values: Any) -> tuple[Any, Any]:
    """Return the two parts of numbers: of a Narwhals expression as of an array."""
    coarse = (values * _FINE).round() / _FINE
    return coarse, ((values - coarse) * _FINE**2).round() / _FINE**2
