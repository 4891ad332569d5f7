"""JSON documents and JSON lines as a table: one object, one row."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from rebond.errors import FileUnreadable
from rebond.listen.reading import limits
from rebond.listen.reading.chunks import text_lines, utf8_pieces
from rebond.listen.reading.container import Content
from rebond.listen.reading.encoding import CONTROLS, encoding_of
from rebond.listen.reading.lines import TOO_LONG, CutLine
from rebond.listen.reading.pieces import PieceStream
from rebond.listen.rows import RawTable, RejectedRow, RowBatch, batch_of_rows
from rebond.vocabulary import Message

_LISTED = 5  # objects of a list that become columns; longer lists stay JSON
_NOT_OBJECT = Message(
    "This line is not a JSON object. Each line must be one object, written on one line."
)
Record = dict[str, str]


def document_table(content: Content) -> RawTable:
    """Return the table of a JSON document: an array of objects, or an object that holds one."""
    text = _decoded(content)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error) and text.lstrip().startswith("{"):
            return lines_table(content)
        raise FileUnreadable(
            "{file} is broken JSON: {error}. It may be cut: export or download it again.",
            file=content.name,
            error=str(error) or "too many levels",
        ) from error
    path, found = _longest_array(document)
    if not found:
        raise FileUnreadable(
            "{file} holds no array of objects, so that its rows cannot be told. "
            "Give an array such as "
            '[{{"comment": "…", "score": 9}}, …], or one object per line.',
            file=content.name,
        )
    understood = [Message("JSON: an array of {count} objects", {"count": len(found)})]
    if path:
        understood = [
            Message(
                "JSON: the array “{path}” of {count} objects", {"path": path, "count": len(found)}
            )
        ]
    return _table(understood, content.name, lambda: enumerate(found, start=1))


def lines_table(content: Content) -> RawTable:
    """Return the table of a file with one JSON object per line."""

    def objects() -> Iterator[tuple[int, Any]]:
        for number, line in enumerate(json_lines(content), start=1):
            if line.strip():
                yield number, _parsed(line)

    return _table([Message("JSON lines: one object per line")], content.name, objects)


def json_lines(content: Content) -> Iterator[str]:
    """Give the lines of a text file, decoded, piece by piece."""
    head = content.head(limits.LAYOUT_BYTES)
    encoding, mark, _ = encoding_of(
        head, complete=len(head) < limits.LAYOUT_BYTES, name=content.name
    )
    with content.open() as stream:
        yield from text_lines(PieceStream.buffered(b"", utf8_pieces(stream, encoding, mark)))


class _Unreadable(str):
    """A line that is not an object, as it is written."""


def _parsed(line: str) -> Any:
    if isinstance(line, CutLine):
        return line
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return _Unreadable(line)
    return value if isinstance(value, dict) else _Unreadable(line)


def _decoded(content: Content) -> str:
    data = content.whole("a JSON document")
    encoding, mark, _ = encoding_of(
        data[: limits.LAYOUT_BYTES], complete=len(data) < limits.LAYOUT_BYTES, name=content.name
    )
    return b"".join(utf8_pieces(io.BytesIO(data), encoding, mark)).decode("utf-8", "replace")


def _longest_array(value: Any, path: str = "", depth: int = 0) -> tuple[str, list[Any]]:
    """Return the longest list that holds objects within four levels, and the way to it."""
    if isinstance(value, list):
        return (path, value) if any(isinstance(item, dict) for item in value) else (path, [])
    best: tuple[str, list[Any]] = (path, [])
    if isinstance(value, dict) and depth < 4:
        for name, inner in value.items():
            found = _longest_array(inner, f"{path}.{name}" if path else name, depth + 1)
            if len(found[1]) > len(best[1]):
                best = found
    return best


def _table(understood: list[Message], file: str, objects: Any) -> RawTable:
    header: dict[str, None] = {}
    some = False
    for _, value in objects():
        some = True
        if isinstance(value, dict):
            header.update(dict.fromkeys(flat(value)))
            if len(header) > limits.MAX_COLUMNS:
                raise FileUnreadable(
                    "{file} has {count} columns, more than {limit}. Keep the columns of "
                    "the answers, or "
                    "turn the table so that each answer is one row.",
                    file=file,
                    count=len(header),
                    limit=limits.MAX_COLUMNS,
                )
    if not header and not some:
        raise FileUnreadable("{file} holds no row. Export it again.", file=file)
    if not header:
        raise FileUnreadable(
            "{file} holds no JSON object. Each line must be one object.", file=file
        )
    names = tuple(header)

    def read(size: int) -> Iterator[RowBatch]:
        yield from _batches(objects(), names, size)

    return RawTable(names, understood, read)


def _batches(
    objects: Iterable[tuple[int, Any]], names: tuple[str, ...], size: int
) -> Iterator[RowBatch]:
    rows: list[list[str]] = []
    lines: list[int] = []
    rejected: list[RejectedRow] = []
    for number, value in objects:
        problem = _NOT_OBJECT
        if isinstance(value, dict):
            record = flat(value)
            if max(map(len, record.values()), default=0) <= limits.MAX_CELL:
                rows.append([record.get(name, "") for name in names])
                lines.append(number)
                problem = None  # type: ignore[assignment]
            else:
                problem = TOO_LONG
        elif isinstance(value, CutLine):
            problem = TOO_LONG
        if problem is not None:
            raw = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            rejected.append(RejectedRow(number, raw[: limits.MAX_CELL].rstrip("\r\n"), problem))
        if len(rows) + len(rejected) >= size:
            yield batch_of_rows(names, rows, lines, rejected)
            rows, lines, rejected = [], [], []
    if rows or rejected:
        yield batch_of_rows(names, rows, lines, rejected)


def flat(value: dict[str, Any], prefix: str = "", depth: int = 0) -> Record:
    """Return the leaves of an object as strings, named by the way to them.

    >>> flat({"user": {"id": 7}, "tags": ["a", "b"], "ok": True})
    {'user.id': '7', 'tags': 'a, b', 'ok': 'true'}
    """
    record: Record = {}
    for name, inner in value.items():
        path = f"{prefix}.{name}" if prefix else (" ".join(str(name).split()) or "column")
        if isinstance(inner, dict) and inner and depth < 6:
            record.update(flat(inner, path, depth + 1))
        elif (
            isinstance(inner, list)
            and 0 < len(inner) <= _LISTED
            and all(isinstance(item, dict) for item in inner)
            and depth < 6
        ):
            for rank, item in enumerate(inner):
                record.update(flat(item, f"{path}.{rank}", depth + 1))
        else:
            record[path] = _leaf(inner)
    return record


def _leaf(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return CONTROLS.sub("", value.encode("utf-8", "replace").decode())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(_leaf(item) for item in value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return str(value)


def looks_like_lines(head: str) -> bool:
    """Tell whether a text that starts with an object holds one object per line."""
    first, _, rest = head.strip().partition("\n")
    second = rest.lstrip().partition("\n")[0]
    try:
        alone = json.loads(first)
    except (ValueError, RecursionError):
        # A first line that is broken, before others that look like whole objects.
        return len(first) > 2 and second.startswith("{") and second.rstrip().endswith("}")
    if not isinstance(alone, dict):
        return False
    return bool(second) or not _longest_array(alone)[1]
