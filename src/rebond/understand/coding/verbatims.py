"""Verbatims that people coded, however their codes are written in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from rebond.errors import FileUnreadable, InputError
from rebond.listen.columns.roles import column_roles
from rebond.listen.reading.tables import tables_in
from rebond.listen.rows import RawTable
from rebond.understand.coding.plans import normal_code
from rebond.understand.coding.ways import Columns, Known, Labels, Way, way_of
from rebond.understand.words import fold
from rebond.vocabulary import Message, Role

_SAMPLE = 2_000


@dataclass(frozen=True)
class Coded:
    """A verbatim and its codes, as they are written: labels, numbers, or a path of labels."""

    text: str
    codes: tuple[Labels, ...]
    group: str
    line: int


@dataclass(frozen=True)
class CodedVerbatims:
    """The verbatims of a file, in order, and how they were read.

    ``without_text`` lines held no text and were left out; ``labels`` are the codes used, most
    frequent first, with the number of verbatims of each.
    """

    verbatims: tuple[Coded, ...]
    understood: tuple[Message, ...]
    without_text: int
    labels: Mapping[Labels, int] = field(default_factory=dict)


def read_verbatims(
    path: Path,
    *,
    known: Known | None = None,
    text: str | None = None,
    codes: Sequence[str] = (),
    group: str | None = None,
    sheet: str | None = None,
) -> CodedVerbatims:
    """Read coded verbatims from a CSV or a workbook.

    Parameters
    ----------
    path : one line per verbatim, or one per verbatim and code when a column identifies it.
    known : tells whether what a cell holds is a code or a label of the plan; None without a plan.
    text : the column of the verbatims; found by what the cells look like when not given.
    codes : the columns of the codes; "First..Last" stands for all those between; found when empty.
    group : the column of who wrote (or of the verbatim's own id); found when not given.
    sheet : the sheet of a workbook; by default the one with most lines.

    Raises
    ------
    FileUnreadable
        When the file is not read.
    InputError
        When a column is not there, or no text or no codes are found.
    """
    tables = tables_in(path, sheet=sheet)
    columns = {name: _cells(table) for name, table in tables.items()}
    chosen = max(columns, key=lambda name: len(columns[name].lines))
    table = columns[chosen]
    if not table.lines:
        raise InputError("{file} holds no line. Export it again.", file=path.name)
    text, group = _text_and_group(table, text, group, path.name)
    others = [name for name in table.cells if name not in (text, group)]
    way = way_of(table, _named_columns(codes, table, path.name), others, known, path.name)
    said = [Message("Verbatims: column {column}", {"column": text}), way.said]
    if group:
        said.append(Message("Who wrote: column {column}", {"column": group}))
    if len(tables) > 1:
        said.insert(0, Message("Verbatims: sheet {sheet}", {"sheet": chosen}))
    read, without = _verbatims(table, text, group, way)
    counts = Counter(code for verbatim in read for code in verbatim.codes)
    if not counts:
        raise InputError(
            "No verbatim of {file} has a code in the columns {columns}. Name the right ones with "
            "--codes.",
            file=path.name,
            columns=", ".join(way.columns),
        )
    return CodedVerbatims(tuple(read), tuple(said), without, dict(counts.most_common()))


def texts_of(path: Path) -> list[str]:
    """Return the texts of a file: its lines when it is a text file, else its column of texts.

    Raises
    ------
    FileUnreadable
        When the file is not read.
    InputError
        When no column looks like texts.
    """
    if path.suffix.lower() in (".txt", ".text", ".md"):
        try:
            written = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise FileUnreadable(
                "{file} cannot be read as a text in UTF-8. Save it so, one text per line.",
                file=str(path),
            ) from None
        return [line.strip() for line in written.splitlines() if line.strip()]
    tables = [_cells(table) for table in tables_in(path).values()]
    table = max(tables, key=lambda one: len(one.lines))
    if len(table.cells) == 1:
        return [cell for cell in next(iter(table.cells.values())) if cell]
    text, _ = _text_and_group(table, None, None, path.name)
    return [cell for cell in table.cells[text] if cell]


def _cells(table: RawTable) -> Columns:
    cells: dict[str, list[str]] = {name: [] for name in table.header}
    lines: list[int] = []
    for batch in table.read(50_000):
        lines += batch.lines.to_pylist()
        for name in table.header:
            cells[name] += [(cell or "").strip() for cell in batch.table.column(name).to_pylist()]
    return Columns(cells, lines)


def _text_and_group(
    table: Columns, text: str | None, group: str | None, file: str
) -> tuple[str, str | None]:
    for name in (text, group):
        if name is not None and name not in table.cells:
            raise _no_column(name, table, file)
    sample = pa.table({name: listed[:_SAMPLE] for name, listed in table.cells.items()})
    roles = {
        one.column: one.role
        for one in column_roles(_nulled(sample), overrides={}, told={}, remembered=None)
    }
    if text is None:
        texts = [name for name, role in roles.items() if role == Role.TEXT and name != group]
        if not texts:
            raise InputError(
                "No column of {file} looks like verbatims. Name it with --text.", file=file
            )
        text = max(texts, key=lambda name: sum(map(len, table.cells[name])))
    if group is None:
        wanted = (Role.PERSON, Role.ID)
        group = next(
            (n for role in wanted for n, found in roles.items() if found == role and n != text),
            None,
        )
    return text, group


def _nulled(table: pa.Table) -> pa.Table:
    """Return the table with its blank cells null, as the columns' roles want them."""
    names = table.column_names
    return pa.table(
        {n: pa.array([c or None for c in table.column(n).to_pylist()], pa.string()) for n in names}
    )


def _named_columns(codes: Sequence[str], table: Columns, file: str) -> list[str]:
    """Return the columns that a person named, ranges written out."""
    names = list(table.cells)
    found: list[str] = []
    for code in codes:
        first, dots, last = code.partition("..")
        for name in (first, last) if dots else (code,):
            if name not in names:
                raise _no_column(name, table, file)
        if dots:
            found += names[names.index(first) : names.index(last) + 1]
        else:
            found.append(code)
    return found


def _verbatims(table: Columns, text: str, group: str | None, way: Way) -> tuple[list[Coded], int]:
    """Return the verbatims; lines with the same id and text are one, with the codes of all."""
    texts = table.cells[text]
    groups = table.cells[group] if group else [""] * len(texts)
    coded = [table.cells[name] for name in way.columns]
    found: dict[tuple[str, str, int], Coded] = {}
    without = 0
    for row, (written, who, line) in enumerate(zip(texts, groups, table.lines, strict=True)):
        if not written:
            without += 1
            continue
        codes = way.read([cells[row] for cells in coded])
        key = (who, written, -1 if who else line)
        if key in found:
            before = found[key]
            codes = [*before.codes, *codes]
            line = before.line
        found[key] = Coded(written, tuple(dict.fromkeys(codes)), who, line)
    return list(found.values()), without


def keys_of(code: Labels) -> tuple[str, ...]:
    """Return under which names a code may be found in a plan: its path, its last label, its code.

    >>> keys_of(("Prix", "Trop cher "))
    ('prix > trop cher', 'trop cher')
    """
    folded = [" ".join(fold(label).split()) for label in code]
    path = " > ".join(folded)
    return tuple(dict.fromkeys((path, folded[-1], normal_code(code[-1]))))


def _no_column(name: str, table: Columns, file: str) -> InputError:
    return InputError(
        "There is no column {column} in {file}. Its columns: {columns}.",
        column=name,
        file=file,
        columns=", ".join(table.cells),
    )
