"""One opinion, and the table of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from rebond.schemas import OPINIONS_OF_TEXTS


class Opinion(NamedTuple):
    """One row of the contract of `rebond.understand.opinions`, without row number and versions."""

    start: int
    end: int
    target: str
    theme: str | None
    polarity: int
    intent: str
    confidence: float


def table_of(found: Sequence[Sequence[Opinion]], model: str, codebook: str) -> pa.Table:
    """Return the table of the contract for the opinions of each text, in order."""
    rows = [(row, *opinion) for row, opinions in enumerate(found) for opinion in opinions]
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 8
    columns += [[model] * len(rows), [codebook] * len(rows)]
    arrays = [
        pa.array(column, type=field.type)
        for column, field in zip(columns, OPINIONS_OF_TEXTS, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=OPINIONS_OF_TEXTS)
