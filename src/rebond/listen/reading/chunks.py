"""Rows of a text file, read by pieces of some megabytes with Arrow wherever the file is regular.

A piece is regular when its quotation marks open after a separator and close before one, its line
ends are line feeds, its characters are text and its rows have the right number of cells. A piece
that is not goes through `rebond.listen.reading.lines`, which gives the same rows and line numbers.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.reading import limits
from rebond.listen.reading.lines import CutLine, Shape, exact_batches, swallows
from rebond.listen.reading.pieces import PieceStream
from rebond.listen.rows import RowBatch

_QUOTE, _FEED, _RETURN = 34, 10, 13
_LONGEST_LINE = 4 * limits.MAX_CELL
Positions = npt.NDArray[np.int64]


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as French Excel writes them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


MIXED = "rebond-mixed"
codecs.register_error(MIXED, _as_cp1252)


def utf8_pieces(stream: IO[bytes], encoding: str, skipped: int) -> Iterator[bytes]:
    """Give the content of ``stream`` after ``skipped`` bytes as UTF-8, piece by piece."""
    stream.read(skipped)
    if encoding == "utf-8":
        while piece := stream.read(limits.CHUNK):
            yield piece
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while piece := stream.read(limits.CHUNK):
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def text_lines(stream: IO[bytes]) -> Iterator[str]:
    """Give the lines of a UTF-8 ``stream``, with their ends, whatever these are."""
    with io.TextIOWrapper(stream, encoding="utf-8", errors=MIXED, newline="") as text:
        while line := text.readline(_LONGEST_LINE):
            if len(line) < _LONGEST_LINE or line.endswith(("\n", "\r")):
                yield line
                continue
            while (rest := text.readline(_LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                pass
            yield CutLine(line)


def batches_of(
    pieces: Iterator[bytes], shape: Shape, *, first_line: int, fast: bool = True
) -> Iterator[RowBatch]:
    """Read the rows from line ``first_line`` of a UTF-8 text given in ``pieces``.

    ``fast=False`` reads everything exactly.
    """
    line, held = 1, b""
    while fast:
        piece = next(pieces, None)
        buffer = held + (piece or b"")
        if not buffer:
            return
        cut = _regular_part(buffer, shape.separator, ended=piece is None)
        if cut is None or (cut == 0 and len(buffer) > 4 * limits.CHUNK):
            held = buffer
            break
        part, held = buffer[:cut], buffer[cut:]
        skip = max(0, first_line - line)
        yield from _part_batches(part, line, skip, shape)
        line += part.count(b"\n")
        if piece is None:
            return
    lines = text_lines(PieceStream.buffered(held, pieces))
    for _ in range(max(0, first_line - line)):
        next(lines, None)
    yield from exact_batches(lines, shape, first_line=max(line, first_line))


def _regular_part(buffer: bytes, separator: str, *, ended: bool) -> int | None:
    """Return how many bytes make whole rows, or None when quotation marks or line ends are odd."""
    data = np.frombuffer(buffer, np.uint8)
    returns = np.flatnonzero(data == _RETURN)
    if returns.size:
        followers = data[np.minimum(returns + 1, data.size - 1)]
        lone = followers != _FEED
        if lone[:-1].any() or (lone[-1] and (returns[-1] + 1 < data.size or ended)):
            return None
    quotes = np.flatnonzero(data == _QUOTE)
    if quotes.size and not _quotes_are_regular(data, quotes, ord(separator)):
        return None
    if ended:
        return len(buffer) if quotes.size % 2 == 0 else None
    feeds = np.flatnonzero(data == _FEED)
    outside = feeds[np.searchsorted(quotes, feeds) % 2 == 0] if quotes.size else feeds
    return int(outside[-1]) + 1 if outside.size else 0


def _quotes_are_regular(data: npt.NDArray[np.uint8], quotes: Positions, separator: int) -> bool:
    opening, closing = quotes[0::2], quotes[1::2]
    before = data[np.maximum(opening - 1, 0)]
    opens = (opening == 0) | np.isin(before, [separator, _FEED, _QUOTE])
    # What follows a mark that ends the piece is not known yet: it is seen again with the next one.
    closing = closing[closing + 1 < data.size]
    after = data[closing + 1]
    closes = np.isin(after, [separator, _FEED, _RETURN, _QUOTE])
    return bool(opens.all() and closes.all())


def _part_batches(part: bytes, line: int, skip: int, shape: Shape) -> Iterator[RowBatch]:
    """Read whole rows that start at ``line``, after ``skip`` lines."""
    offset = 0
    for _ in range(skip):
        found = part.find(b"\n", offset)
        offset = len(part) if found < 0 else found + 1
    start = line + part.count(b"\n", 0, offset)
    part = part[offset:]
    if not part:
        return
    batch = _arrow_batch(part, start, shape)
    if batch is not None:
        yield batch
        return
    yield from exact_batches(text_lines(io.BytesIO(part)), shape, first_line=start)


def _arrow_batch(part: bytes, first_line: int, shape: Shape) -> RowBatch | None:
    """Read ``part`` with Arrow, or return None when it must be read exactly."""
    from pyarrow import csv

    names, width = shape.names, shape.width
    data = np.frombuffer(part, np.uint8)
    if ((data < 32) & (data != 9) & (data != _FEED) & (data != _RETURN)).any() or (
        data == 127
    ).any():
        return None
    try:
        table = csv.read_csv(
            pa.py_buffer(part),
            read_options=csv.ReadOptions(
                column_names=list(names[:width]),
                block_size=max(len(part) + 1, 2**16),
                use_threads=False,
            ),
            parse_options=csv.ParseOptions(delimiter=shape.separator, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types={name: pa.string() for name in names[:width]},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = _row_lines(data, first_line)
    if len(lines) != table.num_rows or _has_long_cell(table) or _swallows(table, shape.separator):
        return None
    for name in names[width:]:
        table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
    return _without_empty_rows(table.combine_chunks(), pa.array(lines, pa.int64()))


def _row_lines(data: npt.NDArray[np.uint8], first_line: int) -> Positions:
    """Return the line where each row starts, empty lines put aside."""
    feeds = np.flatnonzero(data == _FEED)
    quotes = np.flatnonzero(data == _QUOTE)
    ends = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
    starts = np.concatenate(([0], ends + 1))
    starts = starts[starts < data.size]
    numbers: Positions = first_line + np.searchsorted(feeds, starts)
    first = data[starts]
    second = data[np.minimum(starts + 1, data.size - 1)]
    empty = (first == _FEED) | ((first == _RETURN) & (second == _FEED))
    kept: Positions = numbers[~empty]
    return kept


def _swallows(table: pa.Table, separator: str) -> bool:
    """Tell whether a cell has taken in whole rows."""
    for place, column in enumerate(table.columns):
        if place < 2:
            continue
        several = pc.fill_null(pc.match_substring(column, "\n"), False)
        if not pc.any(several).as_py():
            continue
        cells = column.filter(several).to_pylist()
        if any(swallows(cell, place, table.num_columns, separator) for cell in cells):
            return True
    return False


def _has_long_cell(table: pa.Table) -> bool:
    longest = [pc.max(pc.binary_length(column)).as_py() or 0 for column in table.columns]
    return max(longest, default=0) > limits.MAX_CELL


def _without_empty_rows(table: pa.Table, lines: pa.Int64Array) -> RowBatch:
    filled = pc.is_valid(table.column(0))
    for column in table.columns[1:]:
        if pc.all(filled).as_py():
            return RowBatch(table, lines)
        filled = pc.or_(filled, pc.is_valid(column))
    if pc.all(filled).as_py():
        return RowBatch(table, lines)
    return RowBatch(table.filter(filled), lines.filter(filled))
