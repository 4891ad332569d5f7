"""Reading: the files that people have, turned into clean rows that explain themselves."""

from rebond.listen.reading.opening import OpenedFile, open_file
from rebond.listen.rows import RejectedRow, RowBatch

__all__ = ["OpenedFile", "RejectedRow", "RowBatch", "open_file"]
