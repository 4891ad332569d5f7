"""The fast path and the exact path give the same rows, the same lines, the same rejections."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rebond.listen.reading import chunks
from rebond.listen.reading.chunks import batches_of
from rebond.listen.reading.lines import Shape, swallows_rows
from rebond.listen.rows import RowBatch

NAMES = ("a", "b", "c")
Outcome = tuple[list[tuple[int, tuple[str | None, ...]]], list[tuple[int, str, str]]]


def outcome(batches: Iterator[RowBatch]) -> Outcome:
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    rejected: list[tuple[int, str, str]] = []
    for batch in batches:
        cells = zip(*(column.to_pylist() for column in batch.table.columns), strict=True)
        rows += zip(batch.lines.to_pylist(), cells, strict=True)
        rejected += [(row.line, row.content, str(row.reason)) for row in batch.rejected]
    return rows, rejected


def both(
    text: str, width: int = 3, first_line: int = 1, piece: int = 64
) -> tuple[Outcome, Outcome]:
    data = text.encode("utf-8")

    def pieces() -> Iterator[bytes]:
        return (data[start : start + piece] for start in range(0, len(data), piece))

    shape = Shape(";", NAMES, width, 1000)
    fast = outcome(batches_of(pieces(), shape, first_line=first_line))
    exact = outcome(batches_of(pieces(), shape, first_line=first_line, fast=False))
    return fast, exact


cells = st.text(st.sampled_from(list("ab é€\"';,\n\r\t=0\x00")), max_size=8)
tidy = st.text(st.sampled_from(list("ab é€\"';,\n=0")), max_size=8)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(tidy, min_size=3, max_size=3), max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(7, 200),
)
def test_same_rows_from_well_formed_files(rows: list[list[str]], end: str, piece: int) -> None:
    assume(not any(swallows_rows(row, ";") for row in rows))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator=end).writerows(rows)
    fast, exact = both(buffer.getvalue(), piece=piece)
    assert fast == exact
    expected = [tuple(cell or None for cell in row) for row in rows if any(row)]
    assert [cells for _, cells in exact[0]] == expected
    assert not exact[1]


@settings(max_examples=600, deadline=None)
@given(
    st.lists(st.lists(cells, min_size=1, max_size=5).map(";".join), max_size=12),
    st.integers(7, 200),
    st.integers(2, 3),
)
@example(['a;"b', "c;d;e", 'f;g";h'], 64, 3)
@example(['"";b;c', "", ' "a" ;b;c'], 64, 3)
@example(['a;b;"c""d"', 'x;y;"z'], 7, 3)
def test_same_rows_from_any_text(lines: list[str], piece: int, width: int) -> None:
    fast, exact = both("\n".join(lines), width, piece=piece)
    assert fast == exact


def test_line_numbers_are_those_of_an_editor() -> None:
    text = 'h;h;h\n1;"two\nlines";x\n\n2;b;c\n3;b\n4;b;c\n'
    fast, exact = both(text, first_line=2)
    assert fast == exact
    rows, rejected = exact
    assert [line for line, _ in rows] == [2, 5, 7]
    assert [(line, content) for line, content, _ in rejected] == [(6, "3;b")]


def test_an_unclosed_mark_costs_its_own_line_only() -> None:
    rows, rejected = both('1;"never closed;x;y\n2;b;c\n3;b;c\n')[1]
    assert [cells[0] for _, cells in rows] == ["2", "3"]
    assert [line for line, _, _ in rejected] == [1]


def test_the_fast_path_is_taken_for_regular_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[RowBatch]:
        raise AssertionError("read exactly")

    monkeypatch.setattr(chunks, "exact_batches", refuse)
    data = b'1;"two\r\nlines";x\r\n2;b;c\r\n'
    rows, _ = outcome(batches_of(iter([data]), Shape(";", NAMES, 3, 10), first_line=1))
    assert rows == [(1, ("1", "two\r\nlines", "x")), (3, ("2", "b", "c"))]


def test_rows_taken_in_by_a_stray_mark_are_given_back() -> None:
    fast, exact = both('1;b;"c\n2;b;c\n3;b;c"\n4;b;"a text; on\ntwo; lines"\n')
    assert fast == exact
    assert [cells[0] for _, cells in exact[0]] == ["1", "2", "3", "4"]
