"""What is known of an export: its marks, its shape, the roles of its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rebond.listen.nature import Nature
from rebond.listen.reading.rows import RowBatch
from rebond.vocabulary import ColumnRole, Message


@dataclass(frozen=True)
class ExportFormat:
    """An export recognised in a file.

    ``normalise`` : gives the rows with the columns that ``roles`` names; it keeps every row;
    ``roles`` : the roles known for sure among the columns given; the others are inferred;
    ``reason`` : by which marks it was recognised.
    """

    name: str
    reason: Message
    nature: Nature
    normalise: Callable[[RowBatch], RowBatch]
    roles: Callable[[tuple[str, ...]], Mapping[str, ColumnRole]]
